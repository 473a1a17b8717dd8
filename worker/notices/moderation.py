"""Notices about reported and hidden texts, blocks and appeals. Nobody learns from them who reported what."""

from typing import Any

from django.utils import translation

from backend.notifications.enums import Category
from programmes import events_of_moderation as events
from programmes.enums import AbuseCaseState, AppealState, BlockKind, BlockState
from programmes.models import AbuseCase, Appeal, Challenge, Comment, DeclaredConflict, LogEntry, SprintBlock, Team
from programmes.selectors.abuse import case_to_read, title_of
from programmes.selectors.team_log import excerpt_of_log, log_entry_to_read
from worker.notices import addresses, people
from worker.notices.notice import Notice
from worker.notices.taking_part import Notices


def _case(key: int) -> AbuseCase:
    return case_to_read().get(pk=key)


def _wrote(case: AbuseCase) -> people.People:
    thing = case.thing
    if isinstance(thing, Comment):
        return people.people(thing.author_id)
    if isinstance(thing, Challenge):
        return people.either(people.people(thing.proposed_by_id), people.speakers(thing.owner))
    return people.team_members(thing if isinstance(thing, Team) else thing.team)


def _about(case: AbuseCase, **more: Any) -> dict[str, Any]:
    return {"title": title_of(case), "sprint": case.sprint.title, **more}


def abuse_case_opened(event: events.AbuseCaseOpened) -> Notices:
    """Nobody, once it is decided."""
    case = _case(event.case_id)
    if case.state != AbuseCaseState.OPEN:
        return []
    return [
        Notice(
            to=people.organisers(case.sprint.programme),
            category=Category.SPRINT,
            template="programmes/abuse_case_opened",
            url=addresses.abuse_case(case),
            context=_about(case),
        )
    ]


def abuse_case_hidden(event: events.AbuseCaseHidden) -> Notices:
    """Who wrote it, and the organisers, for whom it is urgent now."""
    case = _case(event.case_id)
    if case.state != AbuseCaseState.OPEN:
        return []
    wrote = Notice(
        to=_wrote(case),
        category=Category.SPRINT,
        template="programmes/abuse_case_hidden",
        url=addresses.thing(case.thing),
        context=_about(case),
    )
    organise = Notice(
        to=people.organisers(case.sprint.programme),
        category=Category.SPRINT,
        template="programmes/abuse_case_hidden_decide",
        url=addresses.abuse_case(case),
        context=_about(case),
    )
    return [wrote, organise]


def abuse_case_decided(event: events.AbuseCaseDecided) -> Notices:
    case = _case(event.case_id)
    template = "abuse_case_removed" if case.state == AbuseCaseState.REMOVED else "abuse_case_kept"
    return [
        Notice(
            to=_wrote(case),
            category=Category.SPRINT,
            template=f"programmes/{template}",
            url=addresses.thing(case.thing),
            context=_about(case, reason=case.reason),
        )
    ]


def log_entry_hidden(event: events.LogEntryHidden) -> Notices:
    """Nobody, once it is shown again."""
    entry = log_entry_to_read(event.entry_id)
    if entry.hidden_at is None:
        return []
    return [_of_log(entry, "programmes/log_entry_hidden", reason=entry.hidden_why)]


def log_entry_shown(event: events.LogEntryShown) -> Notices:
    """Nobody, once it is hidden anew."""
    entry = log_entry_to_read(event.entry_id)
    return [] if entry.hidden_at else [_of_log(entry, "programmes/log_entry_shown")]


def _of_log(entry: LogEntry, template: str, **more: str) -> Notice:
    """To the team, and to who wrote it, even if they have left the team."""
    return Notice(
        to=people.either(people.people(entry.created_by_id), people.team_members(entry.team)),
        category=Category.SPRINT,
        template=template,
        url=addresses.team_log(entry.team),
        context={"title": excerpt_of_log(entry), "team": entry.team.name, "sprint": entry.team.sprint.title, **more},
    )


def _block(key: int) -> tuple[SprintBlock, dict[str, Any]]:
    row = SprintBlock.objects.select_related("sprint").get(pk=key)
    # The word is kept in the language of the sources and translated where it is read.
    with translation.override("en"):
        kind = str(BlockKind(row.kind).label)
    return row, {"sprint": row.sprint.title, "kind": kind, "reason": row.reason}


def sprint_blocked(event: events.SprintBlocked) -> Notices:
    row, context = _block(event.block_id)
    return [_to_blocked(row, "programmes/sprint_blocked", context)] if row.state == BlockState.ACTIVE else []


def sprint_block_lifted(event: events.SprintBlockLifted) -> Notices:
    row, context = _block(event.block_id)
    return [_to_blocked(row, "programmes/sprint_block_lifted", context)]


def _to_blocked(row: SprintBlock, template: str, context: dict[str, Any]) -> Notice:
    return Notice(
        to=people.people(row.user_id),
        category=Category.SPRINT,
        template=template,
        url=addresses.OWN_BLOCKS,
        context=context,
    )


def _appeal(key: int) -> tuple[Appeal, dict[str, Any]]:
    row = Appeal.objects.select_related("sprint__programme", "challenge", "block", "made_by").get(pk=key)
    return row, {"sprint": row.sprint.title, "challenge": row.challenge.title if row.challenge else ""}


def appeal_made(event: events.AppealMade) -> Notices:
    """The organisers who may decide about it."""
    row, context = _appeal(event.appeal_id)
    others = people.organisers(row.sprint.programme).exclude(pk=row.first_decider_id or 0)
    return [
        Notice(
            to=people.without(others, row.made_by),
            category=Category.SPRINT,
            template="programmes/appeal_made",
            url=addresses.appeal(row),
            context=context,
        )
    ]


def appeal_decided(event: events.AppealDecided) -> Notices:
    row, context = _appeal(event.appeal_id)
    granted = row.state == AppealState.GRANTED
    return [
        Notice(
            to=people.people(row.made_by_id),
            category=Category.SPRINT,
            template="programmes/appeal_granted" if granted else "programmes/appeal_rejected",
            url=addresses.challenge(row.challenge) if row.challenge else addresses.OWN_BLOCKS,
            context={**context, "answer": row.answer},
        )
    ]


def conflict_declared(event: events.ConflictDeclared) -> Notices:
    """The juror, with the reason."""
    rows = DeclaredConflict.objects.select_related("solution__current_version", "solution__team", "solution__sprint")
    row = rows.get(pk=event.conflict_id)
    context = {"solution": row.solution.shown_title, "sprint": row.solution.sprint.title, "reason": row.reason}
    return [
        Notice(
            to=people.people(row.juror_id),
            category=Category.REVIEW,
            template="programmes/conflict_declared",
            url=addresses.REVIEWS,
            context=context,
        )
    ]
