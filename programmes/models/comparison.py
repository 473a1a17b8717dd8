from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Greatest, Least
from django.utils.translation import gettext_lazy as _

from backend.core.ids import PublicIdField
from backend.core.models import PublicModel
from programmes.enums_of_comparing import ComparisonChoice
from programmes.models.solution import Solution


class Comparison(PublicModel):
    """Which one of two solutions convinces a juror more; what is taken back has no choice.

    `first` is the one whose public id comes first, wherever it stood on the page. Pair, juror and stage never change,
    and both are of one sprint; a trigger holds that.
    """

    public_id = PublicIdField("cmp")
    juror = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="comparisons")
    first = models.ForeignKey(Solution, on_delete=models.PROTECT, related_name="+")
    second = models.ForeignKey(Solution, on_delete=models.PROTECT, related_name="+")
    stage = models.PositiveSmallIntegerField(default=1, db_default=1, editable=False)
    choice = models.CharField(_("choice"), max_length=6, choices=ComparisonChoice.choices, blank=True)

    class Meta:
        ordering = ["created_at", "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(first=F("second")), name="comparison_of_two"),
            models.CheckConstraint(
                condition=Q(choice__in=["", *ComparisonChoice.values]), name="comparison_choice_known"
            ),
            models.UniqueConstraint(
                "juror", "stage", Least("first", "second"), Greatest("first", "second"), name="comparison_once"
            ),
        ]
