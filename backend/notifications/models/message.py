from django.conf import settings
from django.db import models
from django.db.models import Q

from backend.core.ids import PublicIdField
from backend.core.models import PublicModel
from backend.notifications.enums import Category, Frequency, MailState
from backend.notifications.models.circular import Circular


class Message(PublicModel):
    """One message to one person: a row in the inbox and, as that person prefers, a mail.

    `template` names the texts (`notifications/messages/<template>.*`), `context` holds the few plain values they need;
    what many people are told in the same words stands in `circular`.
    Backers without an account get mail alone: `recipient` is null and `address` is set. What `secrets` holds (a sign-in
    code) is mailed and then forgotten.
    """

    public_id = PublicIdField("msg")
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, related_name="inbox_messages"
    )
    address = models.EmailField(blank=True)
    language = models.CharField(max_length=2, default="de")
    category = models.CharField(max_length=12, choices=Category.choices)
    template = models.CharField(max_length=60)
    context = models.JSONField(default=dict)
    circular = models.ForeignKey(Circular, on_delete=models.PROTECT, null=True, related_name="messages")
    secrets = models.JSONField(default=dict)
    url = models.CharField(max_length=300, blank=True)
    dedupe_key = models.CharField(max_length=200, unique=True)
    read_at = models.DateTimeField(null=True)
    mail_state = models.CharField(max_length=10, choices=MailState.choices, default=MailState.NONE)
    mail_attempts = models.PositiveSmallIntegerField(default=0)
    mail_claimed_until = models.DateTimeField(null=True)
    mail_sent_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["recipient", "-id"], name="inbox"),
            models.Index(fields=["recipient"], condition=Q(read_at=None), name="inbox_unread"),
            models.Index(fields=["mail_state", "id"], condition=Q(mail_state="digest"), name="digest_waiting"),
            # Nearly all mails of a circular are sent: what is left is little, so counting it is quick.
            models.Index(
                fields=["circular", "mail_state"],
                condition=Q(circular__isnull=False) & ~Q(mail_state="sent"),
                name="message_of_circular_unsent",
            ),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(recipient__isnull=False) | ~Q(address=""), name="message_has_receiver"),
        ]


class Preference(models.Model):
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="message_preferences")
    category = models.CharField(max_length=12, choices=Category.choices)
    frequency = models.CharField(max_length=10, choices=Frequency.choices)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "category"], name="preference_once")]

    def __str__(self) -> str:
        return f"{self.category}: {self.frequency}"
