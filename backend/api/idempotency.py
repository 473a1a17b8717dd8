"""`Idempotency-Key`: repeating a POST repeats its answer, not its effect, whatever crashed in between.

Two ways, chosen by whether the handler talks to another server.

*In one transaction* (most): the key's advisory lock, the effect and the kept answer commit together or not at all.
A crash leaves nothing, so the repeat simply runs. A duplicate that arrives meanwhile finds the lock taken: 409.

*In steps* (payment pages, payees): no transaction may span the network, so a row reserves the key first, in a
transaction of its own, and the answer is kept at the end. The service is told the key (`ApiView.request_key`) and keeps
it beside what it makes; so after a crash, when the reservation has run out, the repeat goes on with what was made.

Only answers that changed something are kept. An error changed nothing, so the same key may be tried again. What is
kept is encrypted under the request's own key, of which the database has a hash only: an answer may hold a new token.
"""

import base64
import hashlib
import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from http import HTTPStatus
from typing import Any

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.db import connection, transaction
from django.http import HttpResponse, HttpResponseBase
from django.utils.translation import gettext_lazy as _
from rest_framework.exceptions import APIException
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from backend.api.models import KeptAnswer
from backend.core import clock
from backend.core.errors import Conflict, DomainError, Invalid

HEADER = "Idempotency-Key"
REPLAYED = "Idempotency-Replayed"
MAX_LENGTH = 255
VISIBLE = "[!-~]+"
KEPT_FOR = timedelta(hours=24)
# Longer than any call to the payment provider may take, shorter than a person's patience.
STEPS_LEASE = timedelta(seconds=45)


@dataclass(frozen=True)
class Attempt:
    """One POST with a key: who, which operation, which body."""

    user_id: int
    operation: str
    key_hash: str
    request_hash: str
    box_key: bytes = field(repr=False)
    """What the answer is encrypted with; it can be worked out from the clear key alone, and is kept nowhere."""


def answer_once(
    request: Request, operation: str, body: Any, act: Callable[[], Response], *, network: bool
) -> HttpResponseBase:
    attempt = attempt_of(request, operation, body)
    # Read by `ApiView.request_key`, while the handler runs inside `act`.
    request.attempt = attempt  # type: ignore[attr-defined]  # see above
    if attempt is None:
        return act()
    return _answer_in_steps(attempt, act) if network else _answer_in_one_transaction(attempt, act)


def attempt_of(request: Request, operation: str, body: Any) -> Attempt | None:
    key = request.headers.get(HEADER)
    if key is None or not request.user.is_authenticated:
        return None
    if len(key) > MAX_LENGTH or not re.fullmatch(VISIBLE, key):
        raise Invalid({HEADER: _("Please send 1 to 255 visible ASCII characters.")})
    user_id = int(request.user.pk)
    content = json.dumps([request.path, body], sort_keys=True, default=str)
    name = f"{user_id} {operation} {key}"
    box_key = hashlib.sha256(f"kept answer {settings.SECRET_KEY} {name}".encode()).digest()
    return Attempt(user_id, operation, _hash(name), _hash(content), box_key)


def answers_forget() -> int:
    """Delete what is older than a day; return how many. For the scheduler."""
    return KeptAnswer.objects.filter(created_at__lt=clock.now() - KEPT_FOR).delete()[0]


def _answer_in_one_transaction(attempt: Attempt, act: Callable[[], Response]) -> HttpResponseBase:
    with transaction.atomic():
        _lock(attempt)
        kept = _find(attempt)
        if kept:
            return _replay(attempt, kept)
        response = act()
        content = _box(attempt).encrypt(_content(response).encode()).decode()
        _new(attempt, status=response.status_code, content=content).save(force_insert=True)
        return response


def _answer_in_steps(attempt: Attempt, act: Callable[[], Response]) -> HttpResponseBase:
    with transaction.atomic():
        _lock(attempt)
        kept = _find(attempt)
        if kept and kept.status:
            return _replay(attempt, kept)
        if kept and kept.locked_until and kept.locked_until > clock.now():
            raise _in_progress()
        kept = kept or _new(attempt)
        kept.locked_until = clock.now() + STEPS_LEASE
        kept.save()
    try:
        response = act()
    except Exception as error:
        _release(kept, changed_nothing=isinstance(error, APIException | DomainError) and is_refusal(error))
        raise
    content = _box(attempt).encrypt(_content(response).encode()).decode()
    KeptAnswer.objects.filter(pk=kept.pk).update(status=response.status_code, content=content, locked_until=None)
    return response


def _lock(attempt: Attempt) -> None:
    """Hold the key until this transaction ends. Never waits: a duplicate is better told than queued."""
    number = int.from_bytes(bytes.fromhex(attempt.key_hash)[:8], signed=True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [number])
        if not cursor.fetchone()[0]:
            raise _in_progress()


def _in_progress() -> Conflict:
    return Conflict(_("A request with this key is being worked on. Please try again in a moment."), code="in_progress")


def _find(attempt: Attempt) -> KeptAnswer | None:
    kept = KeptAnswer.objects.filter(key_hash=attempt.key_hash).first()
    if kept and kept.created_at < clock.now() - KEPT_FOR:
        kept.delete()
        return None
    if kept and kept.request_hash != attempt.request_hash:
        raise Invalid({}, _("This key was used for another request."), code="idempotency_mismatch")
    return kept


def _new(attempt: Attempt, **values: Any) -> KeptAnswer:
    return KeptAnswer(
        user_id=attempt.user_id,
        operation=attempt.operation,
        key_hash=attempt.key_hash,
        request_hash=attempt.request_hash,
        **values,
    )


def is_refusal(error: APIException | DomainError) -> bool:
    """Whether the caller was told no, so that nothing was begun; a provider's silence leaves that open."""
    status = error.status if isinstance(error, DomainError) else error.status_code
    return status < HTTPStatus.INTERNAL_SERVER_ERROR


def _release(kept: KeptAnswer, *, changed_nothing: bool) -> None:
    mine = KeptAnswer.objects.filter(pk=kept.pk)
    if changed_nothing:
        mine.delete()
    else:
        mine.update(locked_until=None)


def _content(response: Response) -> str:
    return "" if response.data is None else JSONRenderer().render(response.data).decode()


def _box(attempt: Attempt) -> Fernet:
    return Fernet(base64.urlsafe_b64encode(attempt.box_key))


def _replay(attempt: Attempt, kept: KeptAnswer) -> HttpResponse:
    try:
        content = _box(attempt).decrypt(kept.content.encode())
    except InvalidToken as error:  # the installation's secret was changed since
        raise Conflict(code="answer_lost") from error
    return HttpResponse(content, status=kept.status, content_type="application/json", headers={REPLAYED: "true"})


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
