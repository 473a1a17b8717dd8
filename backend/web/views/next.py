"""What waits for me: the first page of everybody, all tasks at once, the most urgent on top."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from backend.accounts.models import User
from backend.accounts.selectors.next import next_items as in_accounts
from backend.accounts.selectors.organisations import organisations_spoken_for
from backend.core import clock
from backend.core.next_items import NextItem, by_urgency
from backend.web import formats
from backend.web.next_words import WORDS
from backend.web.signed_in import SignedInRequest, signed_in
from funding.selectors.campaigns import campaigns_of
from funding.selectors.funds import deposits_of_sponsor, funds_managed_by
from funding.selectors.next import next_items as in_funding
from programmes.selectors.challenges import challenges_of
from programmes.selectors.connecting import connecting_of
from programmes.selectors.mentoring import mentoring_of
from programmes.selectors.next import next_items as in_programmes
from programmes.selectors.projects import projects_guided_by, projects_of
from programmes.selectors.reviews import reviews_of
from programmes.selectors.sprints import sprints_organised_by, sprints_with_door
from programmes.selectors.teams import teams_of

URGENT = timedelta(hours=48)
PER_KIND = 6


@dataclass(frozen=True)
class Waiting:
    """One thing to do, with the words, the button and the address of its kind."""

    item: NextItem
    title: str
    about: str
    button: str
    url: str
    left: str
    late: bool
    urgent: bool


@dataclass(frozen=True)
class Place:
    task: str
    name: str
    url: str


@signed_in
def for_me(request: SignedInRequest) -> HttpResponse:
    items = by_urgency([*in_accounts(request.user), *in_programmes(request.user), *in_funding(request.user)])
    now = clock.now()
    context = {"items": [_shown(item, now) for item in items], "places": list(_places(request.user))}
    return render(request, "web/next/next.html", context)


def _shown(item: NextItem, now: datetime) -> Waiting:
    words = WORDS[item.kind]
    facts = {"title": item.title, "about": item.about}
    left = item.due_at - now if item.due_at else None
    return Waiting(
        item=item,
        title=str(words.title) % facts,
        about=str(words.about) % facts if words.about else item.about,
        button=str(words.button),
        url=reverse(words.route, args=[item.ref]),
        left=formats.span(left) if left and left > timedelta() else "",
        late=left is not None and left <= timedelta(),
        urgent=left is not None and left < URGENT,
    )


def _places(user: User) -> Iterator[Place]:
    for team in teams_of(user)[:PER_KIND]:
        yield Place(_("Team room"), team.name, reverse("web:team-room", args=[team.public_id]))
    for project in projects_of(user)[:PER_KIND]:
        yield Place(_("Project"), project.title, reverse("web:project-desk", args=[project.public_id]))
    for campaign in campaigns_of(user)[:PER_KIND]:
        yield Place(_("Campaign"), campaign.title, reverse("web:campaign-desk", args=[campaign.slug]))
    for project in projects_guided_by(user)[:PER_KIND]:
        yield Place(_("Coach"), project.title, reverse("web:project-desk", args=[project.public_id]))
    if reviews_of(user).exists():
        yield Place(_("Jury"), _("Your reviews"), reverse("web:juror"))
    yield from _sprints(user)
    for fund in funds_managed_by(user)[:PER_KIND]:
        yield Place(_("Fund management"), fund.name, reverse("web:fund-desk", args=[fund.slug]))
    if challenges_of(user).exists():
        yield Place(_("Challenges"), _("Your challenges"), reverse("web:challenge-desk"))
    if deposits_of_sponsor(user).exists():
        yield Place(_("Sponsoring"), _("What you gave"), reverse("web:sponsor"))
    yield from _organisations(user)


def _sprints(user: User) -> Iterator[Place]:
    for sprint in sprints_organised_by(user)[:PER_KIND]:
        yield Place(_("Organisation"), sprint.title, reverse("web:organiser-sprint", args=[sprint.slug]))
    for sprint in sprints_with_door(user)[:PER_KIND]:
        yield Place(_("Check-in"), sprint.title, reverse("web:door", args=[sprint.slug]))
    for mentor in mentoring_of(user)[:PER_KIND]:
        yield Place(_("Office hours"), mentor.sprint.title, reverse("web:mentor-desk", args=[mentor.sprint.slug]))
    for row in connecting_of(user)[:PER_KIND]:
        yield Place(_("Bring together"), row.sprint.title, reverse("web:connecting", args=[row.sprint.slug]))


def _organisations(user: User) -> Iterator[Place]:
    for row in organisations_spoken_for(user)[:PER_KIND]:
        yield Place(_("Your organisation"), row.name, reverse("web:organisation-desk", args=[row.public_id]))
