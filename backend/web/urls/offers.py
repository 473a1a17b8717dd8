from django.urls import path

from backend.web.views import offers

urlpatterns = [
    path("angebote/<str:public_id>/antworten/", offers.answer, name="offer-answer"),
]
