"""Funds for everybody: where the money is, by which rule it is given, and every single match."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from backend.core.errors import NotFound
from backend.core.money import Money
from backend.web.fund_charts import waterline_chart
from backend.web.match_reasons import match_reason, position_reason
from backend.web.match_words import estimate_words, later_words
from backend.web.matches_csv import matches_table
from backend.web.paging import page_of, words_asked
from backend.web.partial import render_list
from backend.web.pictures import Layer
from backend.web.pictures import Waterline as Picture
from backend.web.rule_sentences import rule_words
from funding import access
from funding.domain.rule_axes import Settlement
from funding.selectors.earmark_words import purpose_words
from funding.selectors.explanations import campaign_sums, match_explanation
from funding.selectors.funds import FundPage, PositionLine, Waterline, fund_page, funds_public, matches_public
from funding.selectors.matches import PARTS, matches_explained, matches_sum
from funding.selectors.packages import packages_published
from funding.selectors.pools import free_money_of
from funding.selectors.waterline_days import waterline_days

PER_PAGE = 50


def fund_list(request: HttpRequest) -> HttpResponse:
    query = words_asked(request)
    page = page_of(request, funds_public(query=query))
    free = free_money_of(page)
    context = {"query": query, "page": page, "cards": [(row, free[row.pk]) for row in page]}
    return render_list(request, "web/funds/list.html", context)


def fund(request: HttpRequest, slug: str) -> HttpResponse:
    shown = access.fund_to_view(request.user, slug)
    page = fund_page(shown)
    words = purpose_words(pot.earmark for pot in page.pots)
    context = {
        "pots": [(pot, words[pot.earmark]) for pot in page.pots],
        "earmarked": any(words.values()),
        "fund": shown,
        "page": page,
        "picture": picture_of(shown, page.waterline),
        "chart": waterline_chart(waterline_days(shown), shown.currency),
        "rule": rule_words(page.rule.rule_set, shown.currency) if page.rule else None,
        "lines": _lines(page),
        "package": packages_published(shown).first(),
        "paid_minor": sum(line.paid_minor for line in page.positions),
        "matched_minor": sum(line.matched_minor for line in page.positions),
    }
    return render(request, "web/funds/fund.html", context)


def _lines(page: FundPage) -> list[tuple[Any, str]]:
    largest_first = sorted(page.positions, key=lambda line: (-line.matched_minor, line.position.pk))
    return [(line, _reason(line, page)) for line in largest_first]


def _reason(line: PositionLine, page: FundPage) -> str:
    """Why so much; or, where a batch is still to come, that it is decided later, and what it would be today."""
    settlement = page.rule.rule_set.settlement if page.rule else Settlement.AT_PLEDGE
    position = line.position
    comes = position.estimate_minor is not None or (not line.matched_minor and position.estimated_at is None)
    if settlement is Settlement.AT_PLEDGE or not comes:
        return position_reason(line, page.rule)
    estimate = position.estimate_minor
    words = estimate_words(None if estimate is None else Money(estimate, page.fund.currency))
    return " ".join([later_words(settlement), *words])


def picture_of(fund: Any, water: Waterline) -> Picture:
    """From the bottom up; each layer opens the matches that it is made of."""
    url = reverse("web:fund-matches", args=[fund.slug])
    layers = [
        Layer("paid", _("Paid out"), water.paid, f"{url}?part=paid"),
        Layer("approved", _("Approved"), water.approved, f"{url}?part=approved"),
        Layer("reserved", _("Reserved"), water.reserved, f"{url}?part=reserved"),
        Layer("free", _("Free"), water.free),
    ]
    if water.returned:
        layers.append(Layer("returned", _("Given back to sponsors"), water.returned))
    return Picture(tuple(layers), currency=water.currency)


def matches(request: HttpRequest, slug: str) -> HttpResponse:
    shown = access.fund_to_view(request.user, slug)
    part, campaign = request.GET.get("part", ""), request.GET.get("campaign", "")
    rows = matches_explained(shown, part=part, campaign=campaign)
    page = page_of(request, rows, PER_PAGE)
    context = {
        "fund": shown,
        "page": page,
        "rows": [(row, match_reason(row)) for row in page],
        "part": part if part in PARTS else "",
        "campaign": page[0].position.campaign if campaign and page else None,
        "sum_minor": matches_sum(rows),
        "sums": campaign_sums(shown, campaign) if campaign and page and not part else None,
    }
    return render(request, "web/funds/matches.html", context)


def matches_csv(request: HttpRequest, slug: str) -> HttpResponse:
    shown = access.fund_to_view(request.user, slug)
    rows = matches_public(shown).prefetch_related("causes").iterator(chunk_size=1_000)
    disposition = {"Content-Disposition": f'attachment; filename="{shown.slug}-aufstockungen.csv"'}
    return HttpResponse(matches_table(rows), content_type="text/csv; charset=utf-8", headers=disposition)


def match(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """One match as a sum on paper."""
    shown = access.match_to_view(request.user, public_id)
    fund = shown.position.fund
    if fund.slug != slug:
        raise NotFound
    told = match_explanation(shown, with_names=access.may_see_approvers(request.user, shown))
    words = rule_words(shown.rule.rule_set, fund.currency)
    context = {"fund": fund, "match": shown, "told": told, "rule": words}
    return render(request, "web/funds/match.html", context)
