"""Notices about solutions that organisations were offered, and about their answers."""

from typing import Any

from django.utils import translation

from backend.notifications.enums import Category
from programmes import events
from programmes.enums import OfferState, ReminderLevel
from programmes.models import Challenge, Offer, OfferReminder
from worker.notices import addresses, people
from worker.notices.notice import Notice
from worker.notices.taking_part import Notices


def _offer(key: int) -> Offer:
    return Offer.objects.select_related(
        "organisation", "challenge__owner", "solution__team", "solution__sprint__programme", "solution__current_version"
    ).get(pk=key)


def _about(row: Offer) -> dict[str, Any]:
    version = row.solution.current_version
    return {
        "solution": version.title if version else row.solution.team.name,
        "team": row.solution.team.name,
        "organisation": row.organisation.name,
        "challenge": row.challenge.title,
        "until": row.answer_due_at.isoformat(),
        "timezone": row.solution.sprint.timezone,
    }


def offer_made(event: events.OfferMade) -> Notices:
    """Nobody, once it is answered or was taken back in the meantime."""
    row = _offer(event.offer_id)
    if row.state != OfferState.OFFERED:
        return []
    return [
        Notice(
            to=people.answering(row),
            category=Category.SPRINT,
            template="programmes/offer_made",
            url=addresses.offer_answer(row),
            context=_about(row),
        )
    ]


def offer_answered(event: events.OfferAnswered) -> Notices:
    row = _offer(event.offer_id)
    # The word of a state is kept in the language of the sources and translated where it is read.
    with translation.override("en"):
        answer = str(OfferState(row.state).label)
    return [
        Notice(
            to=people.team_members(row.solution.team),
            category=Category.TEAM,
            template="programmes/offer_answered",
            url=addresses.solution(row.solution),
            context={**_about(row), "answer": answer, "reason": row.reason, "note": row.note},
        )
    ]


def offer_reminded(event: events.OfferReminded) -> Notices:
    """Nobody, once it is answered: between the reminder and its message there may be a while."""
    reminder = OfferReminder.objects.filter(pk=event.reminder_id).first()
    if reminder is None:
        return []
    row = _offer(reminder.offer_id)
    if row.state != OfferState.OFFERED:
        return []
    to, template, url = {
        ReminderLevel.SOON: (people.answering(row), "programmes/offer_due_soon", addresses.offer_answer(row)),
        ReminderLevel.OVERDUE: (
            people.speakers(row.organisation),
            "programmes/offer_overdue",
            addresses.offer_answer(row),
        ),
        ReminderLevel.LATE: (
            people.organisers(row.solution.sprint.programme),
            "programmes/offer_late",
            addresses.challenge(row.challenge),
        ),
    }[ReminderLevel(reminder.level)]
    return [Notice(to=to, category=Category.SPRINT, template=template, url=url, context=_about(row))]


def challenge_adopted(event: events.ChallengeAdopted) -> Notices:
    """Who posed it and who was for it; nobody learns from it who else was."""
    row = Challenge.objects.select_related("owner", "sprint").get(pk=event.challenge_id)
    return [
        Notice(
            to=people.either(people.people(row.proposed_by_id), people.supporters(row)),
            category=Category.SPRINT,
            template="programmes/challenge_adopted",
            url=addresses.challenge(row),
            context={
                "challenge": row.title,
                "sprint": row.sprint.title,
                "organisation": row.owner.name if row.owner else "",
                "days": row.sprint.answer_days,
            },
        )
    ]
