"""The templates hold together, whichever day they begin on."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as draw

from programmes.domain.limits import ANSWER_DAYS_MOST, TEAM_SIZE_LIMIT
from programmes.domain.phases import accepts
from programmes.domain.templates import TEMPLATES
from programmes.domain.templates.hackathon import HACKATHON
from programmes.domain.templates.kinds import PhaseTemplate, SprintTemplate, Words, at, faults, moment, usual_begin
from programmes.domain.templates.startup import CANVAS, STARTUP
from programmes.enums import Feature, PhaseKind, Segment

BERLIN = ZoneInfo("Europe/Berlin")
ALL = pytest.mark.parametrize("template", TEMPLATES.values(), ids=lambda one: one.key)
MOMENTS = draw.datetimes(datetime(2024, 1, 1), datetime(2034, 1, 1), timezones=draw.just(UTC))  # noqa: DTZ001  UTC it is


class Window:
    def __init__(self, phase: PhaseTemplate, begin: datetime) -> None:
        self.starts_at, self.ends_at = moment(begin, phase.begins, BERLIN), moment(begin, phase.ends, BERLIN)
        self.features = phase.features


@ALL
def test_every_template_holds_together(template: SprintTemplate) -> None:
    assert faults(template) == []
    assert {phase.kind for phase in template.phases} == set(PhaseKind.values)
    assert {feature for phase in template.phases for feature in phase.features} == set(Feature.values)
    assert {segment for one in template.announcements for segment in one.segments} <= set(Segment.values)
    assert 1 <= template.team_size_max <= TEAM_SIZE_LIMIT
    assert 1 <= template.answer_days <= ANSWER_DAYS_MOST
    assert 1 <= len(template.criteria) <= 12
    assert template.announcements


def texts(template: SprintTemplate) -> list[Words]:
    found = [template.name, template.purpose, template.summary, template.about, template.rubric]
    found += [phase.title for phase in template.phases if phase.title]
    found += [words for one in template.criteria for words in (one.title, one.description)]
    return found + [words for one in template.announcements for words in (one.subject, one.body)]


@ALL
def test_all_of_it_is_there_in_both_languages_and_fits(template: SprintTemplate) -> None:
    for words in texts(template):
        assert words.de
        assert words.en
        assert words.de != words.en or words.de == "Team"
        assert " um 1" not in words.de, "who chooses another hour would have to look for it in the texts"
    for language in ("de", "en"):
        assert len(template.summary.in_language(language)) <= 500
        assert all(len(one.title.in_language(language)) <= 80 for one in template.phases if one.title)
        assert all(len(one.subject.in_language(language)) <= 160 for one in template.announcements)
        assert all(section.title(language) and section.hint(language) for section in template.sections)


@ALL
@given(begin=MOMENTS)
def test_what_one_phase_needs_another_has_allowed_before(template: SprintTemplate, begin: datetime) -> None:
    """Whoever begins is registered, is in a team while building, and hands in before anybody reviews."""
    windows = [Window(phase, begin) for phase in template.phases]
    by_kind = {phase.kind: window for phase, window in zip(template.phases, windows, strict=True)}
    assert all(window.starts_at < window.ends_at for window in windows)
    assert accepts(windows, Feature.REGISTER, begin - timedelta(hours=2))
    assert accepts(windows, Feature.FORM_TEAM, begin)
    assert by_kind["hand_in"].ends_at <= by_kind["review"].starts_at
    assert by_kind["review"].ends_at <= by_kind["rating"].starts_at
    assert all(window.ends_at <= moment(begin, template.length, BERLIN) for window in windows)


@ALL
@given(after=MOMENTS)
def test_the_usual_beginning_leaves_time_for_all_of_it(template: SprintTemplate, after: datetime) -> None:
    begin = usual_begin(template, after, BERLIN)
    local = begin.astimezone(BERLIN)
    assert (local.weekday(), local.hour, local.minute) == (template.weekday, template.hour, 0)
    first = min(phase.begins for phase in template.phases)
    assert moment(begin, first, BERLIN) > after
    assert begin - after < -first + timedelta(days=9)


def test_a_day_later_is_the_same_hour_also_when_the_clock_changes() -> None:
    friday = datetime(2026, 3, 27, 18, tzinfo=BERLIN)
    sunday = moment(friday, at(2), BERLIN)
    assert sunday.isoformat() == "2026-03-29T18:00:00+02:00"
    assert sunday.astimezone(UTC) - friday.astimezone(UTC) == timedelta(hours=47)


def test_the_canvas_has_its_nine_fields() -> None:
    assert len(CANVAS) == 9
    assert STARTUP.sections == CANVAS


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"length": at(1)}, "is not over"),
        ({"phases": (*HACKATHON.phases, HACKATHON.phases[0])}, "twice"),
        ({"phases": (replace(HACKATHON.phases[0], ends=HACKATHON.phases[0].begins),)}, "ends before"),
        ({"announcements": (replace(HACKATHON.announcements[0], at=at(-90)),)}, "is told before"),
        ({"sections": (CANVAS[0], CANVAS[0])}, "section"),
    ],
)
def test_what_does_not_fit_is_seen(change: dict[str, Any], fault: str) -> None:
    assert any(fault in text for text in faults(replace(HACKATHON, **change)))
