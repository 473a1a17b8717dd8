"""Two of a team write at once: nobody writes over what they have not seen. Each race has a twin without the guards."""

from functools import partial

import pytest

from backend.core.errors import Conflict
from programmes.models import LogVersion, SolutionVersion
from programmes.selectors.handing_in import draft_stamp
from programmes.services import solutions, team_log
from programmes.services.solutions import solution_save_draft
from programmes.services.team_log import log_entry_add, log_entry_edit
from tests.factories import building
from tests.factories import programmes as make
from tests.races.meeting import at_once, meet_after, without_locks

pytestmark = pytest.mark.django_db(transaction=True)


def write_at_once(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    team, lead = building.team_and_lead()
    other = make.TeamMemberFactory.create(team=team).user
    solution_save_draft(actor=lead, team=team, body="Anfang")
    stamp = draft_stamp(SolutionVersion.objects.get())
    meet_after(monkeypatch, (solutions, "latest_version"))
    return at_once(
        *(
            partial(solution_save_draft, actor=who, team=team, base=stamp, body=f"Text {who.pk}")
            for who in (lead, other)
        )
    )


def test_one_of_two_who_write_at_once_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    [refused] = [one for one in write_at_once(monkeypatch) if isinstance(one, Exception)]
    assert isinstance(refused, Conflict)
    assert refused.code == "draft_changed"


def test_without_the_lock_one_would_write_over_the_other(monkeypatch: pytest.MonkeyPatch) -> None:
    without_locks(monkeypatch)
    assert not [one for one in write_at_once(monkeypatch) if isinstance(one, Exception)]


def change_at_once(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    team, lead = building.team_and_lead()
    entry = log_entry_add(actor=lead, team=team, text="Anfang")
    meet_after(monkeypatch, (team_log, "log_entry_for_update"))
    return at_once(*(partial(log_entry_edit, actor=lead, entry=entry, text=f"Text {number}") for number in range(2)))


def test_two_who_change_an_entry_at_once_both_stand_in_its_versions(monkeypatch: pytest.MonkeyPatch) -> None:
    assert not [one for one in change_at_once(monkeypatch) if isinstance(one, Exception)]
    assert sorted(LogVersion.objects.values_list("number", flat=True)) == [1, 2, 3]


def test_without_the_lock_one_of_the_two_would_be_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    without_locks(monkeypatch)
    assert [one for one in change_at_once(monkeypatch) if isinstance(one, Exception)]
    assert LogVersion.objects.count() == 2
