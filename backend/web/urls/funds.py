from django.urls import path

from backend.web.shared_pages import shared_page
from backend.web.views import fund_packages, funds, simulations

urlpatterns = [
    path("fonds/", shared_page(funds.fund_list), name="funds"),
    path("fonds/<slug:slug>/", shared_page(funds.fund), name="fund"),
    path("fonds/<slug:slug>/aufstockungen/", shared_page(funds.matches), name="fund-matches"),
    path("fonds/<slug:slug>/aufstockungen/<slug:public_id>/", shared_page(funds.match), name="fund-match"),
    path("fonds/<slug:slug>/aufstockungen.csv", funds.matches_csv, name="fund-matches-csv"),
    path("fonds/<slug:slug>/pruefpakete/", fund_packages.packages, name="fund-packages"),
    path("fonds/<slug:slug>/pruefpakete/<str:public_id>.zip", fund_packages.package, name="fund-package"),
    path("simulation/<str:secret>/", simulations.shared, name="simulation-shared"),
    path("simulation/<str:secret>/tabelle.csv", simulations.shared_table, name="simulation-shared-table"),
]
