"""Each stage is ranked by its own votes, and what a past one was about stays as it was."""

from collections import Counter
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from pytest_django import DjangoAssertNumQueries

from programmes.models import Review, Score, Solution, Sprint
from programmes.proof.verifying import verify
from programmes.selectors.juror_desk import juror_desks
from programmes.selectors.jury_picture import jury_picture
from programmes.selectors.jury_runs import jurors_judging
from programmes.selectors.ranking import places
from programmes.selectors.reviews import juror_loads
from programmes.selectors.stages import stage_follows, stages_of
from programmes.selectors.vote_log import differences, vote_count
from programmes.selectors.vote_package import package_write, pseudonyms
from programmes.services.selection import selection_decide
from tests.factories import programmes as make
from tests.programmes.proof.packages import said
from tests.programmes.staged import asked, first_stage_closed, judged, solutions_of, sprint_in_stages

pytestmark = pytest.mark.django_db


def ranks(sprint: Sprint, stage: int | None = None) -> list[tuple[int, int | None, str]]:
    return [(one.key, one.rank, one.state) for one in places(sprint, stage)]


def test_a_stage_is_ranked_by_its_own_votes() -> None:
    sprint = sprint_in_stages()
    first, second, third = solutions_of(sprint)
    first_stage_closed(sprint)
    assert ranks(sprint) == [(first.pk, None, "handed_in"), (second.pk, None, "handed_in")]
    judged(sprint, [first, second], (1, 4))
    before = [(first.pk, 1, "selected"), (second.pk, 2, "selected"), (third.pk, 3, "not_selected")]
    assert ranks(sprint, 1) == before
    assert ranks(sprint) == ranks(sprint, 2) == [(second.pk, 1, "handed_in"), (first.pk, 2, "handed_in")]
    assert ranks(sprint, 3) == []
    Solution.objects.filter(pk=second.pk).update(state="withdrawn")
    assert ranks(sprint, 1) == before
    assert [key for key, _rank, _state in ranks(sprint)] == [first.pk]


@pytest.mark.parametrize("count", [1, 3])
def test_a_past_stage_costs_as_much_as_the_current_one(
    django_assert_num_queries: DjangoAssertNumQueries, count: int
) -> None:
    sprint = sprint_in_stages([5, 4, 3][:count], places=count)
    first_stage_closed(sprint, count)
    for stage in (1, 2):
        with django_assert_num_queries(5):
            places(sprint, stage)
    with django_assert_num_queries(5):
        stages_of(sprint)


def test_a_category_counts_as_it_was_when_the_stage_was_over() -> None:
    sprint = sprint_in_stages()
    first_stage_closed(sprint)
    category = make.CategoryFactory.create(programme=sprint.programme)
    for solution in solutions_of(sprint):
        solution.challenge.category = category
        solution.challenge.save()
    assert {one.track for one in places(sprint, 1)} == {""}
    assert {one.track for one in places(sprint)} == {category.public_id}


def test_what_there_is_of_stages() -> None:
    sprint = make.SprintFactory.create()
    only = stages_of(sprint)
    assert [(one.number, one.method, one.is_current, one.judged) for one in only] == [(1, None, True, 0)]
    sprint = sprint_in_stages(stages=3)
    assert stage_follows(sprint)
    first_stage_closed(sprint)
    seen = [(one.number, one.is_over, one.is_current, one.judged, one.went_on) for one in stages_of(sprint)]
    assert seen == [(1, True, False, 3, 2), (2, False, True, 2, 0), (3, False, False, 0, 0)]


def test_a_juror_begins_anew() -> None:
    sprint = sprint_in_stages()
    juror = Review.objects.earliest("pk").juror
    first_stage_closed(sprint)
    assert juror_desks(juror) == []
    asked(sprint, solutions_of(sprint)[:1], juror)
    (desk,) = juror_desks(juror)
    assert (desk.done, desk.all) == (0, 1)
    assert [(load.assigned, load.submitted) for load in juror_loads(sprint)] == [(1, 0)]
    assert [one.load for one in jurors_judging(sprint)] == [1]


def test_pictures_are_of_a_stage() -> None:
    sprint = sprint_in_stages()
    first_stage_closed(sprint)
    assert jury_picture(sprint).is_empty
    assert sum(jury_picture(sprint, 1).tenths) == 3


def test_each_stage_has_a_package_that_holds(tmp_path: Path) -> None:
    sprint = sprint_in_stages()
    sprint.selection_methods.filter(stage=2).update(title="Endrunde")
    first_stage_closed(sprint)
    first, second, _third = solutions_of(sprint)
    for _ in range(6):
        judged(sprint, [first, second], (2, 4))
    selection_decide(actor=None, sprint=sprint, solutions=[second], cohort_name="Jahrgang")
    for stage, votes, solutions, name in ((1, 6, 3, "(1/2)"), (2, 24, 2, "(2/2: Endrunde)")):
        folder = tmp_path / str(stage)
        written = package_write(sprint, folder, address="https://example.org", created=sprint.created_at, stage=stage)
        report = verify(folder, digest=written.digest)
        assert said(folder) == ""
        assert (report.holds, report.votes, report.solutions) == (True, votes, solutions)
        assert f"{sprint.title} {name}" in (folder / "README.md").read_text()
    assert '"selected":2' in (tmp_path / "1" / "summary.json").read_text().replace(" ", "")
    assert Counter(pseudonyms(sprint, 2).values()) == Counter(f"j{n}" for n in range(1, 7))


def test_the_command_knows_which_stages_there_were(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    sprint = sprint_in_stages()
    first_stage_closed(sprint)
    call_command("review", "replay", sprint.slug, "--stage", "1")
    assert "6 votes" in capsys.readouterr().out
    for wrong in ("0", "3"):
        with pytest.raises(CommandError, match="is in stage 2"):
            call_command("review", "export", sprint.slug, "--output", str(tmp_path / "new"), "--stage", wrong)


def test_a_replay_goes_through_all_stages() -> None:
    sprint = sprint_in_stages()
    first_stage_closed(sprint)
    judged(sprint, solutions_of(sprint)[:2], (2, 4))
    assert differences(sprint) == []
    assert (vote_count(sprint), vote_count(sprint, 1), vote_count(sprint, 2)) == (10, 6, 4)
    Score.objects.filter(review__stage=1, points=1).update(points=2)
    assert differences(sprint, 2) == []
    assert {one.stored for one in differences(sprint)} == {one.stored for one in differences(sprint, 1)} != set()
