"""Everybody who comes, made at once: accounts with sessions, the sprint they want to take part in, its challenges."""

import secrets
from dataclasses import dataclass, field
from datetime import timedelta

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.db import transaction

from backend.accounts.models import User
from backend.core import clock
from programmes.models import Challenge, Sprint
from tests.factories.programmes import ChallengeFactory, SprintFactory
from tests.rush.plan import Plan

BATCH = 2_000
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
HALL = "198.51.100.7"
"""The address that the hall shares."""


@dataclass(slots=True)
class Visitor:
    """One browser: where it comes from, what it holds, what it has been answered."""

    address: str
    email: str = ""
    key: int = 0
    cookies: dict[str, str] = field(default_factory=dict)
    etag: str = ""

    @property
    def in_hall(self) -> bool:
        return self.address == HALL


@dataclass(frozen=True)
class Crowd:
    sprint: Sprint
    challenges: list[Challenge]
    people: list[Visitor]


def crowd_make(plan: Plan) -> Crowd:
    with transaction.atomic():
        sprint = SprintFactory.create(capacity=plan.capacity, slug="auftakt", title="Auftakt", team_size_max=8)
        challenges = [ChallengeFactory.create(sprint=sprint) for _number in range(20)]
        made = [
            User(email=f"person{number}@example.org", display_name=f"Person {number}", password="!")
            for number in range(plan.people)
        ]
        users = User.objects.bulk_create(made, batch_size=BATCH)
        sessions = [_session_of(user) for user in users[plan.hall :]]
        Session.objects.bulk_create(sessions, batch_size=BATCH)
    hall = [Visitor(HALL, user.email, user.pk) for user in users[: plan.hall]]
    others = [
        Visitor(address_of(number), user.email, user.pk, {settings.SESSION_COOKIE_NAME: session.session_key})
        for number, (user, session) in enumerate(zip(users[plan.hall :], sessions, strict=True))
    ]
    return Crowd(sprint, challenges, hall + others)


def address_of(number: int) -> str:
    """An address of its own in the range for benchmarks."""
    return f"198.18.{number // 250 % 250}.{number % 250 + 1}"


def _session_of(user: User) -> Session:
    known = {SESSION_KEY: str(user.pk), BACKEND_SESSION_KEY: BACKEND, HASH_SESSION_KEY: user.get_session_auth_hash()}
    return Session(
        session_key=secrets.token_hex(16),
        session_data=SessionStore().encode(known),
        expire_date=clock.now() + timedelta(days=1),
    )
