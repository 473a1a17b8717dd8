"""Texts that somebody reports: hidden by themselves after so many reports, until an organiser decides.

Locks the case first, then the text: of two reports at once the second counts the first.
"""

from collections.abc import Collection

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from backend.accounts.models import Membership, User
from backend.core import clock
from backend.core.audit import audit_add
from backend.core.errors import Conflict
from backend.core.outbox import outbox_add
from backend.core.predicates import holds
from backend.core.transitions import transition
from programmes.enums import AbuseCaseState, AbuseKind, BlockKind
from programmes.events_of_moderation import AbuseCaseDecided, AbuseCaseHidden, AbuseCaseOpened
from programmes.models import AbuseCase, AbuseReport, Challenge, Comment, Project, Team
from programmes.models.moderation import Reportable
from programmes.rules import wrote_it
from programmes.selectors.abuse import case_for_update, name_of
from programmes.services.changing import require_among, text_as
from programmes.services.gates import require_unblocked


@transaction.atomic
def abuse_report_create(*, actor: User, thing: Reportable, kind: str, words: str = "") -> AbuseReport:
    """Report a challenge, a team, a solution or a comment, once a person; the organisers hear of the first report.

    When as many have done so as the sprint says, people of one organisation counted once, the text is hidden until
    somebody decides; who wrote it is told. What has become a project is hidden by a decision alone. Repeating it
    returns the first report. Raises Conflict (`own`, `removed`, `blocked`), Invalid.
    """
    require_among("kind", [kind], AbuseKind.values)
    words = text_as("words", AbuseReport, "words", words)
    require_unblocked(actor, thing.sprint, BlockKind.REPORTING)
    if holds(wrote_it, actor, thing):
        raise Conflict(_("This is your own text. You can change it, or take it back."), code="own")
    case = _case_of(thing)
    found = case.reports.filter(reporter=actor).first()
    if found is not None:
        return found
    if case.state == AbuseCaseState.REMOVED:
        raise Conflict(_("This is removed already."), code="removed")
    report = AbuseReport.objects.create(case=case, reporter=actor, kind=kind, words=words)
    audit_add(actor=actor, action="programmes.abuse_reported", row=case, facts={"kind": kind})
    if case.state == AbuseCaseState.KEPT:
        transition(case, to=AbuseCaseState.OPEN, actor=None, changes={"opened_at": clock.now()}, is_locked=True)
    if case.reports.filter(settled_at=None).count() == 1:
        outbox_add(AbuseCaseOpened(case_id=case.pk, report_id=report.pk))
    _hide_if_enough(case)
    return report


@transaction.atomic
def abuse_case_decide(
    *, actor: User, case: AbuseCase, remove: bool, reason: str, bad_faith: Collection[AbuseReport] = ()
) -> AbuseCase:
    """Remove the text, or keep it public, both with a reason that who wrote it reads; repeating it changes nothing.

    `bad_faith`: reports that were made to harm; whoever does so again can be kept from reporting. What was removed may
    be kept later. Raises Conflict, Invalid.
    """
    reason = text_as("reason", AbuseCase, "reason", reason, missing=_("Please say why."))
    case = case_for_update(case.pk)
    to = AbuseCaseState.REMOVED if remove else AbuseCaseState.KEPT
    if case.state == to:
        return case
    was_hidden = case.thing.hidden_at is not None
    changes = {"reason": reason, "decided_by": actor, "decided_at": clock.now()}
    # The words are about a text that somebody wrote, and are theirs to read: they stay in the row.
    transition(case, to=to, actor=actor, changes=changes, is_locked=True)
    _set_hidden(case, reason if remove else "", is_removed=remove)
    _settle(actor, case, {row.pk for row in bad_faith})
    if remove or was_hidden:
        outbox_add(AbuseCaseDecided(case_id=case.pk), dedupe_key=f"{case.pk}:{clock.now().timestamp()}")
    return case


def _case_of(thing: Reportable) -> AbuseCase:
    """The locked case of a text; a new one begins now."""
    given = {name_of(thing): thing}
    case, _is_new = AbuseCase.objects.get_or_create(
        **given, defaults={"sprint": thing.sprint, "opened_at": clock.now()}
    )
    return case_for_update(case.pk)


def _hide_if_enough(case: AbuseCase) -> None:
    thing = case.thing
    if thing.hidden_at is not None or _is_project(thing):
        return
    if _independent(case) >= case.sprint.reports_to_hide:
        _set_hidden(case, "", is_removed=False, hide=True)
        audit_add(actor=None, action="programmes.abuse_case_hidden", row=case)
        outbox_add(AbuseCaseHidden(case_id=case.pk), dedupe_key=f"{case.pk}:{clock.now().timestamp()}")


def _independent(case: AbuseCase) -> int:
    """How many have reported it since the last decision; of people who share an organisation one counts."""
    people = list(case.reports.filter(settled_at=None).values_list("reporter_id", flat=True))
    shared: dict[int, set[int]] = {}
    for user, organisation in Membership.objects.filter(user__in=people).values_list("user_id", "organisation_id"):
        shared.setdefault(user, set()).add(organisation)
    seen: set[int] = set()
    count = 0
    for person in people:
        own = shared.get(person, set())
        count += not own & seen
        seen |= own
    return count


def _is_project(thing: Reportable) -> bool:
    if isinstance(thing, Challenge | Comment):
        return False
    team_id = thing.pk if isinstance(thing, Team) else thing.team_id
    return Project.objects.filter(team_id=team_id).exists()


def _set_hidden(case: AbuseCase, why: str, *, is_removed: bool, hide: bool = False) -> None:
    thing = case.thing
    thing.hidden_at = (thing.hidden_at or clock.now()) if is_removed or hide else None
    thing.hidden_why, thing.is_removed = why, is_removed
    thing.save(update_fields=["hidden_at", "hidden_why", "is_removed", "updated_at"])


def _settle(actor: User, case: AbuseCase, bad: set[int]) -> None:
    open_now = case.reports.filter(settled_at=None)
    for report in open_now.filter(pk__in=bad).select_related("reporter"):
        facts = {"case": case.public_id}
        audit_add(actor=actor, action="programmes.abuse_report_in_bad_faith", row=report.reporter, facts=facts)
    open_now.filter(pk__in=bad).update(settled_at=clock.now(), in_bad_faith=True)
    open_now.update(settled_at=clock.now())
