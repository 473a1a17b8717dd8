"""The jury: the rubric, who judges what, points."""

from typing import Any

from django.urls import path
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from backend.accounts.enums import Scope
from backend.api.fields import Body, Integer, PublicId, Text
from backend.api.operations import Data, operation
from backend.api.shapes import Ref, Shape
from backend.api.views import ApiView
from programmes import access
from programmes.enums import ReviewState
from programmes.selectors import reviews as reads
from programmes.services import reviews, rubrics


class CriterionShape(Shape):
    id = serializers.CharField(source="public_id")
    title = serializers.CharField()
    description = serializers.CharField()
    weight = serializers.IntegerField()
    max_points = serializers.IntegerField()
    may_abstain = serializers.BooleanField(help_text="Whether a juror may leave it without a judgement.")


class CriterionBody(Body):
    title = Text(max_length=120)
    description = Text(max_length=1_000, required=False, allow_blank=True)
    weight = Integer(min_value=1, max_value=100, default=1)
    max_points = Integer(min_value=1, max_value=100, default=5)
    may_abstain = serializers.BooleanField(
        default=False, help_text="Whether a juror may leave it without a judgement, which is then missing and never 0."
    )


class RubricBody(Body):
    title = Text(max_length=120)
    criteria = CriterionBody(many=True)


class ReviewShape(Shape):
    id = serializers.CharField(source="public_id")
    solution = Ref("solution")
    solution_title = serializers.CharField(source="solution.current_version.title", allow_null=True)
    sprint = Ref("solution.sprint")
    stage = serializers.IntegerField(help_text="Of the selection.")
    state = serializers.ChoiceField(choices=ReviewState.choices)
    submitted_at = serializers.DateTimeField(allow_null=True)


class ReviewDetailShape(ReviewShape):
    juror = Ref("juror")
    comment = serializers.CharField()
    note = serializers.CharField()
    conflict_reason = serializers.CharField()
    points = serializers.SerializerMethodField(help_text="By id of the criterion.")
    abstained = serializers.SerializerMethodField(help_text="Ids of the criteria from which the juror abstains.")
    criteria = serializers.SerializerMethodField()

    def get_points(self, review: Any) -> dict[str, int]:
        return {key: given for key, given in reads.points_of(review).items() if given is not None}

    def get_abstained(self, review: Any) -> list[str]:
        return [key for key, given in reads.points_of(review).items() if given is None]

    @extend_schema_field(CriterionShape(many=True))
    def get_criteria(self, review: Any) -> list[dict[str, Any]]:
        return [dict(CriterionShape(row).data) for row in reads.criteria_of(review.solution.sprint)]


class PointsField(serializers.DictField):
    child = Integer(min_value=0, max_value=100, allow_null=True)


class ScoresBody(Body):
    points = PointsField(
        required=False, help_text="Points by id of the criterion; null takes them back, and an abstention likewise."
    )
    abstained = serializers.ListField(
        child=PublicId(),
        required=False,
        max_length=rubrics.CRITERIA_MOST,
        help_text="Ids of criteria on which you give no judgement, where they allow it. Points take it back.",
    )
    comment = Text(
        max_length=4_000,
        required=False,
        allow_blank=True,
        help_text="Public once the jury has decided, without your name.",
    )
    note = Text(
        max_length=2_000,
        required=False,
        allow_blank=True,
        help_text="For the jury alone: organisers read it, and jurors who have submitted theirs of the same solution.",
    )


class RecuseBody(Body):
    reason = Text(max_length=1_000)


class AssignBody(Body):
    solutions = serializers.ListField(child=PublicId(), min_length=1, max_length=200)
    jurors = serializers.ListField(child=PublicId(), min_length=1, max_length=100)


class Rubric(ApiView):
    @operation(
        id="criteria_list", summary="By what solutions are measured", gives=CriterionShape, many=True, paged=False
    )
    def get(self, sprint_id: str) -> Any:
        return reads.criteria_of(access.sprint_to_view(self.actor, sprint_id))

    @operation(
        id="rubrics_set",
        summary="Set by what solutions are measured",
        takes=RubricBody,
        status=204,
        scope=Scope.PROGRAMMES_MANAGE,
    )
    def put(self, sprint_id: str, data: Data) -> Any:
        sprint = access.sprint_to_manage(self.person, sprint_id)
        criteria = [rubrics.NewCriterion(**row) for row in data["criteria"]]
        rubrics.rubric_set(actor=self.person, sprint=sprint, title=data["title"], criteria=criteria)


