"""What the public thinks of solutions: stars, comments, and the award that comes of the stars."""

from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from backend.core import clock
from backend.core.ids import PublicIdField
from backend.core.models import PublicModel
from programmes.domain.public_rating import STARS
from programmes.models.fields import language_field
from programmes.models.hideable import Hideable
from programmes.models.solution import Solution
from programmes.models.sprint import Sprint


class Rating(models.Model):
    """One person's stars for one solution: counted in public once the time for it is over, never named."""

    solution = models.ForeignKey(Solution, on_delete=models.PROTECT, related_name="ratings")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="ratings")
    stars = models.PositiveSmallIntegerField(_("stars"))
    rated_at = models.DateTimeField(default=clock.now)

    class Meta:
        indexes = [models.Index(fields=["user", "rated_at"], name="rating_by_person")]
        constraints = [
            models.UniqueConstraint(fields=["solution", "user"], name="rating_once"),
            models.CheckConstraint(condition=Q(stars__in=STARS), name="rating_stars_known"),
        ]

    def __str__(self) -> str:
        return f"of solution {self.solution_id}"


class Comment(Hideable, PublicModel):
    """What somebody says about a solution, with the name, for everybody to read."""

    public_id = PublicIdField("cmt")
    solution = models.ForeignKey(Solution, on_delete=models.PROTECT, related_name="comments")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="comments")
    body = models.TextField(_("comment"), max_length=2_000)
    language = language_field()
    withdrawn_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ["-created_at", "-id"]
        indexes = [
            models.Index(
                fields=["solution", "-created_at", "-id"],
                condition=Q(withdrawn_at=None, hidden_at=None),
                name="comment_list",
            ),
            models.Index(fields=["author", "created_at"], name="comment_by_person"),
        ]
        constraints = [
            *Hideable.Meta.constraints,
            models.CheckConstraint(
                condition=~Q(body="") | Q(withdrawn_at__isnull=False), name="comment_says_something"
            ),
        ]

    @property
    def sprint(self) -> Sprint:
        return self.solution.sprint


class CommunityAward(PublicModel):
    """The solution that the public liked best, as organisers confirmed it: once a sprint, with what it rests on."""

    public_id = PublicIdField("awd")
    sprint = models.OneToOneField(Sprint, on_delete=models.PROTECT, related_name="community_award")
    solution = models.OneToOneField(Solution, on_delete=models.PROTECT, related_name="community_award")
    rank = models.PositiveIntegerField(_("rank"))
    ratings = models.PositiveIntegerField(_("ratings"))
    score_hundredths = models.PositiveSmallIntegerField(_("score in hundredths of a star"))
    note = models.TextField(_("why"), max_length=2_000, blank=True)
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(rank=1) | ~Q(note=""), name="community_award_other_has_reason"),
            models.CheckConstraint(condition=Q(rank__gte=1), name="community_award_rank_counts_from_one"),
            models.CheckConstraint(
                condition=Q(score_hundredths__gte=100, score_hundredths__lte=500), name="community_award_score_within"
            ),
        ]

    @property
    def stars(self) -> Decimal:
        """The score in stars, with two decimals."""
        return Decimal(self.score_hundredths) / 100
