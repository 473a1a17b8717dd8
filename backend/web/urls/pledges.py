from django.urls import path

from backend.web.views import pledges

urlpatterns = [
    path("kampagnen/<slug:slug>/unterstuetzen/", pledges.start, name="pledge-start"),
    path("kampagnen/<slug:slug>/aufstockung/", pledges.quote, name="campaign-quote"),
    path("unterstuetzungen/<str:name>/", pledges.pledge, name="pledge"),
]
