"""What the public thinks, for organisers: the order, what looks odd in it, and the award."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from backend.web.answers import Question, ask_once, sent
from backend.web.forms.ratings import AwardForm
from backend.web.rating_charts import hours_chart
from backend.web.signed_in import SignedInRequest, signed_in
from programmes import access
from programmes.domain.public_rating import BURST_LEAST, QUORUM
from programmes.enums import Feature
from programmes.selectors.ratings import award_of, rated, rating_hours, rating_is_over, standings_of
from programmes.selectors.windows import window_of
from programmes.services.ratings import community_award_give

PER_PAGE = 50


@signed_in
def rating(request: SignedInRequest, slug: str) -> HttpResponse:
    sprint = access.sprint_to_manage(request.user, slug)
    rows = Paginator(standings_of(sprint), PER_PAGE).get_page(request.GET.get("page"))
    hours, award = rating_hours(sprint), award_of(sprint)
    context = {
        "sprint": sprint,
        "page": rows,
        "rows": rated(sprint, list(rows.object_list)),
        "window": window_of(sprint, Feature.RATE),
        "award": award,
        "can_give": award is None and rating_is_over(sprint),
        "picture": hours_chart(hours, sprint.zone) if hours else None,
        "rule": {"quorum": QUORUM, "burst": BURST_LEAST},
        "here": "selection",
    }
    return render(request, "web/organiser/rating.html", context)


@signed_in
def award(request: SignedInRequest, public_id: str) -> HttpResponse:
    row = access.solution_to_manage(request.user, public_id)
    standing = next((one for one in standings_of(row.sprint) if one.solution == public_id), None)
    question = Question(
        title=_("Give the award of the public to “%(title)s”?") % {"title": row.shown_title},
        text=_("It is given once, and in public. The team is told."),
        button=_("Give the award"),
        stay=_("Not yet"),
        back=reverse("web:organiser-rating", args=[row.sprint.slug]),
        done=_("The award is given, and the team is told."),
    )
    form = AwardForm(**sent(request), is_first=standing is not None and standing.rank == 1)
    return ask_once(request, question, lambda clean: _give(request, row, clean), form)


def _give(request: SignedInRequest, row: Any, clean: dict[str, Any]) -> None:
    community_award_give(actor=request.user, sprint=row.sprint, solution=row, note=clean.get("note", ""))
