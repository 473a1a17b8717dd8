import pytest
from django.db import transaction

from backend.accounts.enums import ExportState
from backend.accounts.models import DataExport
from backend.core.checks import InvariantViolation
from backend.core.errors import Conflict
from backend.core.models import AuditEntry
from backend.core.transitions import transition
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def export() -> DataExport:
    return DataExport.objects.create(user=UserFactory.create())


def test_a_step_is_saved_and_audited(export: DataExport) -> None:
    before = export.updated_at
    transition(export, to=ExportState.EXPIRED, actor=export.user, reason="zu alt", facts={"days": 8})
    export.refresh_from_db()
    assert export.state == ExportState.EXPIRED
    assert export.updated_at > before
    entry = AuditEntry.objects.get()
    assert entry.action == "accounts.dataexport.expired"
    assert entry.facts == {"from": "requested", "to": "expired", "days": 8}


def test_repeating_a_state_changes_nothing(export: DataExport) -> None:
    assert transition(export, to=ExportState.REQUESTED, actor=None, changes={"archive": "x"}) is export
    export.refresh_from_db()
    assert export.archive.name == ""
    assert not AuditEntry.objects.exists()


def test_named_fields_change_with_it_and_others_do_not(export: DataExport) -> None:
    stale = DataExport.objects.get(pk=export.pk)
    stale.archive.name = "forgotten.zip"
    transition(stale, to=ExportState.EXPIRED, actor=None)
    export.refresh_from_db()
    assert export.archive.name == ""


def test_the_row_is_read_anew(export: DataExport) -> None:
    stale = DataExport.objects.get(pk=export.pk)
    transition(export, to=ExportState.EXPIRED, actor=None)
    with pytest.raises(Conflict) as caught:
        transition(stale, to=ExportState.READY, actor=None)
    assert caught.value.facts == {"state": "expired", "wanted": "ready"}


def test_an_unknown_state_is_a_mistake_of_ours(export: DataExport) -> None:
    with pytest.raises(InvariantViolation):
        transition(export, to="finished", actor=None)


@pytest.mark.django_db(transaction=True)
def test_it_needs_a_transaction(transactional_db: None) -> None:
    export = DataExport.objects.create(user=UserFactory.create())
    with pytest.raises(InvariantViolation):
        transition(export, to=ExportState.EXPIRED, actor=None)
    with transaction.atomic():
        transition(export, to=ExportState.EXPIRED, actor=None)
