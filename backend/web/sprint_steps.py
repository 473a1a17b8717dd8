"""What the page of a sprint asks of this reader at this moment: one sentence, one button."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from backend.accounts.viewers import Viewer, person_of
from programmes.enums import Feature, RegistrationState
from programmes.selectors.sprints import SprintOverview


@dataclass(frozen=True)
class Step:
    title: str
    text: str = ""
    button: str = ""
    url: str = ""
    deadline: datetime | None = None
    deadline_label: str = ""
    more: list[tuple[str, str]] = field(default_factory=list)


def next_step(overview: SprintOverview, viewer: Viewer, team: Any, waiting_position: int | None) -> Step:
    """Return the step for this reader: from registering to handing in, or when the next thing opens."""
    own = overview.registration
    if Feature.RATE in overview.features and Feature.HAND_IN not in overview.features and overview.solutions:
        return _rate(overview)
    if overview.has_ended and not overview.features:
        return _ended(overview)
    if team is not None:
        return _in_team(overview, team)
    if own is None:
        return _stranger(overview, signed_in=person_of(viewer) is not None)
    return _kept_waiting(overview, own, waiting_position) or _seeker(overview)


def _rate(overview: SprintOverview) -> Step:
    return Step(
        _("Which solutions convince you?"),
        _("Look at what the teams have built, and rate it. An e-mail address is all it takes."),
        _("See and rate the solutions"),
        _solutions_url(overview),
        overview.closes_at(Feature.RATE),
        _("Rate until"),
    )


def _kept_waiting(overview: SprintOverview, own: Any, waiting_position: int | None) -> Step | None:
    """For who has registered and has no place yet."""
    if own.state == RegistrationState.WAITING:
        text = _("You are number %(n)s. As soon as a place is free, we write to you.") % {"n": waiting_position or 1}
        return Step(_("You are on the waiting list"), text)
    if own.state == RegistrationState.OFFERED:
        return _offered(overview, own.held_until)
    if own.state == RegistrationState.CONSENT:
        text = _("We have written to the person who is responsible for you. When they agree, you take part.")
        until = _("Answer until")
        return Step(_("Your place is kept for you"), text, deadline=own.held_until, deadline_label=until)
    return None


def _offered(overview: SprintOverview, until: datetime | None) -> Step:
    return Step(
        _("A place is free for you"),
        _("If you do not take it in time, it goes to the next person on the list."),
        _("Take the place"),
        _sprint_url(overview, "web:place-accept"),
        until,
        _("Answer until"),
        [(_("Decline the place"), _sprint_url(overview, "web:sprint-cancel"))],
    )


def _sprint_url(overview: SprintOverview, route: str) -> str:
    return reverse(route, args=[overview.sprint.slug])


def _propose(overview: SprintOverview) -> list[tuple[str, str]]:
    if Feature.PROPOSE_CHALLENGE not in overview.features:
        return []
    return [(_("Propose a challenge"), _sprint_url(overview, "web:challenge-propose"))]


def _stranger(overview: SprintOverview, *, signed_in: bool) -> Step:
    if Feature.REGISTER in overview.features:
        full = overview.places_left == 0 or overview.waiting > 0
        return Step(
            _("All places are taken") if full else _("Do you want to take part?"),
            _("You can come onto the waiting list.")
            if full
            else _("It is free. You need nothing but an e-mail address."),
            _("Onto the waiting list") if full else _("Take part"),
            _sprint_url(overview, "web:sprint-register"),
            overview.closes_at(Feature.REGISTER),
            _("Registration until"),
            _propose(overview) if signed_in else [],
        )
    opens_at = overview.opens_at(Feature.REGISTER)
    if opens_at:
        title = _("Registration has not opened yet")
        return Step(title, deadline=opens_at, deadline_label=_("Registration from"), more=_propose(overview))
    if overview.solutions:
        text = _("The teams have handed in what they have built.")
        return Step(_("Registration is closed"), text, _("See the solutions"), _solutions_url(overview))
    text = _("You can still look around: the challenges, the teams and what they build are public.")
    return Step(_("Registration is closed"), text)


def _seeker(overview: SprintOverview) -> Step:
    if Feature.JOIN_TEAM in overview.features:
        return Step(
            _("You take part. Now find your team."),
            _("Choose what suits you, and we show you teams that have a place for you."),
            _("Find a team"),
            _sprint_url(overview, "web:team-find"),
            overview.closes_at(Feature.JOIN_TEAM),
            _("Find a team until"),
            [(_("Place me in a team"), _sprint_url(overview, "web:placing")), *_propose(overview)],
        )
    opens_at = overview.opens_at(Feature.JOIN_TEAM)
    if opens_at:
        title = _("You take part. Teams come together soon.")
        return Step(title, deadline=opens_at, deadline_label=_("Find a team from"), more=_propose(overview))
    return Step(_("You take part"), _("The time for joining a team is over."), more=_propose(overview))


def _in_team(overview: SprintOverview, team: Any) -> Step:
    room = _or_empty("web:team-room", team.public_id)
    if Feature.HAND_IN in overview.features:
        return Step(
            _("You are in the team “%(name)s”") % {"name": team.name},
            _("Hand in what you have in time; you can improve it until the end."),
            _("Go to the hand-in"),
            _or_empty("web:hand-in", team.public_id) or room,
            overview.closes_at(Feature.HAND_IN),
            _("Hand in until"),
            [(_("To the team room"), room)] if room else [],
        )
    opens_at = overview.opens_at(Feature.HAND_IN)
    return Step(
        _("You are in the team “%(name)s”") % {"name": team.name},
        button=_("To the team room"),
        url=room or reverse("web:team", args=[team.public_id]),
        deadline=opens_at,
        deadline_label=_("Hand in from"),
        more=_propose(overview),
    )


def _ended(overview: SprintOverview) -> Step:
    if not overview.solutions:
        return Step(_("This sprint is over"))
    return Step(
        _("This sprint is over"), _("See what the teams have built."), _("See the solutions"), _solutions_url(overview)
    )


def _solutions_url(overview: SprintOverview) -> str:
    return f"{reverse('web:solutions')}?sprint={overview.sprint.slug}"


def _or_empty(route: str, *args: str) -> str:
    try:
        return reverse(route, args=args)
    except NoReverseMatch:
        return ""
