from django.urls import path

from backend.web.views import offers

urlpatterns = [
    path("angebote/<str:public_id>/antworten/", offers.answer, name="offer-answer"),
    path("loesungen/<str:public_id>/anbieten/", offers.create, name="offer-create"),
    path("organisationen/<str:public_id>/antworten/", offers.desk, name="organisation-offers"),
]
