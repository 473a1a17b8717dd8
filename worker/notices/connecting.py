"""Notices about people and teams whom a connector brings together. No address of anybody stands in them."""

from typing import Any

from backend.notifications.enums import Category
from programmes import events
from programmes.models import Connector, Introduction
from worker.notices import addresses, people
from worker.notices.notice import Notice

Notices = list[Notice]


def connector_appointed(event: events.ConnectorAppointed) -> Notices:
    row = Connector.objects.select_related("sprint").filter(pk=event.connector_id).first()
    if row is None:
        return []
    return [
        Notice(
            to=people.people(row.user_id),
            category=Category.SPRINT,
            template="programmes/connector_appointed",
            url=addresses.connecting(row.sprint),
            context={"sprint": row.sprint.title},
        )
    ]


def _introduction(key: int) -> Introduction | None:
    rows = Introduction.objects.select_related("team__sprint", "team__challenge", "user", "sent_by")
    return rows.filter(pk=key).first()


def _told(row: Introduction, to: people.People, template: str, url: str, **more: Any) -> Notice:
    context = {"team": row.team.name, "challenge": row.team.challenge.title, **more}
    return Notice(to=to, category=Category.TEAM, template=f"programmes/{template}", url=url, context=context)


def introduction_sent(event: events.IntroductionSent) -> Notices:
    row = _introduction(event.introduction_id)
    if row is None:
        return []
    url, person, leads = addresses.introduction(row), people.people(row.user_id), people.team_leads(row.team)
    named = people.named(row.user)
    return [
        _told(row, person, "introduction_to_person", url, message=row.message),
        _told(row, leads, "introduction_to_team", url, message=row.message, **named),
    ]


def introduction_accepted(event: events.IntroductionAccepted) -> Notices:
    row = _introduction(event.introduction_id)
    if row is None:
        return []
    named, room = people.named(row.user), addresses.team_room(row.team)
    others = people.team_members(row.team).exclude(pk=row.user_id)
    return [
        _told(row, people.people(row.user_id), "join_accepted", room, role="", answer=""),
        _told(row, others, "team_member_joined_by_introduction", room, **named),
        _told(
            row, people.people(row.sent_by_id), "introduction_accepted", addresses.connecting(row.team.sprint), **named
        ),
    ]


def introduction_declined(event: events.IntroductionDeclined) -> Notices:
    """To all three: who has declined reads it, too, so that nobody learns by silence who it was."""
    row = _introduction(event.introduction_id)
    if row is None:
        return []
    to = people.either(people.people(row.user_id, row.sent_by_id), people.team_leads(row.team))
    return [_told(row, to, "introduction_declined", addresses.sprint(row.team.sprint), **people.named(row.user))]
