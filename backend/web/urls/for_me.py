from django.urls import path

from backend.web.views import next as views

urlpatterns = [path("fuer-mich/", views.for_me, name="next")]
