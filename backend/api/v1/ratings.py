"""What the public thinks: stars, comments, the order that the stars make, and the award."""

from typing import Any

from django.urls import path
from rest_framework import serializers

from backend.accounts.enums import Scope
from backend.api.fields import Body, Integer, PublicId, Text
from backend.api.operations import Data, operation
from backend.api.shapes import PersonName, Ref, Shape
from backend.api.v1.moderation import AbuseReportBody, AbuseReportShape
from backend.api.views import ApiView
from backend.core.errors import NotFound
from programmes import access
from programmes.domain.public_rating import STARS
from programmes.enums import TextLanguage
from programmes.selectors.comments import comments_of
from programmes.selectors.ratings import award_of, rated, standings_of
from programmes.services.abuse import abuse_report_create
from programmes.services.comments import comment_create, comment_withdraw
from programmes.services.ratings import community_award_give, rating_give, rating_withdraw


class RatingBody(Body):
    stars = Integer(min_value=STARS[0], max_value=STARS[-1])


class RatingShape(Shape):
    solution = Ref("solution")
    stars = serializers.IntegerField()
    rated_at = serializers.DateTimeField()


class CommentBody(Body):
    body = Text(max_length=2_000)
    language = serializers.ChoiceField(choices=TextLanguage.choices, default=TextLanguage.DE)


class CommentShape(Shape):
    id = serializers.CharField(source="public_id")
    author_name = PersonName("author")
    body = serializers.CharField()
    language = serializers.ChoiceField(choices=TextLanguage.choices)
    created_at = serializers.DateTimeField()


class BurstShape(Shape):
    begins_at = serializers.DateTimeField()
    ratings = serializers.IntegerField(help_text="In this hour.")
    is_late = serializers.BooleanField(help_text="It was the last hour in which anybody rated.")


class StandingShape(Shape):
    solution = Ref("solution")
    rank = serializers.IntegerField(source="standing.rank", allow_null=True, help_text="Null with too few ratings.")
    score_hundredths = serializers.IntegerField(
        source="standing.score_hundredths",
        allow_null=True,
        help_text="Hundredths of a star that it deserves at least, as far as so many ratings can tell.",
    )
    ratings = serializers.IntegerField(source="standing.ratings")
    newcomers = serializers.IntegerField(help_text="Ratings by new accounts that take no part in the sprint.")
    burst = BurstShape(allow_null=True, help_text="An hour with at least half of all ratings, if they are many.")


class AwardBody(Body):
    solution = PublicId()
    note = Text(max_length=2_000, default="", allow_blank=True, help_text="Public; needed if it is not the first.")


class AwardShape(Shape):
    solution = Ref("solution")
    rank = serializers.IntegerField()
    ratings = serializers.IntegerField()
    score_hundredths = serializers.IntegerField(help_text="In hundredths of a star.")
    note = serializers.CharField()
    created_at = serializers.DateTimeField()


class SolutionRating(ApiView):
    @operation(
        id="solutions_rate",
        summary="Give a solution stars",
        description="While a phase lets people rate; once a person, the last stars count. Never for the own team.",
        takes=RatingBody,
        gives=RatingShape,
        scope=Scope.PROGRAMMES_WRITE,
    )
    def put(self, solution_id: str, data: Data) -> Any:
        solution = access.solution_to_discuss(self.person, solution_id)
        return rating_give(actor=self.person, solution=solution, network=self.network, **data)

    @operation(
        id="solutions_rate_withdraw", summary="Take the own stars back", status=204, scope=Scope.PROGRAMMES_WRITE
    )
    def delete(self, solution_id: str) -> None:
        rating_withdraw(actor=self.person, solution=access.solution_to_discuss(self.person, solution_id))


class SolutionComments(ApiView):
    @operation(
        id="comments_list",
        summary="What people say about a solution, the newest first",
        gives=CommentShape,
        many=True,
        ordering=("-created_at", "-id"),
    )
    def get(self, solution_id: str) -> Any:
        return comments_of(access.solution_to_view(self.actor, solution_id), self.actor)

    @operation(
        id="comments_create",
        summary="Comment on a solution",
        description="For everybody to read, with your name, while a phase lets people comment.",
        takes=CommentBody,
        gives=CommentShape,
        status=201,
        scope=Scope.PROGRAMMES_WRITE,
    )
    def post(self, solution_id: str, data: Data) -> Any:
        solution = access.solution_to_discuss(self.person, solution_id)
        return comment_create(actor=self.person, solution=solution, network=self.network, **data)


class Comment(ApiView):
    @operation(id="comments_withdraw", summary="Delete your comment", status=204, scope=Scope.PROGRAMMES_WRITE)
    def delete(self, comment_id: str) -> None:
        comment_withdraw(actor=self.person, comment=access.comment_to_withdraw(self.person, comment_id))


class CommentReports(ApiView):
    @operation(
        id="comments_report",
        summary="Report a comment to the organisers",
        takes=AbuseReportBody,
        gives=AbuseReportShape,
        status=201,
        scope=Scope.PROGRAMMES_WRITE,
    )
    def post(self, comment_id: str, data: Data) -> Any:
        row = access.comment_to_report(self.person, comment_id)
        return abuse_report_create(actor=self.person, thing=row, **data)


class PublicRating(ApiView):
    @operation(
        id="public_ratings_read",
        summary="The order that all stars make, with what looks odd in it",
        description="For organisers. Equal scores share a rank.",
        gives=StandingShape,
        many=True,
        paged=False,
        scope=Scope.PROGRAMMES_MANAGE,
    )
    def get(self, sprint_id: str) -> Any:
        sprint = access.sprint_to_manage(self.person, sprint_id)
        return rated(sprint, standings_of(sprint))


class CommunityAward(ApiView):
    @operation(
        id="community_awards_read",
        summary="The award of the public",
        description="404 until it is given.",
        gives=AwardShape,
    )
    def get(self, sprint_id: str) -> Any:
        found = award_of(access.sprint_to_view(self.actor, sprint_id))
        if found is None:
            raise NotFound
        return found

    @operation(
        id="community_awards_give",
        summary="Give the award of the public",
        description="Once a sprint, when nobody can rate any more. It cannot be taken back.",
        takes=AwardBody,
        gives=AwardShape,
        status=201,
        scope=Scope.PROGRAMMES_MANAGE,
    )
    def post(self, sprint_id: str, data: Data) -> Any:
        sprint = access.sprint_to_manage(self.person, sprint_id)
        [solution] = access.solutions_among(sprint, [data.pop("solution")])
        return community_award_give(actor=self.person, sprint=sprint, solution=solution, **data)


urlpatterns = [
    path("solutions/<pid:solution_id>/rating/", SolutionRating.as_view(), name="solution-rating"),
    path("solutions/<pid:solution_id>/comments/", SolutionComments.as_view(), name="solution-comments"),
    path("comments/<pid:comment_id>/", Comment.as_view(), name="comment"),
    path("comments/<pid:comment_id>/reports/", CommentReports.as_view(), name="comment-reports"),
    path("sprints/<pid:sprint_id>/public-rating/", PublicRating.as_view(), name="sprint-public-rating"),
    path("sprints/<pid:sprint_id>/community-award/", CommunityAward.as_view(), name="sprint-community-award"),
]
