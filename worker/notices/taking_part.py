"""Notices about registrations, challenges and teams."""

from collections.abc import Iterable
from typing import Any

from backend.accounts.models import User
from backend.core.audit import audit_words
from backend.notifications.enums import Category
from programmes import events
from programmes.enums import PlacingOutcome, RegistrationState
from programmes.models import Challenge, GuardianConsent, JoinRequest, PlacingSeat, Registration, Sprint, Team
from worker.notices import addresses, people
from worker.notices.notice import Guest, Notice

Notices = list[Notice]
Registered = (
    events.RegistrationConfirmed
    | events.RegistrationWaiting
    | events.RegistrationPromoted
    | events.RegistrationCancelled
    | events.PlaceOffered
    | events.PlaceLapsed
    | events.ConsentLapsed
)


def about_sprint(sprint: Sprint) -> dict[str, Any]:
    return {"sprint": sprint.title, "starts_at": sprint.starts_at.isoformat(), "timezone": sprint.timezone}


def _registration(event: Registered, template: str, **more: Any) -> Notices:
    row = Registration.objects.select_related("sprint").get(pk=event.registration_id)
    return [
        Notice(
            to=people.people(row.user_id),
            category=Category.SPRINT,
            template=template,
            url=addresses.sprint(row.sprint),
            context={**about_sprint(row.sprint), **more},
        )
    ]


def registration_confirmed(event: events.RegistrationConfirmed) -> Notices:
    return _registration(event, "programmes/registration_confirmed")


def registration_waiting(event: events.RegistrationWaiting) -> Notices:
    row = Registration.objects.get(pk=event.registration_id)
    ahead = Registration.objects.filter(
        sprint_id=row.sprint_id, state=RegistrationState.WAITING, sequence__lt=row.sequence
    )
    return _registration(event, "programmes/registration_waiting", place=ahead.count() + 1)


def registration_promoted(event: events.RegistrationPromoted) -> Notices:
    return _registration(event, "programmes/registration_promoted")


def registration_cancelled(event: events.RegistrationCancelled) -> Notices:
    return _registration(event, "programmes/registration_cancelled")


def place_offered(event: events.PlaceOffered) -> Notices:
    row = Registration.objects.select_related("sprint").get(pk=event.registration_id)
    until = row.held_until.isoformat() if row.held_until else ""
    return [
        Notice(
            to=people.people(row.user_id),
            category=Category.SPRINT,
            template="programmes/place_offered",
            url=addresses.place_accept(row.sprint),
            context={**about_sprint(row.sprint), "until": until},
        )
    ]


def place_lapsed(event: events.PlaceLapsed) -> Notices:
    return _registration(event, "programmes/place_lapsed")


def consent_asked(event: events.ConsentAsked) -> Notices:
    """The guardian answers; the person knows that nothing else is missing."""
    row = GuardianConsent.objects.select_related("registration__sprint", "registration__user").get(pk=event.consent_id)
    registration = row.registration
    until = registration.held_until.isoformat() if registration.held_until else ""
    context = {**about_sprint(registration.sprint), **people.named(registration.user), "until": until}
    guardian = Notice(
        to=[Guest(row.email, row.language)] if row.email else [],
        category=Category.ACCOUNT,
        template="programmes/consent_asked",
        url=addresses.guardian(row),
        context={**context, "guardian": row.name},
    )
    person = Notice(
        to=people.people(registration.user_id),
        category=Category.SPRINT,
        template="programmes/consent_pending",
        url=addresses.sprint(registration.sprint),
        context=context,
    )
    return [guardian, person]


def consent_declined(event: events.ConsentDeclined) -> Notices:
    row = GuardianConsent.objects.select_related("registration__sprint").get(pk=event.consent_id)
    sprint = row.registration.sprint
    return [
        Notice(
            to=people.people(row.registration.user_id),
            category=Category.SPRINT,
            template="programmes/consent_declined",
            url=addresses.sprint(sprint),
            context=about_sprint(sprint),
        )
    ]


def consent_lapsed(event: events.ConsentLapsed) -> Notices:
    return _registration(event, "programmes/consent_lapsed")


def _about_challenge(row: Challenge) -> dict[str, Any]:
    return {"challenge": row.title, **about_sprint(row.sprint)}


def _challenge(key: int) -> Challenge:
    return Challenge.objects.select_related("sprint__programme", "owner", "proposed_by").get(pk=key)


def challenge_proposed(event: events.ChallengeProposed) -> Notices:
    row = _challenge(event.challenge_id)
    who = {"name": row.owner.name} if row.owner else people.named(row.proposed_by)
    return [
        Notice(
            to=people.without(people.organisers(row.sprint.programme), row.proposed_by),
            category=Category.SPRINT,
            template="programmes/challenge_proposed",
            url=addresses.moderation(row),
            context={**_about_challenge(row), **who},
        )
    ]


def _to_owner(row: Challenge) -> people.People:
    return people.either(people.people(row.proposed_by_id), people.speakers(row.owner))


def challenge_published(event: events.ChallengePublished) -> Notices:
    row = _challenge(event.challenge_id)
    until = row.answer_due_at.isoformat() if row.answer_due_at else ""
    return [
        Notice(
            to=_to_owner(row),
            category=Category.SPRINT,
            template="programmes/challenge_published",
            url=addresses.challenge(row),
            context={**_about_challenge(row), "until": until},
        )
    ]


