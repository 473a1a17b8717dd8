"""Ids, errors, clock, checks, failpoints and what is asked of transactions."""

import signal
import subprocess
import sys
from datetime import UTC, timedelta

import pytest
from django.conf import LazySettings
from django.db import transaction
from django.utils import translation

from backend.accounts.models import User
from backend.core import clock, db, failpoints, ids
from backend.core.checks import InvariantViolation, ensure
from backend.core.errors import (
    Conflict,
    DomainError,
    Invalid,
    LimitReached,
    NotAllowed,
    NotFound,
    SlowDown,
    Unavailable,
)
from backend.core.models import DueJob, OutboxMessage


def test_ids_name_their_kind_and_do_not_repeat() -> None:
    made = {ids.new_public_id("spr") for _ in range(1_000)}
    assert len(made) == 1_000
    assert all(one.startswith("spr_") and len(one) == 24 and not set(one[4:]) & set("ilou") for one in made)


def test_id_fields_survive_migrations() -> None:
    field = User._meta.get_field("public_id")
    _name, path, args, kwargs = field.deconstruct()
    assert (path, args, kwargs) == ("backend.core.ids.PublicIdField", ["usr"], {})
    assert ids.PublicIdDefault("usr") == ids.PublicIdDefault("usr") != ids.PublicIdDefault("org")
    assert hash(ids.PublicIdDefault("usr")) == hash(ids.PublicIdDefault("usr"))


@pytest.mark.parametrize(
    ("error", "status", "code"),
    [
        (NotFound(), 404, "not_found"),
        (NotAllowed(), 403, "not_allowed"),
        (Invalid({"a": "b"}), 422, "invalid"),
        (Conflict(), 409, "conflict"),
        (LimitReached(), 409, "limit_reached"),
        (SlowDown(retry_after=1), 429, "too_fast"),
        (Unavailable(), 503, "unavailable"),
        (Conflict(code="wrong_state"), 409, "wrong_state"),
    ],
)
def test_errors_have_a_status_and_a_stable_code(error: DomainError, status: int, code: str) -> None:
    assert (error.status, error.code) == (status, code)


def test_errors_carry_facts_and_a_text_in_the_readers_language() -> None:
    error = LimitReached("Zu viele.", left=0)
    assert (str(error), error.facts) == ("limit_reached: Zu viele.", {"left": 0})
    with translation.override("en"):
        assert str(NotFound().message) == "We could not find this."


def test_field_errors_are_always_lists() -> None:
    assert Invalid({"a": "one", "b": ["two", "three"]}).fields == {"a": ["one"], "b": ["two", "three"]}
    assert Invalid().fields == {}


def test_the_clock_is_in_utc() -> None:
    assert clock.now().tzinfo is UTC


def test_the_clock_can_be_told_another_moment() -> None:
    moment = clock.now() - timedelta(days=30)
    with clock.at(moment):
        assert clock.now() == moment
    assert clock.now() > moment


def test_ensure_raises_what_must_hold() -> None:
    ensure(condition=True, what="this holds")
    with pytest.raises(InvariantViolation, match="the sum is zero"):
        ensure(condition=False, what="the sum is zero")


@pytest.mark.django_db(transaction=True)
def test_transactions_are_asked_for_and_refused() -> None:
    db.refuse_transaction()
    with pytest.raises(InvariantViolation):
        db.require_transaction()
    with transaction.atomic():
        db.require_transaction()
        with pytest.raises(InvariantViolation):
            db.refuse_transaction()


@pytest.mark.django_db
def test_the_transaction_around_a_test_is_not_ours() -> None:
    db.refuse_transaction()


def test_a_failpoint_that_nobody_asked_for_does_nothing(settings: LazySettings) -> None:
    settings.FAILPOINT = "tests.other"
    failpoints.failpoint(failpoints.declare("tests.here"))
    assert "tests.here" in failpoints.FAILPOINTS


def test_a_failpoint_ends_the_process_at_once() -> None:
    code = (
        "from django.conf import settings; settings.configure(FAILPOINT='here')\n"
        "from backend.core.failpoints import failpoint; failpoint('here'); print('still here')"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=20)
    assert result.returncode == -signal.SIGKILL
    assert result.stdout == ""


def test_rows_show_what_they_are() -> None:
    assert str(OutboxMessage(pk=3, topic="a.b")) == "a.b 3"
    assert str(DueJob(name="x", due_at=clock.now())).startswith("x 20")
