"""The audit log: append-only, sealed into a hash chain in the background, personal words erasable."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from cryptography.fernet import Fernet, InvalidToken
from django.db import connection, models, transaction

from backend.core import clock
from backend.core.db import require_transaction
from backend.core.failpoints import declare, failpoint
from backend.core.models import AuditEntry, AuditPersonal, AuditSeal, AuditSubjectKey

GENESIS = "0" * 64
SEAL_BATCH = 2_000
# Any constant does; it names the sealer among advisory locks.
SEALER_LOCK = 7_350_001
SEALING = declare("audit.sealing")


class HasPublicId(Protocol):
    public_id: Any


Actor = HasPublicId | None
"""Who acts: a user, or None for the system itself."""


def actor_ref(actor: Actor) -> str:
    return "system" if actor is None else str(actor.public_id)


def audit_add(
    *,
    actor: Actor,
    action: str,
    row: models.Model,
    reason: str = "",
    subject: HasPublicId | None = None,
    facts: Mapping[str, Any] | None = None,
) -> AuditEntry:
    """Write one entry in the caller's transaction. `facts` hold nothing personal, `reason` is encrypted.

    `subject` is whom the words of `reason` are about, if not `actor`: they become unreadable with that person.
    """
    require_transaction()
    about = actor_ref(subject or actor)
    ciphertext = Fernet(_subject_key(about)).encrypt(reason.encode()) if reason else b""
    entry = AuditEntry(
        at=clock.now(),
        actor_ref=actor_ref(actor),
        action=action,
        object_type=row._meta.label_lower,  # noqa: SLF001  Django's public underscore
        object_ref=str(getattr(row, "public_id", row.pk)),
        facts=dict(facts or {}),
    )
    entry.content_hash = content_hash(entry, ciphertext)
    entry.save(force_insert=True)
    if ciphertext:
        AuditPersonal.objects.create(entry=entry, subject_ref=about, ciphertext=ciphertext)
    return entry


def content_hash(entry: AuditEntry, ciphertext: bytes) -> str:
    content = [
        entry.at.isoformat(timespec="microseconds"),
        entry.actor_ref,
        entry.action,
        entry.object_type,
        entry.object_ref,
        entry.facts,
        hashlib.sha256(ciphertext).hexdigest(),
    ]
    return hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def audit_reason(entry: AuditEntry) -> str | None:
    """Return the reason in clear, "" if none was given, None if the person it is about has been erased."""
    return audit_reasons([entry])[entry.pk]


def audit_words(entry_id: int) -> str:
    """Return the reason in clear, "" if none was given or the person it is about has been erased."""
    return audit_reason(AuditEntry.objects.get(pk=entry_id)) or ""


def audit_reasons(entries: Sequence[AuditEntry]) -> dict[int, str | None]:
    """Return the reasons of many entries by key, as `audit_reason` does, in two queries."""
    words = list(AuditPersonal.objects.filter(entry__in=entries))
    subjects = {row.subject_ref for row in words}
    keys = dict(AuditSubjectKey.objects.filter(subject_ref__in=subjects).values_list("subject_ref", "key"))
    found: dict[int, str | None] = dict.fromkeys((entry.pk for entry in entries), "")
    for row in words:
        found[row.entry_id] = _decrypted(keys.get(row.subject_ref), row.ciphertext)
    return found


def _decrypted(key: bytes | memoryview | None, ciphertext: bytes | memoryview) -> str | None:
    if key is None:
        return None
    try:
        return Fernet(bytes(key)).decrypt(bytes(ciphertext)).decode()
    except InvalidToken:
        return None


def audit_erase(subject_ref: str) -> None:
    """Make one person's words in the log unreadable for good; the chain stays valid."""
    AuditSubjectKey.objects.filter(subject_ref=subject_ref).delete()


def audit_seal() -> int:
    """Link what has been committed since the last run into the chain; return how many entries.

    One sealer at a time (advisory lock): a second one returns 0. Positions follow the order in which entries became
    visible, so a transaction that commits late is linked late and breaks nothing.
    """
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [SEALER_LOCK])
            if not cursor.fetchone()[0]:
                return 0
        last = AuditEntry.objects.filter(position__isnull=False).order_by("-position").first()
        position, head = (last.position or 0, last.chain_hash) if last else (0, GENESIS)
        entries = list(AuditEntry.objects.filter(position=None).order_by("id")[:SEAL_BATCH])
        sealed_at = clock.now()
        for entry in entries:
            position += 1
            entry.position, entry.previous_hash, entry.sealed_at = position, head, sealed_at
            head = entry.chain_hash = chain_hash(head, position, entry.content_hash)
        if entries:
            AuditEntry.objects.bulk_update(
                entries, ["position", "previous_hash", "chain_hash", "sealed_at"], batch_size=500
            )
            failpoint(SEALING)
            AuditSeal.objects.create(last_position=position, head=head, sealed_at=sealed_at)
        return len(entries)


def chain_hash(previous: str, position: int, content: str) -> str:
    return hashlib.sha256(f"{previous}|{position}|{content}".encode()).hexdigest()


def audit_first_bad() -> tuple[int, str] | None:
    """Walk the chain; return the position of the first entry that does not hold and why, or None."""
    # Read before the entries: the sealer goes on meanwhile, and what it adds must not look like a gap.
    seal = AuditSeal.objects.order_by("-last_position").first()
    head, expected = GENESIS, 0
    entries = AuditEntry.objects.filter(position__isnull=False).select_related("personal").order_by("position")
    for entry in entries.iterator(chunk_size=SEAL_BATCH):
        expected += 1
        personal = getattr(entry, "personal", None)
        ciphertext = bytes(personal.ciphertext) if personal else b""
        if entry.position != expected:
            return expected, "missing"
        if entry.previous_hash != head or entry.chain_hash != chain_hash(head, expected, entry.content_hash):
            return expected, "link broken"
        if content_hash(entry, ciphertext) != entry.content_hash:
            return expected, "content changed"
        head = entry.chain_hash
        if seal and expected == seal.last_position and head != seal.head:
            return expected, "not what was sealed"
    if seal and expected < seal.last_position:
        return expected + 1, "missing"
    return None


def _subject_key(reference: str) -> bytes:
    key, _created = AuditSubjectKey.objects.get_or_create(
        subject_ref=reference, defaults={"key": Fernet.generate_key()}
    )
    return bytes(key.key)