def challenge_declined(event: events.ChallengeDeclined) -> Notices:
    row = _challenge(event.challenge_id)
    return [
        Notice(
            to=_to_owner(row),
            category=Category.SPRINT,
            template="programmes/challenge_declined",
            url=addresses.challenge(row),
            context={**_about_challenge(row), "reason": row.decline_reason},
        )
    ]


def _join_request(key: int) -> tuple[JoinRequest, dict[str, Any]]:
    row = JoinRequest.objects.select_related("team__challenge", "role", "user").get(pk=key)
    return row, {
        **people.named(row.user),
        "team": row.team.name,
        "challenge": row.team.challenge.title,
        "role": row.role.title if row.role else "",
        "motivation": row.motivation,
        "answer": row.answer,
    }


def join_requested(event: events.JoinRequested) -> Notices:
    row, context = _join_request(event.join_request_id)
    return [
        _team_notice(
            people.team_leads(row.team), "programmes/join_requested", row.team, context, addresses.join_request(row)
        )
    ]


def join_accepted(event: events.JoinAccepted) -> Notices:
    row, context = _join_request(event.join_request_id)
    return [_team_notice(people.people(row.user_id), "programmes/join_accepted", row.team, context)]


def join_declined(event: events.JoinDeclined) -> Notices:
    row, context = _join_request(event.join_request_id)
    url = addresses.sprint(row.team.sprint)
    return [_team_notice(people.people(row.user_id), "programmes/join_declined", row.team, context, url)]


def _seat(key: int) -> tuple[PlacingSeat, dict[str, Any]]:
    row = PlacingSeat.objects.select_related("run__sprint", "team__challenge").get(pk=key)
    team = {"team": row.team.name, "challenge": row.team.challenge.title} if row.team else {"team": "", "challenge": ""}
    return row, {**about_sprint(row.run.sprint), **team}


def placing_seat_published(event: events.PlacingSeatPublished) -> Notices:
    row, context = _seat(event.seat_id)
    until = row.run.objections_until
    return [
        Notice(
            to=people.people(row.user_id),
            category=Category.TEAM,
            template="programmes/placing_seat_published",
            url=addresses.placing(row.run.sprint),
            context={**context, "until": until.isoformat() if until else ""},
        )
    ]


def placing_seat_settled(event: events.PlacingSeatSettled) -> Notices:
    row, context = _seat(event.seat_id)
    joined = row.team if row.outcome == PlacingOutcome.JOINED else None
    return [
        Notice(
            to=people.people(row.user_id),
            category=Category.TEAM,
            template="programmes/placing_seat_settled",
            url=addresses.team_room(joined) if joined else addresses.sprint(row.run.sprint),
            context={**context, "outcome": row.outcome},
        )
    ]


def team_member_joined(event: events.TeamMemberJoined) -> Notices:
    team = _team(event.team_id)
    newcomer = User.objects.get(pk=event.user_id)
    context = {"team": team.name, **people.named(newcomer)}
    others = people.without(people.team_members(team), newcomer)
    return [_team_notice(others, "programmes/team_member_joined", team, context)]


def place_hold_ended(event: events.PlaceHoldEnded) -> Notices:
    team = _team(event.team_id)
    # Who has joined meanwhile, this team or another, need not hear of it.
    to = people.people(event.user_id).exclude(
        team_memberships__team__sprint=team.sprint, team_memberships__left_at=None
    )
    context = {"team": team.name, "sprint": team.sprint.title}
    return [_team_notice(to, "programmes/place_hold_ended", team, context, addresses.team(team))]


def place_for_waiting(event: events.PlaceForWaiting) -> Notices:
    team = _team(event.team_id)
    context = {"team": team.name, "challenge": team.challenge.title}
    to = people.people(*event.user_ids)
    return [_team_notice(to, "programmes/place_for_waiting", team, context, addresses.team(team))]


def team_lead_passed(event: events.TeamLeadPassed) -> Notices:
    team = _team(event.team_id)
    return [_team_notice(people.people(event.user_id), "programmes/team_lead_handed", team, {"team": team.name})]


def team_member_left(event: events.TeamMemberLeft) -> Notices:
    team = _team(event.team_id)
    context = {"team": team.name, **people.named(User.objects.get(pk=event.user_id))}
    others = people.team_members(team)
    if event.new_lead_id is None:
        return [_team_notice(others, "programmes/team_member_left", team, context)]
    notices = [_team_notice(others.exclude(pk=event.new_lead_id), "programmes/team_member_left", team, context)]
    new_lead = people.people(event.new_lead_id)
    return [*notices, _team_notice(new_lead, "programmes/team_lead_passed", team, context)]


def team_member_removed(event: events.TeamMemberRemoved) -> Notices:
    reason = audit_words(event.audit_entry_id) if event.audit_entry_id else ""
    to = people.people(event.user_id)
    return [_left_alone(_team(event.team_id), to, "programmes/team_member_removed", reason=reason)]


def team_dissolved(event: events.TeamDissolved) -> Notices:
    return [_left_alone(_team(event.team_id), people.people(*event.user_ids), "programmes/team_dissolved")]


def _left_alone(team: Team, to: people.People, template: str, **more: Any) -> Notice:
    context = {"team": team.name, "sprint": team.sprint.title, **more}
    return _team_notice(to, template, team, context, addresses.sprint(team.sprint))


def _team(key: int) -> Team:
    return Team.objects.select_related("sprint", "challenge").get(pk=key)


def _team_notice(to: Iterable[User], template: str, team: Team, context: dict[str, Any], url: str = "") -> Notice:
    return Notice(
        to=to, category=Category.TEAM, template=template, url=url or addresses.team_room(team), context=context
    )
