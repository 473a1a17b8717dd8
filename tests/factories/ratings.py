"""What the public says of solutions."""

from factory.django import DjangoModelFactory

from programmes.models import Comment, CommunityAward, Rating
from tests.factories.accounts import UserFactory
from tests.factories.declarations import same_as, sub
from tests.factories.programmes import SolutionFactory


class RatingFactory(DjangoModelFactory[Rating]):
    class Meta:
        model = Rating

    solution = sub(SolutionFactory, handed_in=True)
    user = sub(UserFactory)
    stars = 4


class CommentFactory(DjangoModelFactory[Comment]):
    class Meta:
        model = Comment

    solution = sub(SolutionFactory, handed_in=True)
    author = sub(UserFactory)
    body = "Das hilft uns."


class CommunityAwardFactory(DjangoModelFactory[CommunityAward]):
    class Meta:
        model = CommunityAward

    solution = sub(SolutionFactory, handed_in=True)
    sprint = same_as("solution.sprint")
    given_by = sub(UserFactory)
    rank = 1
    ratings = 12
    score_hundredths = 431
