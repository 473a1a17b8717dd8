"""What the public says of solutions, and what is published of a selection."""

from django.core.files.base import ContentFile
from factory.django import DjangoModelFactory

from programmes.models import Comment, CommunityAward, Rating, SelectionPackage
from tests.factories.accounts import UserFactory
from tests.factories.declarations import at_call, same_as, sub
from tests.factories.programmes import CohortFactory, SolutionFactory


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


class SelectionPackageFactory(DjangoModelFactory[SelectionPackage]):
    class Meta:
        model = SelectionPackage

    cohort = sub(CohortFactory)
    sprint = same_as("cohort.sprint")
    archive = at_call(lambda: ContentFile(b"zip", "package.zip"))
    digest = sha256 = "0" * 64
    size_bytes = 3
