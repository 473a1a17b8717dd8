"""Whatever a jury does, in whatever order: replaying the log gives the reviews, comparisons and ranks as stored, and so
does the package of it on an outsider's machine.
"""

import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from backend.core import clock
from backend.core.errors import Conflict, NotAllowed
from programmes.models import Comparison, Criterion, Review, Sprint, Vote
from programmes.selectors.vote_log import differences
from programmes.selectors.vote_package import package_write
from programmes.services.comparisons import comparison_decide, comparison_take_back
from programmes.services.reviews import review_recuse, review_reopen, review_submit
from tests.factories import programmes as make
from tests.programmes.compared import jurors_of, solutions_of, sprint_to_compare
from tests.programmes.judged import all_points
from tests.programmes.proof.packages import said

pytestmark = pytest.mark.django_db
Act = tuple[str, int, int, int, str]
acts = st.lists(
    st.tuples(
        st.sampled_from(["submit", "reopen", "compare", "compare", "compare", "take_back", "recuse"]),
        st.integers(0, 1),
        st.integers(0, 3),
        st.integers(0, 3),
        st.sampled_from(["first", "second", "tie", "skip"]),
    ),
    min_size=5,
    max_size=25,
)


def judgement(review: Review, points: int, *, abstains: bool) -> dict[str, Any]:
    """The same points for every criterion, but for one from which the juror may abstain."""
    optional = Criterion.objects.filter(rubric__sprint=review.solution.sprint, may_abstain=True)
    left_out = set(optional.values_list("public_id", flat=True)) if abstains else set[str]()
    given = {key: value for key, value in all_points(review, points).items() if key not in left_out}
    return {"points": given, "abstained": left_out}


def carried_out(sprint: Sprint, rows: Sequence[Act]) -> None:
    jurors, solutions = jurors_of(sprint), solutions_of(sprint)
    for kind, who, one, other, choice in rows:
        juror = jurors[who]
        review = Review.objects.get(juror=juror, solution=solutions[one])
        try:
            match kind:
                case "submit":
                    review_submit(actor=juror, review=review, **judgement(review, other, abstains=choice == "skip"))
                case "reopen":
                    review_reopen(actor=juror, review=review)
                case "recuse":
                    review_recuse(actor=juror, review=review, reason="Verwandt.")
                case "compare" if one != other:
                    comparison_decide(actor=juror, first=solutions[one], second=solutions[other], choice=choice)
                case "take_back":
                    for comparison in Comparison.objects.filter(juror=juror).order_by("pk")[one : one + 1]:
                        comparison_take_back(actor=juror, comparison=comparison)
        except (Conflict, NotAllowed):
            continue


@given(acts)
@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
def test_replay_gives_what_is_stored(rows: list[Act]) -> None:
    with transaction.atomic(), tempfile.TemporaryDirectory() as folder:
        sprint = sprint_to_compare(4, places=2, tie_rule="lot")
        make.CriterionFactory.create(rubric=sprint.rubric, weight=2, may_abstain=True)
        carried_out(sprint, rows)
        assert Vote.objects.exists()
        assert differences(sprint) == []
        written = package_write(sprint, Path(folder) / "package", address="", created=clock.now())
        assert said(written.folder, written.digest) == ""
        transaction.set_rollback(True)
