"""The package of a jury that compared, written from the database and checked without it."""

from pathlib import Path

import pytest

from backend.core import clock
from programmes.models import Comparison, Review, Solution, Sprint
from programmes.proof.layout import EVENTS
from programmes.proof.verifying import verify
from programmes.selectors.vote_package import package_write
from programmes.services.comparisons import comparison_take_back
from programmes.services.reviews import review_recuse
from tests.programmes.compared import compare, compare_all, jurors_of, solutions_of, sprint_to_compare
from tests.programmes.proof.packages import said

pytestmark = pytest.mark.django_db


@pytest.fixture
def sprint() -> Sprint:
    sprint = sprint_to_compare(4, places=2, quorum=2, tie_rule="lot")
    compare_all(sprint)
    juror, other = jurors_of(sprint)
    first, second, third, fourth = solutions_of(sprint)
    taken_back = Comparison.objects.filter(juror=juror).order_by("pk")[0]
    comparison_take_back(actor=juror, comparison=taken_back)
    compare(juror, second, first, "skip")
    review_recuse(actor=other, review=Review.objects.get(juror=other, solution=fourth), reason="Verwandt.")
    Solution.objects.filter(pk=third.pk).update(state="withdrawn")
    return sprint


def test_what_was_compared_is_recomputed_by_outsiders(sprint: Sprint, tmp_path: Path) -> None:
    written = package_write(sprint, tmp_path / "package", address="", created=clock.now())
    assert said(written.folder) == ""
    assert verify(written.folder, digest=written.digest).holds
    withdrawn = sprint.solutions.get(state="withdrawn")
    events = (written.folder / EVENTS).read_text()
    assert '"compared"' in events
    assert withdrawn.public_id not in events
    assert all(juror.public_id not in events for juror in jurors_of(sprint))


def test_a_choice_changed_behind_the_log_shows_in_the_package(sprint: Sprint, tmp_path: Path) -> None:
    first, second = (solutions_of(sprint)[place] for place in (0, 1))
    pair = {first.pk, second.pk}
    comparison = Comparison.objects.get(juror=jurors_of(sprint)[1], first__in=pair, second__in=pair)
    Comparison.objects.filter(pk=comparison.pk).update(choice="tie")
    folder = package_write(sprint, tmp_path / "package", address="", created=clock.now()).folder
    assert f"comparison {comparison.public_id}: choice is “tie”" in said(folder)
    assert f"solution {first.public_id}: score is" in said(folder)
