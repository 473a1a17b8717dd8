"""The same key: the same answer, one effect. Also when two come at once, and when the first one died."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection, transaction
from django.http import HttpResponse
from pytest_django import Settings
from rest_framework.response import Response
from rest_framework.test import APIRequestFactory

from backend.accounts.models import ApiToken, User
from backend.api import idempotency
from backend.api.models import KeptAnswer
from backend.core import clock
from backend.core.errors import Conflict, Invalid, Unavailable
from tests.backend.api.client import ApiClient, problem_of
from tests.factories.accounts import UserFactory

BODY = {"name": "sponsor", "scopes": ["read"], "days": 5}
MINE = ApiToken.objects.filter(name="sponsor")


@pytest.mark.django_db
def test_a_repeat_gets_the_same_answer_and_has_no_effect() -> None:
    client = ApiClient(UserFactory.create())
    first = client.post("me/tokens/", BODY, key="k1")
    again = client.post("me/tokens/", BODY, key="k1")
    assert first.status_code == again.status_code == 201
    assert first.content == again.content
    assert again["Idempotency-Replayed"] == "true"
    assert "Idempotency-Replayed" not in first
    assert MINE.count() == 1


@pytest.mark.django_db
def test_the_kept_answer_shows_nobody_the_token_in_it() -> None:
    answer = ApiClient(UserFactory.create()).post("me/tokens/", BODY, key="k1")
    [kept] = KeptAnswer.objects.all()
    assert answer.json()["token"] not in kept.content
    assert answer.json()["id"] not in kept.content


@pytest.mark.django_db
def test_an_answer_kept_under_another_secret_is_lost_and_not_made_again(settings: Settings) -> None:
    client = ApiClient(UserFactory.create())
    client.post("me/tokens/", BODY, key="k1")
    settings.SECRET_KEY = "another"
    response = client.post("me/tokens/", BODY, key="k1")
    assert (response.status_code, problem_of(response)["code"]) == (409, "answer_lost")
    assert MINE.count() == 1


@pytest.mark.django_db
def test_without_a_key_or_with_another_each_has_its_effect() -> None:
    client = ApiClient(UserFactory.create())
    for key in (None, None, "k1", "k2"):
        assert client.post("me/tokens/", BODY, key=key).status_code == 201
    assert MINE.count() == 4


@pytest.mark.django_db
def test_the_same_key_with_another_body_is_refused() -> None:
    client = ApiClient(UserFactory.create())
    client.post("me/tokens/", BODY, key="k1")
    response = client.post("me/tokens/", {**BODY, "days": 6}, key="k1")
    assert (response.status_code, problem_of(response)["code"]) == (422, "idempotency_mismatch")
    assert MINE.count() == 1


@pytest.mark.django_db
def test_the_same_key_of_another_person_is_another_key() -> None:
    for user in (UserFactory.create(), UserFactory.create()):
        assert "Idempotency-Replayed" not in ApiClient(user).post("me/tokens/", BODY, key="k1")
    assert MINE.count() == 2


@pytest.mark.django_db
def test_an_error_is_not_kept_so_the_key_may_be_tried_again() -> None:
    client = ApiClient(UserFactory.create())
    assert client.post("me/tokens/", {**BODY, "days": 0}, key="k1").status_code == 422
    assert client.post("me/tokens/", BODY, key="k1").status_code == 201
    assert KeptAnswer.objects.count() == 1


@pytest.mark.django_db
def test_after_a_day_a_key_is_new_and_the_sweep_forgets_it() -> None:
    client = ApiClient(UserFactory.create())
    client.post("me/tokens/", BODY, key="k1")
    with time_machine.travel(clock.now() + timedelta(hours=24, seconds=1)):
        assert "Idempotency-Replayed" not in client.post("me/tokens/", BODY, key="k1")
    assert MINE.count() == 2
    with time_machine.travel(clock.now() + timedelta(hours=49)):
        assert idempotency.answers_forget() == 1


@pytest.mark.django_db
@pytest.mark.parametrize("key", ["", "x" * 256, "schlüssel", "a\tb", "a b"])
def test_a_key_that_is_no_key_is_refused(key: str) -> None:
    response = ApiClient(UserFactory.create()).post("me/tokens/", BODY, key=key)
    assert response.status_code == 422
    assert list(problem_of(response)["errors"]) == ["Idempotency-Key"]


@pytest.mark.django_db(transaction=True)
def test_a_duplicate_that_arrives_meanwhile_is_told_so() -> None:
    """The first one's transaction is held open on a second connection, as if its process were slow."""
    user = UserFactory.create()
    client = ApiClient(user)
    attempt = _attempt(user, "k1", "tokens_create", "/api/v1/me/tokens/", BODY)
    other = connection.copy()
    try:
        number = int.from_bytes(bytes.fromhex(attempt.key_hash)[:8], signed=True)
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [number])
        response = client.post("me/tokens/", BODY, key="k1")
        assert (response.status_code, problem_of(response)["code"]) == (409, "in_progress")
        assert MINE.count() == 0
    finally:
        other.close()
    assert client.post("me/tokens/", BODY, key="k1").status_code == 201


