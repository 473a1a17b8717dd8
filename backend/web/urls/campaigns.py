from django.urls import path

from backend.web.views import campaigns

urlpatterns = [
    path("kampagnen/", campaigns.campaign_list, name="campaigns"),
    path("kampagnen/<slug:slug>/", campaigns.campaign, name="campaign"),
    path("kampagnen/<slug:slug>/unterstuetzende/", campaigns.backers, name="campaign-backers"),
]
