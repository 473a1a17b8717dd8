"""Every state × target pair of every entity, against its own table."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.db import models, transaction

from backend.core import clock
from backend.core.errors import Conflict
from backend.core.models import AuditEntry
from backend.core.transitions import transition
from programmes.models.offer import ANSWERS
from tests.factories import connecting, consents, mentoring
from tests.factories import programmes as make
from tests.factories.announcements import AnnouncementFactory
from tests.factories.exchange import DataImportFactory, SprintPackageFactory

pytestmark = pytest.mark.django_db

# What CHECK constraints ask for beside the state, and what the row must hold before.
CHANGES: dict[tuple[str, str], dict[str, object]] = {
    ("Announcement", "scheduled"): {"send_at": clock.now()},
    ("Announcement", "sent"): {"sent_at": clock.now()},
    ("Booking", "cancelled"): {"cancelled_by": "booker"},
    **{("Booking", state): {"cancelled_by": ""} for state in ("booked", "missed")},
    ("DataImport", "done"): {"done_at": clock.now()},
    ("Challenge", "declined"): {"decline_reason": "Zu allgemein."},
    **{("AbuseCase", state): {"reason": "Bleibt.", "decided_at": clock.now()} for state in ("kept", "removed")},
    **{("Appeal", state): {"answer": "Nein."} for state in ("granted", "rejected")},
    **{("Offer", state): {"answered_at": clock.now(), "reason": "Zu teuer."} for state in ANSWERS},
    ("Offer", "offered"): {"answered_at": None},
    **{("Registration", state): {"held_until": clock.now()} for state in ("offered", "consent")},
    **{("GuardianConsent", state): {"answered_at": clock.now()} for state in ("agreed", "declined")},
    ("GuardianConsent", "asked"): {"answered_at": None},
    **{("Registration", state): {"held_until": None} for state in ("registered", "waiting", "cancelled")},
    ("Introduction", "accepted"): {"person_agreed_at": clock.now(), "team_agreed_at": clock.now()},
    ("Review", "recused"): {"conflict_reason": "Ich kenne das Team.", "submitted_at": None},
    ("Review", "started"): {"submitted_at": None},
    ("Milestone", "submitted"): {"evidence": "https://example.org"},
    ("Milestone", "accepted"): {"evidence": "https://example.org"},
    ("ProgressReport", "needs_revision"): {"review_note": "Bitte Zahlen."},
}


def models_with_states() -> list[type[models.Model]]:
    return [model for model in apps.get_app_config("programmes").get_models() if hasattr(model, "TRANSITIONS")]


def pairs() -> Iterator[tuple[str, str, str]]:
    for model in models_with_states():
        for before in model.TRANSITIONS:  # type: ignore[attr-defined]  # filtered for it above
            for after in model.TRANSITIONS:  # type: ignore[attr-defined]  # filtered for it above
                yield model.__name__, str(before), str(after)


def _factory(model: str) -> Any:
    known = {
        "Announcement": AnnouncementFactory,
        "Booking": mentoring.BookingFactory,
        "Mentor": mentoring.MentorFactory,
        "OfficeHours": mentoring.OfficeHoursFactory,
        "Introduction": connecting.IntroductionFactory,
        "DataImport": DataImportFactory,
        "SprintPackage": SprintPackageFactory,
        "GuardianConsent": consents.GuardianConsentFactory,
    }
    return known.get(model) or getattr(make, f"{model}Factory")


def row_in(model: str, state: str) -> models.Model:
    changes: dict[str, object] = dict(CHANGES.get((model, state), {}))
    if (model, state) == ("Review", "submitted"):
        changes["submitted_at"] = make.moment_from_now(0)
    if (model, state) == ("Challenge", "merged"):
        changes["merged_into"] = make.ChallengeFactory.create()
    row: models.Model = _factory(model).create(state=state, **changes)
    return row


def test_all_entities_with_a_state_are_walked() -> None:
    named = {model.__name__ for model in models_with_states()}
    with_state = {
        model.__name__
        for model in apps.get_app_config("programmes").get_models()
        if any(column.name == "state" for column in model._meta.fields)
    }
    assert named == with_state
    assert len(named) == 28


@pytest.mark.parametrize(("model", "before", "after"), list(pairs()))
def test_the_table_decides(model: str, before: str, after: str) -> None:
    row = row_in(model, before)
    entries = AuditEntry.objects.count()
    changes: dict[str, object] = dict(CHANGES.get((model, after), {}))
    if (model, after) == ("Review", "submitted"):
        changes["submitted_at"] = make.moment_from_now(0)
    elif model == "Review":
        changes |= {"submitted_at": None}
    if (model, after) == ("Challenge", "merged"):
        changes["merged_into"] = make.ChallengeFactory.create()
    if (model, after) in {("Solution", "handed_in"), ("Solution", "selected"), ("Solution", "not_selected")}:
        changes["current_version"] = row.versions.first()  # type: ignore[attr-defined]  # a solution has versions
    table = type(row).TRANSITIONS  # type: ignore[attr-defined]  # see models_with_states
    if before == after:
        assert transition(row, to=after, actor=None) is row
        assert AuditEntry.objects.count() == entries
    elif after in table[before]:
        transition(row, to=after, actor=None, changes=changes)
        row.refresh_from_db()
        assert row.state == after  # type: ignore[attr-defined]  # see models_with_states
        assert AuditEntry.objects.count() == entries + 1
    else:
        with pytest.raises(Conflict), transaction.atomic():
            transition(row, to=after, actor=None, changes=changes)
        row.refresh_from_db()
        assert row.state == before  # type: ignore[attr-defined]  # see models_with_states