@pytest.mark.django_db
def test_the_effect_and_the_answer_share_one_transaction(monkeypatch: pytest.MonkeyPatch) -> None:
    """A crash while the answer is kept takes the effect with it: nothing is left that a repeat could double."""

    def crash(_response: Any) -> str:
        raise MemoryError

    client = ApiClient(UserFactory.create())
    client.client.raise_request_exception = False
    with monkeypatch.context() as broken:
        broken.setattr(idempotency, "_content", crash)
        assert client.post("me/tokens/", BODY, key="k1").status_code == 500
    assert MINE.count() == 0
    assert client.post("me/tokens/", BODY, key="k1").status_code == 201
    assert MINE.count() == 1


class Steps:
    """A handler that talks to another server: it keeps its effects by the key that it is told, as services do."""

    def __init__(self, user: User) -> None:
        self.attempt = _attempt(user, "k1", "pledges_create", "/api/v1/pledges/", {})
        self.made: set[str] = set()
        self.calls = 0
        self.error: BaseException | None = None

    def run(self) -> HttpResponse | Response:
        response = idempotency._answer_in_steps(self.attempt, self.act)
        assert isinstance(response, HttpResponse)
        return response

    def act(self) -> Response:
        assert not [block for block in connection.atomic_blocks if not getattr(block, "_from_testcase", False)]
        self.calls += 1
        self.made.add(self.attempt.key_hash)
        if self.error:
            raise self.error
        return Response({"number": self.calls}, status=201)


@pytest.mark.django_db
def test_in_steps_a_repeat_is_answered_from_what_was_kept() -> None:
    steps = Steps(UserFactory.create())
    steps.run()
    again = steps.run()
    assert steps.calls == 1
    assert (again.status_code, again.content) == (201, b'{"number":1}')


@pytest.mark.django_db
def test_in_steps_a_crash_reserves_the_key_until_its_lease_ends() -> None:
    steps = Steps(UserFactory.create())
    steps.error = KeyboardInterrupt()  # the process ends: nothing runs after it
    with pytest.raises(KeyboardInterrupt):
        steps.run()
    steps.error = None
    with pytest.raises(Conflict) as refused:
        steps.run()
    assert refused.value.code == "in_progress"
    with time_machine.travel(clock.now() + idempotency.STEPS_LEASE + timedelta(seconds=1)):
        assert steps.run().status_code == 201
    assert steps.made == {steps.attempt.key_hash}
    assert steps.calls == 2


@pytest.mark.django_db
def test_in_steps_a_silent_provider_leaves_the_key_with_its_request() -> None:
    steps = Steps(UserFactory.create())
    steps.error = Unavailable()
    with pytest.raises(Unavailable):
        steps.run()
    steps.error = None
    other = idempotency.Attempt(**{**vars(steps.attempt), "request_hash": "another"})
    with pytest.raises(Invalid):
        idempotency._answer_in_steps(other, steps.act)
    assert steps.run().status_code == 201


@pytest.mark.django_db
def test_in_steps_a_refusal_frees_the_key() -> None:
    steps = Steps(UserFactory.create())
    steps.error = Conflict()
    with pytest.raises(Conflict):
        steps.run()
    assert KeptAnswer.objects.count() == 0


def _attempt(user: User, key: str, operation: str, path: str, body: Any) -> idempotency.Attempt:
    request: Any = APIRequestFactory().post(path, headers={"Idempotency-Key": key})
    request.user = user
    with transaction.atomic():
        found = idempotency.attempt_of(request, operation, body)
    assert found
    return found
