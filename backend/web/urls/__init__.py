"""The pages' addresses: German words, one module an area. Routes are named `web:<page>`."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, path

from backend.web.urls import (
    campaigns,
    demo,
    desks,
    door,
    fund_desk,
    funds,
    legal,
    me,
    open_data,
    pledges,
    programmes,
    sponsor_desk,
    unsubscribe,
)
from backend.web.views.styleguide import styleguide

app_name = "web"
urlpatterns: list[URLPattern | URLResolver] = [
    *programmes.urlpatterns,
    *open_data.urlpatterns,
    *door.urlpatterns,
    *campaigns.urlpatterns,
    *pledges.urlpatterns,
    *funds.urlpatterns,
    *me.urlpatterns,
    *desks.urlpatterns,
    *fund_desk.urlpatterns,
    *sponsor_desk.urlpatterns,
    *legal.urlpatterns,
    *unsubscribe.urlpatterns,
    *demo.urlpatterns,
]
if settings.DEBUG:
    urlpatterns.append(path("styleguide/", styleguide, name="styleguide"))
