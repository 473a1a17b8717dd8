from django.urls import path

from backend.web.views import campaign_desk, campaign_money

CAMPAIGN = "kampagnen/<slug:slug>/verwaltung"
PROJECT = "projekte/<str:public_id>"

urlpatterns = [
    path(f"{PROJECT}/kampagne-anlegen/", campaign_desk.create, name="campaign-create"),
    path(f"{PROJECT}/auszahlungskonto/", campaign_money.payee, name="payee"),
    path(f"{PROJECT}/auszahlungskonto/zurueck/", campaign_money.payee_back, name="payee-back"),
    path(f"{CAMPAIGN}/", campaign_desk.desk, name="campaign-desk"),
    path(f"{CAMPAIGN}/bearbeiten/", campaign_desk.edit, name="campaign-edit"),
    path(f"{CAMPAIGN}/einreichen/", campaign_desk.submit, name="campaign-submit"),
    path(f"{CAMPAIGN}/beenden/", campaign_desk.end, name="campaign-end"),
    path(f"{CAMPAIGN}/neuigkeit/", campaign_desk.news, name="campaign-news"),
    path(f"{CAMPAIGN}/fonds/", campaign_desk.apply, name="campaign-apply"),
    path(f"{CAMPAIGN}/unterstuetzungen/", campaign_desk.pledges, name="campaign-pledges"),
    path(f"{CAMPAIGN}/entscheiden/", campaign_money.curate, name="campaign-curate"),
    path(f"{CAMPAIGN}/auszahlen/", campaign_money.payout, name="campaign-payout"),
]
