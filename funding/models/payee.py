from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from backend.core.ids import PublicIdField
from backend.core.models import PublicModel, state_known
from funding import transitions
from funding.enums import PayeeState
from programmes.models import Project


class PayeeAccount(PublicModel):
    """A project's account at the payment provider. Only a verified one is paid."""

    TRANSITIONS = transitions.PAYEE

    public_id = PublicIdField("pya")
    project = models.OneToOneField(Project, on_delete=models.PROTECT, related_name="payee_account")
    gateway_account_id = models.CharField(max_length=64, blank=True, editable=False)
    state = models.CharField(_("state"), max_length=12, choices=PayeeState.choices, default=PayeeState.NEW)
    # Keyed digests of the bank accounts and cards that payouts go to: who pays with one of them pays to themselves.
    means = ArrayField(models.CharField(max_length=64), default=list, blank=True, editable=False)

    class Meta:
        constraints = [
            state_known("payee_account_state_known", PayeeState),
            models.UniqueConstraint(
                fields=["gateway_account_id"], condition=~Q(gateway_account_id=""), name="payee_account_once"
            ),
            models.CheckConstraint(
                condition=Q(state=PayeeState.NEW) | ~Q(gateway_account_id=""), name="payee_has_an_account"
            ),
        ]
