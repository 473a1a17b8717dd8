from django.urls import path

from backend.web.views.unsubscribe import unsubscribe_page

urlpatterns = [path("abmelden/<str:token>/", unsubscribe_page, name="unsubscribe")]
