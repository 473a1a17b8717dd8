"""What people say about solutions in public."""

from datetime import timedelta
from typing import Final

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from backend.accounts.models import User
from backend.core import clock
from backend.core.audit import audit_add
from backend.core.errors import Conflict, LimitReached
from backend.core.networks import require_unhurried
from backend.core.outbox import outbox_add
from programmes.enums import Feature, TextLanguage
from programmes.events_of_rating import CommentMade
from programmes.models import Comment, Solution
from programmes.selectors.ratings import is_discussed
from programmes.services.changing import require_among, text_as
from programmes.services.gates import require_feature, require_unblocked

COMMENTS_AN_HOUR: Final = 20


def comment_create(*, actor: User, solution: Solution, body: str, language: str, network: str = "") -> Comment:
    """Say something about a solution, for everybody to read; the team is told once a day.

    The same words again within an hour are the same comment. `network` stands for where it comes from, and is not
    kept. Raises Conflict (`phase_closed`, `blocked`, `wrong_state`), LimitReached (`too_many`), SlowDown, Invalid.
    """
    body = text_as("body", Comment, "body", body, missing=_("Please write something."))
    require_among("language", [language], TextLanguage.values)
    require_unhurried(network, "comment", settings.COMMENTS_OF_A_NETWORK)
    return _create(actor, solution, body, language)


@transaction.atomic
def comment_withdraw(*, actor: User, comment: Comment) -> None:
    """Take the own comment back, with its words; repeating it changes nothing. Locks it.

    What organisers have removed or are deciding about stays with them until it is decided.
    """
    row = Comment.objects.select_for_update(no_key=True).get(pk=comment.pk)
    if row.withdrawn_at is None:
        row.withdrawn_at, row.body = clock.now(), ""
        row.save(update_fields=["withdrawn_at", "body", "updated_at"])
        audit_add(actor=actor, action="programmes.comment_withdrawn", row=row)


@transaction.atomic
def _create(actor: User, solution: Solution, body: str, language: str) -> Comment:
    require_feature(solution.sprint, Feature.COMMENT)
    require_unblocked(actor, solution.sprint)
    if not is_discussed(solution):
        raise Conflict(_("This solution cannot be commented on."), code="wrong_state")
    lately = Comment.objects.filter(author=actor, created_at__gt=clock.now() - timedelta(hours=1))
    same = lately.filter(solution=solution, body=body, withdrawn_at=None).first()
    if same is not None:
        return same
    if lately.count() >= COMMENTS_AN_HOUR:
        raise LimitReached(_("You have written much within an hour. Please go on later."), code="too_many")
    row = Comment.objects.create(solution=solution, author=actor, body=body, language=language)
    outbox_add(CommentMade(comment_id=row.pk))
    return row
