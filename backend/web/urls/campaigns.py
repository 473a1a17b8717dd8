from django.urls import path

from backend.web.shared_pages import shared_page
from backend.web.views import campaigns

urlpatterns = [
    path("kampagnen/", shared_page(campaigns.campaign_list), name="campaigns"),
    path("kampagnen/<slug:slug>/", shared_page(campaigns.campaign), name="campaign"),
    path("kampagnen/<slug:slug>/unterstuetzende/", shared_page(campaigns.backers), name="campaign-backers"),
]
