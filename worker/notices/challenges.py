"""Notices about challenges that organisers have merged or split."""

from typing import Any

from backend.notifications.enums import Category
from programmes import events
from programmes.models import Challenge, Reshaping, ReshapingPart, Team
from worker.notices import addresses, people
from worker.notices.notice import Notice
from worker.notices.taking_part import Notices, about_sprint


def _concerned(row: Challenge) -> people.People:
    """Who posed it and who answers for it."""
    return people.either(people.people(row.proposed_by_id), people.speakers(row.owner))


def _in_teams(refs: list[str]) -> people.People:
    teams = Team.objects.filter(public_id__in=refs)
    return people.active_members_of(teams)


def _notice(to: people.People, template: str, target: Challenge, reshaping: Reshaping, **more: Any) -> Notice:
    return Notice(
        to=people.without(to, reshaping.done_by),
        category=Category.SPRINT,
        template=template,
        url=addresses.challenge_trace(target),
        context={"challenge": target.title, "reason": reshaping.reason, **about_sprint(target.sprint), **more},
        once=f"{reshaping.public_id}:{target.public_id}",
    )


def challenge_merged(event: events.ChallengeMerged) -> Notices:
    """Who posed, supports, answers for or works on one of the two; of several that were merged at once, told once.

    Of a proposal that never was public nobody hears but who made it.
    """
    relations = ("source__owner", "target__owner", "target__sprint", "reshaping__done_by")
    part = ReshapingPart.objects.select_related(*relations).get(pk=event.part_id)
    receivers = _concerned(part.source)
    if part.source.was_published:
        for others in (_concerned(part.target), _in_teams(part.moved["teams"]), people.supporters(part.target)):
            receivers = people.either(receivers, others)
    return [_notice(receivers, "programmes/challenge_merged", part.target, part.reshaping, merged=part.source.title)]


def challenge_split(event: events.ChallengeSplit) -> Notices:
    row = Reshaping.objects.select_related("done_by").get(pk=event.reshaping_id)
    notices = []
    for part in row.parts.select_related("source__owner", "target__sprint"):
        receivers = people.either(_concerned(part.source), _in_teams(part.moved["teams"]))
        receivers = people.either(receivers, people.supporters(part.source))
        notices.append(_notice(receivers, "programmes/challenge_split", part.target, row, whole=part.source.title))
    return notices