class SprintReviews(ApiView):
    @operation(
        id="reviews_assign",
        summary="Ask jurors to judge solutions",
        description="Each juror each solution; all or nothing. What is assigned already stays as it is.",
        takes=AssignBody,
        status=204,
        scope=Scope.PROGRAMMES_MANAGE,
    )
    def post(self, sprint_id: str, data: Data) -> Any:
        sprint = access.sprint_to_manage(self.person, sprint_id)
        reviews.review_assign(
            actor=self.person,
            sprint=sprint,
            solutions=access.solutions_among(sprint, data["solutions"]),
            jurors=access.jurors_among(sprint, data["jurors"]),
        )


class OwnReviews(ApiView):
    @operation(
        id="reviews_list",
        summary="My reviews",
        gives=ReviewShape,
        many=True,
        ordering=("created_at", "id"),
        scope=Scope.READ,
    )
    def get(self) -> Any:
        return reads.reviews_of(self.person)


class Review(ApiView):
    @operation(id="reviews_read", summary="A review with its points", gives=ReviewDetailShape, scope=Scope.READ)
    def get(self, review_id: str) -> Any:
        return access.review_to_view(self.actor, review_id)

    @operation(
        id="reviews_save_scores",
        example={"points": {"cri_0123456789abcdefghjk": 4}, "comment": "Simple, and it will work."},
        summary="Save points and comment",
        description="As often as you like, until the review is submitted.",
        takes=ScoresBody,
        gives=ReviewDetailShape,
        scope=Scope.PROGRAMMES_MANAGE,
    )
    def patch(self, review_id: str, data: Data) -> Any:
        review = access.review_to_score(self.person, review_id)
        return reviews.review_save_scores(
            actor=self.person,
            review=review,
            points=data.get("points", {}),
            abstained=data.get("abstained", ()),
            comment=data.get("comment"),
            note=data.get("note"),
        )


class ReviewSubmit(ApiView):
    @operation(
        id="reviews_submit",
        summary="Submit a review",
        description="With points for every criterion, or an abstention where it allows one; at least one is judged.",
        gives=ReviewDetailShape,
        scope=Scope.PROGRAMMES_MANAGE,
    )
    def post(self, review_id: str) -> Any:
        return reviews.review_submit(actor=self.person, review=access.review_to_score(self.person, review_id))


class ReviewReopen(ApiView):
    @operation(
        id="reviews_reopen",
        summary="Take a submitted review back, until the phase ends",
        gives=ReviewDetailShape,
        scope=Scope.PROGRAMMES_MANAGE,
    )
    def post(self, review_id: str) -> Any:
        return reviews.review_reopen(actor=self.person, review=access.review_to_score(self.person, review_id))


class ReviewRecuse(ApiView):
    @operation(
        id="reviews_recuse",
        summary="Declare a conflict of interest",
        takes=RecuseBody,
        gives=ReviewDetailShape,
        scope=Scope.PROGRAMMES_MANAGE,
    )
    def post(self, review_id: str, data: Data) -> Any:
        review = access.review_to_recuse(self.person, review_id)
        return reviews.review_recuse(actor=self.person, review=review, **data)


urlpatterns = [
    path("sprints/<pid:sprint_id>/rubric/", Rubric.as_view(), name="rubric"),
    path("sprints/<pid:sprint_id>/reviews/", SprintReviews.as_view(), name="sprint-reviews"),
    path("me/reviews/", OwnReviews.as_view(), name="reviews"),
    path("reviews/<pid:review_id>/", Review.as_view(), name="review"),
    path("reviews/<pid:review_id>/submit/", ReviewSubmit.as_view(), name="review-submit"),
    path("reviews/<pid:review_id>/reopen/", ReviewReopen.as_view(), name="review-reopen"),
    path("reviews/<pid:review_id>/recuse/", ReviewRecuse.as_view(), name="review-recuse"),
]
