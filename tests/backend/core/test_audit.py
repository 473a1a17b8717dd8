from collections.abc import Callable
from threading import Thread

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from backend.accounts.models import User
from backend.core import audit
from backend.core.checks import InvariantViolation
from backend.core.models import AuditEntry, AuditPersonal, AuditSeal
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def clara() -> User:
    return UserFactory.create()


def write(actor: User, *actions: str, reason: str = "") -> list[AuditEntry]:
    return [audit.audit_add(actor=actor, action=action, row=actor, reason=reason) for action in actions]


def bypass(sql: str) -> None:
    """Change the log as somebody with all rights in the database could."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(sql)
        cursor.execute("SET LOCAL session_replication_role = DEFAULT")


@pytest.mark.django_db(transaction=True)
def test_an_entry_is_written_in_a_transaction_only(transactional_db: None) -> None:
    with pytest.raises(InvariantViolation):
        write(UserFactory.create(), "one")


def test_entries_say_who_did_what_to_what(clara: User) -> None:
    (entry,) = write(clara, "accounts.renamed")
    assert (entry.actor_ref, entry.object_type, entry.object_ref) == (clara.public_id, "accounts.user", clara.public_id)
    assert audit.actor_ref(None) == "system"


def test_sealing_links_everything_once(clara: User) -> None:
    write(clara, "one", "two")
    assert audit.audit_seal() == 2
    assert audit.audit_seal() == 0
    write(clara, "three", reason="weil")
    assert audit.audit_seal() == 1
    assert list(AuditEntry.objects.order_by("position").values_list("position", flat=True)) == [1, 2, 3]
    assert AuditEntry.objects.get(position=1).previous_hash == audit.GENESIS
    assert AuditSeal.objects.latest("last_position").head == AuditEntry.objects.get(position=3).chain_hash
    assert audit.audit_first_bad() is None


def test_an_empty_log_holds() -> None:
    assert audit.audit_seal() == 0
    assert audit.audit_first_bad() is None


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ("UPDATE core_auditentry SET action = 'forged' WHERE position = 2", (2, "content changed")),
        ("UPDATE core_auditentry SET facts = '{\"a\": 1}' WHERE position = 3", (3, "content changed")),
        ("UPDATE core_auditentry SET chain_hash = repeat('0', 64) WHERE position = 1", (1, "link broken")),
        ("UPDATE core_auditentry SET previous_hash = repeat('1', 64) WHERE position = 2", (2, "link broken")),
        ("DELETE FROM core_auditentry WHERE position = 2", (2, "missing")),
        ("DELETE FROM core_auditentry WHERE position = 3", (3, "missing")),
        ("UPDATE core_auditseal SET head = repeat('0', 64)", (3, "not what was sealed")),
        ("UPDATE core_auditpersonal SET ciphertext = 'x' WHERE entry_id = %(personal)s", (1, "content changed")),
    ],
)
def test_what_was_tampered_with_is_named(clara: User, change: str, expected: tuple[int, str]) -> None:
    first, *_rest = write(clara, "one", reason="weil") + write(clara, "two", "three")
    audit.audit_seal()
    bypass(change.replace("%(personal)s", str(first.pk)))
    assert audit.audit_first_bad() == expected
    with pytest.raises(CommandError, match=f"entry {expected[0]}: {expected[1]}"):
        call_command("audit", "verify")


def test_what_is_sealed_while_the_chain_is_walked_is_no_fault(clara: User, monkeypatch: pytest.MonkeyPatch) -> None:
    write(clara, "one", "two")
    audit.audit_seal()
    original = audit.content_hash
    sealed: list[bool] = []

    def seal_meanwhile(entry: AuditEntry, ciphertext: bytes) -> str:
        if not sealed:
            sealed.append(True)
            write(clara, "three")
            audit.audit_seal()
        return original(entry, ciphertext)

    monkeypatch.setattr(audit, "content_hash", seal_meanwhile)
    assert audit.audit_first_bad() is None
    assert AuditSeal.objects.latest("last_position").last_position == 3


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE core_auditentry SET action = 'forged'",
        "UPDATE core_auditentry SET chain_hash = 'x'",
        "DELETE FROM core_auditentry",
        "UPDATE core_auditpersonal SET ciphertext = 'x'",
        "DELETE FROM core_auditpersonal",
        "DELETE FROM core_auditseal",
    ],
)
def test_the_database_itself_refuses_changes(clara: User, change: str) -> None:
    write(clara, "one", reason="weil")
    audit.audit_seal()
    refused = pytest.raises(DatabaseError, match=r"append-only|never changed")
    with refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change)


def test_erasing_a_person_keeps_the_chain(clara: User) -> None:
    (entry,) = write(clara, "one", reason="Frau Müller ist umgezogen")
    (silent,) = write(clara, "two")
    audit.audit_seal()
    assert audit.audit_reason(entry) == "Frau Müller ist umgezogen"
    assert audit.audit_reason(silent) == ""
    audit.audit_erase(clara.public_id)
    assert audit.audit_reason(entry) is None
    assert b"M\xc3\xbcller" not in bytes(AuditPersonal.objects.get().ciphertext)
    assert audit.audit_first_bad() is None


def test_words_about_somebody_go_with_that_person(clara: User) -> None:
    organiser = UserFactory.create()
    action = "team_member_removed"
    entry = audit.audit_add(actor=organiser, action=action, row=clara, reason="Clara war krank", subject=clara)
    (own,) = write(organiser, "two", reason="Ich war krank")
    audit.audit_seal()
    assert (entry.actor_ref, audit.audit_reason(entry)) == (organiser.public_id, "Clara war krank")
    audit.audit_erase(clara.public_id)
    assert audit.audit_reasons([entry, own]) == {entry.pk: None, own.pk: "Ich war krank"}
    assert audit.audit_first_bad() is None


def test_words_under_another_key_are_unreadable(clara: User) -> None:
    (entry,) = write(clara, "one", reason="weil")
    audit.audit_erase(clara.public_id)
    write(clara, "two", reason="danach")
    assert audit.audit_reason(entry) is None


def test_commands_seal_and_verify(clara: User, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("audit", "verify")
    write(clara, "one", "two")
    call_command("audit", "seal")
    write(clara, "three")
    call_command("audit", "verify")
    none, sealed, verified = capsys.readouterr().out.splitlines()
    assert none == "the chain holds: no entries yet; 0 not sealed yet"
    assert sealed == "2 entries sealed"
    assert verified.startswith("the chain holds: 2 entries, head ")
    assert verified.endswith("1 not sealed yet")


@pytest.mark.django_db(transaction=True)
def test_a_second_sealer_does_nothing(transactional_db: None) -> None:
    with transaction.atomic():
        write(UserFactory.create(), "one")
    answers: list[int] = []

    def in_thread(act: Callable[[], int]) -> None:
        answers.append(act())
        connection.close()

    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [audit.SEALER_LOCK])
        thread = Thread(target=in_thread, args=[audit.audit_seal])
        thread.start()
        thread.join()
    assert answers == [0]
    assert audit.audit_seal() == 1
