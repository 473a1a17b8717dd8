"""What is like the words that somebody types: only what everybody may see, as new as the last minute or two."""

import pytest

from backend.core import clock
from programmes.domain.nearness import Indexed
from programmes.models import NearnessIndex, Solution, SolutionVersion, Sprint, Team
from programmes.selectors import nearness
from programmes.selectors.nearness import alike_teams, similar_to, with_teams
from programmes.services.nearness import nearness_build, nearness_refresh_due
from tests.factories import programmes as make

pytestmark = pytest.mark.django_db
PITCH = "Eine Telefonkette für ältere Menschen in der Nachbarschaft, damit niemand allein bleibt."
WORDS = "Telefonketten für ältere Menschen unserer Nachbarschaft"


@pytest.fixture
def team() -> Team:
    return make.TeamFactory.create(name="Klingelkette", pitch=PITCH)


def build(sprint: Sprint) -> bool:
    return nearness_build(sprint=Sprint.objects.get(pk=sprint.pk))


def test_what_is_alike_is_found_with_its_kind(team: Team) -> None:
    assert build(team.sprint)
    [found] = similar_to(team.sprint, WORDS)
    assert (found.kind, found.title, found.summary, found.public_id) == ("team", team.name, PITCH, team.public_id)
    assert similar_to(team.sprint, WORDS, besides=team.public_id) == []
    assert similar_to(make.SprintFactory.create(), WORDS) == []


def test_it_is_built_again_only_after_a_change(team: Team) -> None:
    assert build(team.sprint)
    assert not build(team.sprint)
    assert similar_to(team.sprint, WORDS)
    Team.objects.filter(pk=team.pk).update(pitch="Etwas ganz anderes", updated_at=clock.now())
    assert build(team.sprint)
    assert similar_to(team.sprint, WORDS) == []


def test_what_is_hidden_or_a_draft_is_never_shown(team: Team) -> None:
    solution = make.SolutionFactory.create(team=team)
    SolutionVersion.objects.update(title="Kette", summary=PITCH)
    build(team.sprint)
    assert [one.kind for one in similar_to(team.sprint, WORDS)] == ["team"]
    Solution.objects.filter(pk=solution.pk).update(
        state="handed_in", current_version=solution.versions.get(), updated_at=clock.now()
    )
    build(team.sprint)
    assert {one.kind for one in similar_to(team.sprint, WORDS)} == {"team", "solution"}
    assert similar_to(team.sprint, WORDS, besides=team.public_id) == []
    # Hidden after the index was built: it is not shown although it is still in there.
    Team.objects.filter(pk=team.pk).update(hidden_at=clock.now())
    assert similar_to(team.sprint, WORDS) == []


def test_teams_that_work_on_the_same_are_grouped(team: Team) -> None:
    other = make.TeamFactory.create(challenge=team.challenge, pitch=PITCH.replace("damit", "so dass"))
    make.TeamFactory.create(challenge=team.challenge, pitch="Kühle Wege durch die Stadt, auf Papier gedruckt.")
    build(team.sprint)
    _built, groups = alike_teams(team.sprint)
    [group] = with_teams(team.sprint, groups)
    assert {row.pk for row, _percent in group.teams} == {team.pk, other.pk}
    Team.objects.filter(pk=other.pk).update(state="dissolved")
    assert with_teams(team.sprint, groups) == []


def test_the_sweep_builds_what_has_changed_in_sprints_that_are_not_over(team: Team) -> None:
    over = make.TeamFactory.create()
    Sprint.objects.filter(pk=over.sprint_id).update(starts_at="2000-01-01T00:00Z", ends_at="2000-01-02T00:00Z")
    assert nearness_refresh_due() == 1
    assert nearness_refresh_due() == 0
    assert NearnessIndex.objects.get().sprint == team.sprint


def test_few_indexes_are_held_in_memory(team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nearness, "SPRINTS_KEPT", 1)
    other = make.TeamFactory.create(pitch=PITCH)
    for one in (team, other):
        build(one.sprint)
        assert similar_to(one.sprint, WORDS)
    assert list(nearness._kept) == [other.sprint_id]


def test_everything_that_can_be_found_is_in_it(team: Team) -> None:
    make.SolutionFactory.create(team=team, handed_in=True)
    found = nearness.things_of(team.sprint)
    assert [(one.kind, type(one)) for one in found] == [(0, Indexed), (1, Indexed), (2, Indexed)]
