"""A simulation for whoever has its address, with an account or without."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from backend.web.views.fund_desk_simulations import shown, table_of
from funding import access


@never_cache
def shared(request: HttpRequest, secret: str) -> HttpResponse:
    row = access.simulation_by_secret(secret)
    response = render(request, "web/funds/simulation.html", {**shown(row), "secret": secret})
    # Neither a search engine nor the next page learns the address.
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Referrer-Policy"] = "no-referrer"
    return response


@never_cache
def shared_table(_request: HttpRequest, secret: str) -> HttpResponse:
    return table_of(access.simulation_by_secret(secret))
