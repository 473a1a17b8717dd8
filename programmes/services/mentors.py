"""Who helps in a sprint: organisers ask, and only the person says yes. Locks the mentor."""

from collections.abc import Sequence
from typing import TypedDict, Unpack

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from backend.accounts.models import User
from backend.core.audit import audit_add
from backend.core.errors import Conflict, Invalid
from backend.core.outbox import outbox_add
from backend.core.predicates import holds
from backend.core.text import clean_words
from backend.core.transitions import transition
from programmes import rules
from programmes.enums_of_mentoring import MentorState
from programmes.events_of_mentoring import MentorAnswered, MentorInvited
from programmes.models import Mentor, Sprint
from programmes.selectors.mentoring import mentor_for_update, mentor_of
from programmes.services.changing import texts_among, write_changes
from programmes.services.office_hours import hours_end_all


class Offered(TypedDict, total=False):
    headline: str
    about: str
    skills: Sequence[str]
    languages: Sequence[str]


@transaction.atomic
def mentor_invite(*, actor: User | None, sprint: Sprint, user: User) -> Mentor:
    """Ask `user` to help in `sprint` and tell them; who is asked already or helps is returned as they are."""
    row, is_new = Mentor.objects.get_or_create(sprint=sprint, user=user, defaults={"invited_by": actor})
    row = mentor_for_update(row.pk)
    if not is_new and row.state in {MentorState.INVITED, MentorState.ACTIVE}:
        return row
    if is_new:
        audit_add(actor=actor, action="programmes.mentor.invited", row=row, facts=_facts(row))
    else:
        row = transition(row, to=MentorState.INVITED, actor=actor, facts=_facts(row), changes={"invited_by": actor})
    outbox_add(MentorInvited(mentor_id=row.pk))
    return row


@transaction.atomic
def mentor_offer(*, actor: User, sprint: Sprint, **offered: Unpack[Offered]) -> Mentor:
    """Say with what one helps, and be found by teams from now on; said again, it is changed.

    Coaches of the programme need not be asked. Who asked is told of the first yes. Raises Conflict (`not_asked`),
    Invalid.
    """
    values = _clean(offered)
    known = mentor_of(sprint, actor)
    if known is None:
        if not holds(rules.coaches, actor, sprint):
            raise Conflict(_("The organisers of this sprint have not asked you to help."), code="not_asked")
        known, _is_new = Mentor.objects.get_or_create(sprint=sprint, user=actor)
    row = mentor_for_update(known.pk)
    if row.state == MentorState.ACTIVE:
        write_changes(row, values, actor=actor, action="programmes.mentor_changed")
        return row
    if row.state == MentorState.ENDED and not holds(rules.coaches, actor, sprint):
        raise Conflict(_("The organisers of this sprint have not asked you to help."), code="not_asked")
    row = transition(row, to=MentorState.ACTIVE, actor=actor, facts=_facts(row), changes=values)
    if row.invited_by_id is not None:
        outbox_add(MentorAnswered(mentor_id=row.pk))
    return row


@transaction.atomic
def mentor_decline(*, actor: User, mentor: Mentor) -> Mentor:
    """Say that one cannot help; who asked is told. Repeating it changes nothing. Raises Conflict (`wrong_state`)."""
    before = mentor_for_update(mentor.pk)
    if before.state == MentorState.DECLINED:
        return before
    row = transition(before, to=MentorState.DECLINED, actor=actor, facts=_facts(before))
    if row.invited_by_id is not None:
        outbox_add(MentorAnswered(mentor_id=row.pk))
    return row


@transaction.atomic
def mentor_end(*, actor: User | None, mentor: Mentor) -> Mentor:
    """Help no more: office hours to come are cancelled, who has booked is told. Repeating it changes nothing.

    Raises Conflict (`wrong_state`) for who has declined.
    """
    row = mentor_for_update(mentor.pk)
    if row.state == MentorState.ENDED:
        return row
    hours_end_all(actor=actor, mentor=row)
    return transition(row, to=MentorState.ENDED, actor=actor, facts=_facts(row))


def _clean(offered: Offered) -> dict[str, object]:
    texts = texts_among(Mentor, {"headline": offered.get("headline", ""), "about": offered.get("about", "")})
    if not texts["headline"]:
        raise Invalid({"headline": _("Please fill this in.")})
    words = {name: clean_words(name, offered.get(name, ())) for name in ("skills", "languages")}
    return {**texts, **words}


def _facts(row: Mentor) -> dict[str, str]:
    return {"sprint": str(row.sprint.public_id), "user": str(row.user.public_id)}
