from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from backend.core.ids import PublicIdField
from backend.core.models import PublicModel, state_known
from programmes import transitions
from programmes.enums import ConsentState
from programmes.models.participation import Registration


class GuardianConsent(PublicModel):
    """Whether a guardian lets somebody take part who is not old enough to decide; no more of them is kept than this."""

    TRANSITIONS = transitions.GUARDIAN_CONSENT

    public_id = PublicIdField("gua")
    registration = models.OneToOneField(Registration, on_delete=models.PROTECT, related_name="consent")
    name = models.CharField(_("name of the guardian"), max_length=120, blank=True)
    email = models.EmailField(_("e-mail address of the guardian"), max_length=254, blank=True)
    language = models.CharField(max_length=2, default="de")
    state = models.CharField(_("state"), max_length=10, choices=ConsentState.choices, default=ConsentState.ASKED)
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)

    class Meta:
        ordering = ["-created_at", "-id"]
        constraints = [
            state_known("guardian_consent_state_known", ConsentState),
            models.CheckConstraint(
                condition=Q(state=ConsentState.ASKED, answered_at=None)
                | ~Q(state=ConsentState.ASKED) & Q(answered_at__isnull=False),
                name="guardian_consent_answer_has_moment",
            ),
            models.CheckConstraint(
                condition=Q(state=ConsentState.DECLINED) | ~Q(email=""), name="guardian_consent_has_address"
            ),
        ]
