from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from backend.core.evidence.codec import decode
from backend.core.ids import PublicIdField
from backend.core.models import PublicModel, state_known
from funding import transitions
from funding.domain.rule_set import RuleSet, from_data
from funding.domain.simulation import Outcome
from funding.enums import SimulationSource, SimulationState
from funding.models.fund import Fund


class Simulation(PublicModel):
    """One to four rules over the same pledges. Decides nothing and moves no money.

    `rules` are names with rule sets as data, `inputs` what else was asked for, `outcomes` one for each rule that has
    been run so far, `about` the scene at a glance. `scene` are the pledges, packed: campaigns, numbers for backers,
    amounts and times, nothing that names a person. Of a shared address only the digest is kept.
    """

    TRANSITIONS = transitions.SIMULATION

    public_id = PublicIdField("sim")
    fund = models.ForeignKey(Fund, on_delete=models.CASCADE, related_name="simulations")
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    name = models.CharField(_("name"), max_length=120)
    source = models.CharField(_("pledges"), max_length=5, choices=SimulationSource.choices)
    rules = models.JSONField(default=list, editable=False)
    inputs = models.JSONField(default=dict, editable=False)
    state = models.CharField(_("state"), max_length=9, choices=SimulationState.choices, default=SimulationState.RUNNING)
    progress_percent = models.PositiveSmallIntegerField(default=0, editable=False)
    about = models.JSONField(default=dict, editable=False)
    outcomes = models.JSONField(default=list, editable=False)
    scene = models.BinaryField(default=bytes, editable=False)
    problem = models.CharField(max_length=40, blank=True, editable=False)
    ready_at = models.DateTimeField(null=True, editable=False)
    share_digest = models.CharField(max_length=64, blank=True, editable=False)
    share_ends_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["fund", "-id"], name="simulation_of_fund")]
        constraints = [
            state_known("simulation_state_known", SimulationState),
            models.CheckConstraint(condition=Q(source__in=SimulationSource.values), name="simulation_source_known"),
            models.CheckConstraint(condition=Q(progress_percent__lte=100), name="simulation_progress_is_part"),
            models.CheckConstraint(
                condition=~Q(state=SimulationState.READY) | Q(ready_at__isnull=False), name="simulation_ready_has_time"
            ),
            models.CheckConstraint(
                condition=Q(share_digest="", share_ends_at=None)
                | ~Q(share_digest="") & Q(share_ends_at__isnull=False, state=SimulationState.READY),
                name="simulation_shared_is_ready",
            ),
            models.UniqueConstraint(
                fields=["share_digest"], condition=~Q(share_digest=""), name="simulation_share_once"
            ),
        ]

    @property
    def rule_sets(self) -> list[tuple[str, RuleSet]]:
        return [(row["name"], from_data(row["rule"])) for row in self.rules]

    @property
    def results(self) -> list[Outcome]:
        """One for each rule that has been run, in their order."""
        return [decode(Outcome, data) for data in self.outcomes]

    @property
    def pool_minor(self) -> int:
        return int(self.inputs["pool_minor"])
