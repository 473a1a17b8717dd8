from typing import Any

import pytest

from backend.core.errors import Conflict, Invalid
from backend.core.models import AuditEntry
from programmes.domain.selecting import Measure, Method, TieRule, TrackPlaces
from programmes.models import SelectionMethod, Sprint, TrackQuota
from programmes.selectors.selection_method import method_of
from programmes.services.reviews import review_submit
from programmes.services.selection_method import selection_method_remove, selection_method_set
from tests.factories import programmes as make
from tests.programmes.judged import all_points, review_of, solution_to_judge

pytestmark = pytest.mark.django_db


@pytest.fixture
def sprint() -> Sprint:
    return make.SprintFactory.create()


def named(sprint: Sprint, **values: Any) -> SelectionMethod:
    usual: dict[str, Any] = {"measure": "mean", "quorum": 2, "places": 9, "tie_rule": "lot"}
    return selection_method_set(actor=None, sprint=sprint, **{**usual, **values})


def test_what_is_named_is_what_is_computed_with(sprint: Sprint) -> None:
    health, school = make.CategoryFactory.create_batch(2, programme=sprint.programme)
    assert method_of(sprint) is None
    named(sprint, tracks={health.public_id: 2, school.public_id: 1})
    named(sprint, measure="standard", tracks={school.public_id: 3})
    assert method_of(sprint) == Method(
        measure=Measure.STANDARD, quorum=2, places=9, tie_rule=TieRule.LOT, tracks=(TrackPlaces(school.public_id, 3),)
    )
    assert AuditEntry.objects.filter(action="programmes.selection_method_set").count() == 2


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"measure": "luck"}, "measure"),
        ({"tie_rule": "dice"}, "tie_rule"),
        ({"quorum": 0}, "quorum"),
        ({"quorum": 21}, "quorum"),
        ({"places": 0}, "places"),
        ({"places": 10_001}, "places"),
        ({"places": True}, "places"),
        ({"tracks": {"cat_of_nobody": 1}}, "cat_of_nobody"),
    ],
)
def test_what_makes_no_sense_is_refused(sprint: Sprint, values: dict[str, object], field: str) -> None:
    with pytest.raises(Invalid) as error:
        named(sprint, **values)
    assert list(error.value.fields) == [field]
    assert not SelectionMethod.objects.exists()


def test_tracks_are_categories_of_the_programme_with_places_that_there_are(sprint: Sprint) -> None:
    own, foreign = make.CategoryFactory.create(programme=sprint.programme), make.CategoryFactory.create()
    for tracks, field in (
        ({own.public_id: 0}, own.public_id),
        ({foreign.public_id: 1}, foreign.public_id),
        ({own.public_id: 10}, "tracks"),
    ):
        with pytest.raises(Invalid) as error:
            named(sprint, tracks=tracks)
        assert list(error.value.fields) == [field]
    named(sprint, tracks={own.public_id: 9})
    assert TrackQuota.objects.get().places == 9


def test_once_a_review_is_submitted_the_method_stays() -> None:
    solution = solution_to_judge()
    sprint, review = solution.sprint, review_of(solution)
    named(sprint)
    review_submit(actor=review.juror, review=review, points=all_points(review, 3))
    for act in (lambda: named(sprint, places=3), lambda: selection_method_remove(actor=None, sprint=sprint)):
        with pytest.raises(Conflict) as error:
            act()
        assert error.value.code == "has_votes"
    assert SelectionMethod.objects.get().places == 9


def test_it_can_be_taken_back_before(sprint: Sprint) -> None:
    named(sprint)
    for _ in range(2):
        selection_method_remove(actor=None, sprint=sprint)
    assert method_of(sprint) is None
    assert AuditEntry.objects.filter(action="programmes.selection_method_removed").count() == 1
