from django.db import models

from backend.core import clock


class AuditEntry(models.Model):
    """Who did what, when and why. Append-only, by a trigger; only the sealer fills the last four fields, once."""

    at = models.DateTimeField(default=clock.now)
    actor_ref = models.CharField(max_length=40)
    action = models.CharField(max_length=80)
    object_type = models.CharField(max_length=60)
    object_ref = models.CharField(max_length=40)
    facts = models.JSONField(default=dict)
    content_hash = models.CharField(max_length=64)

    position = models.BigIntegerField(null=True, unique=True)
    previous_hash = models.CharField(max_length=64, blank=True)
    chain_hash = models.CharField(max_length=64, blank=True)
    sealed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["object_ref", "id"], name="audit_by_object"),
            models.Index(fields=["id"], condition=models.Q(position=None), name="audit_unsealed"),
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.object_ref}"


class AuditSubjectKey(models.Model):
    """The key of one person's values in the log. Deleting it erases them; the chain stays valid."""

    subject_ref = models.CharField(max_length=40, unique=True)
    key = models.BinaryField()

    def __str__(self) -> str:
        return self.subject_ref


class AuditPersonal(models.Model):
    """Words that may speak of a person (a reason, a note), encrypted under that person's key."""

    entry = models.OneToOneField(AuditEntry, on_delete=models.PROTECT, related_name="personal")
    subject_ref = models.CharField(max_length=40)
    ciphertext = models.BinaryField()

    def __str__(self) -> str:
        return f"words of entry {self.entry_id}"


class AuditSeal(models.Model):
    """The head of the chain after one run of the sealer, for publication."""

    last_position = models.BigIntegerField(unique=True)
    head = models.CharField(max_length=64)
    sealed_at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return f"{self.last_position} {self.head[:12]}"
