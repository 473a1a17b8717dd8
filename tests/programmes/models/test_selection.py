"""What was decided stays, and methods and votes belong to their stage: held behind the back of the services, too."""

from collections.abc import Callable

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone

from programmes.models import Comparison, Decision, SelectionMethod, Sprint, StagePass, TrackQuota, Vote
from tests.factories import programmes as make
from tests.factories.votes import compared, decided, went_on

pytestmark = pytest.mark.django_db
Break = Callable[[], object]


def test_what_was_decided_stays() -> None:
    decision, passed = decided(note="Mutig."), went_on()
    for act in (
        lambda: Decision.objects.update(note=""),
        decision.delete,
        lambda: StagePass.objects.update(note="Nein."),
        passed.delete,
    ):
        with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
            act()


def test_a_method_is_named_before_the_first_vote() -> None:
    review = make.ReviewFactory.create()
    method = make.SelectionMethodFactory.create(sprint=review.solution.sprint)
    category = make.CategoryFactory.create(programme=method.sprint.programme)
    kept = method.tracks.create(category=category, places=1)
    Vote.objects.create(review=review, kind="submitted", points={"c": 1}, at=timezone.now())
    acts: list[Break] = [
        lambda: SelectionMethod.objects.update(places=2),
        lambda: TrackQuota.objects.update(places=2),
        kept.delete,
        method.delete,
        lambda: method.tracks.create(category=make.CategoryFactory.create(), places=1),
    ]
    for act in acts:
        with pytest.raises(IntegrityError, match="was submitted"), transaction.atomic():
            act()
    others = make.SelectionMethodFactory.create()
    assert SelectionMethod.objects.filter(pk=others.pk).update(places=2)


def test_a_jury_goes_from_stage_to_stage() -> None:
    sprint = make.SprintFactory.create()
    for before, after in ((1, 3), (2, 1)):
        Sprint.objects.filter(pk=sprint.pk).update(jury_stage=before)
        with pytest.raises(IntegrityError, match="to the next one"), transaction.atomic():
            Sprint.objects.filter(pk=sprint.pk).update(jury_stage=after)
    assert Sprint.objects.filter(pk=sprint.pk).update(jury_stage=3)


def test_a_method_belongs_to_its_stage() -> None:
    review = make.ReviewFactory.create()
    sprint = review.solution.sprint
    first, second = (make.SelectionMethodFactory.create(sprint=sprint, stage=stage) for stage in (1, 2))
    Vote.objects.create(review=review, kind="submitted", points={"c": 1}, at=timezone.now())
    methods = SelectionMethod.objects.filter(sprint=sprint)
    assert methods.filter(stage=2).update(places=2)
    with pytest.raises(IntegrityError, match="was submitted"), transaction.atomic():
        methods.filter(stage=1).update(stage=3)
    Sprint.objects.filter(pk=sprint.pk).update(jury_stage=2)
    with pytest.raises(IntegrityError, match="is over"), transaction.atomic():
        first.delete()
    with pytest.raises(IntegrityError, match="is in stage 2"), transaction.atomic():
        second.delete()


def test_a_vote_is_of_the_current_stage() -> None:
    review, comparison = make.ReviewFactory.create(), compared("tie")
    Sprint.objects.update(jury_stage=2)
    now = timezone.now()
    for values in ({"review": review, "kind": "assigned"}, {"comparison": comparison, "kind": "withdrawn"}):
        with pytest.raises(IntegrityError, match="while the jury is in stage 2"), transaction.atomic():
            Vote.objects.create(**values, at=now)
    with pytest.raises(IntegrityError, match="same two"), transaction.atomic():
        Comparison.objects.update(stage=2)
