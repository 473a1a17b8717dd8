"""Reviews from before there was a log of votes get one that says how they stand."""

from importlib import import_module

import pytest
from django.apps import apps

from backend.core import clock
from programmes.domain.votes import counted
from programmes.models import Review, Vote
from programmes.selectors.vote_log import votes
from tests.factories import programmes as make
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


def test_each_review_gets_what_is_known_of_it() -> None:
    solution = make.SolutionFactory.create(handed_in=True)
    criterion = make.CriterionFactory.create(rubric__sprint=solution.sprint)
    begun, done, given_up = (
        Review.objects.create(solution=solution, juror=UserFactory.create(), **stands)
        for stands in (
            {"state": "started"},
            {"state": "submitted", "submitted_at": clock.now()},
            {"state": "recused", "conflict_reason": "Verwandt."},
        )
    )
    for review in (begun, done):
        make.ScoreFactory.create(review=review, criterion=criterion, points=2)

    import_module("programmes.migrations.0005_vote").from_reviews(apps, None)

    assert [(vote.review, vote.kind) for vote in Vote.objects.all()] == [
        (begun, "assigned"),
        (done, "assigned"),
        (done, "submitted"),
        (given_up, "assigned"),
        (given_up, "recused"),
    ]
    assert counted(votes(solution.sprint, 1)) == {done.public_id: {criterion.public_id: 2}}
