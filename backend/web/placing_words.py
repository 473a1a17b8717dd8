"""A placement in words: why somebody sits where they sit, and what could not be met."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from backend.web.forms.profile import SPOKEN
from programmes.enums import TimeSlot

Row = Mapping[str, Any]


def _times(row: Row) -> str:
    words = [str(TimeSlot(name).label) for name in row["times"].split(",") if name in TimeSlot.values]
    return _("time when the team works: %(times)s") % {"times": ", ".join(words)}


def _wish(row: Row) -> str:
    return _("wish no. %(rank)s of %(of)s") % row


def _beyond(row: Row) -> str:
    if row["full"]:
        text = ngettext(
            "the only wish had no place left", "%(full)s of %(wishes)s wishes had no place left", row["wishes"]
        )
        return text % row
    return _("no wish fitted as well as this, all in all")


REASONS: Final[Mapping[str, Callable[[Row], str]]] = {
    "pinned": lambda _row: _("set by the organisers"),
    "wish": _wish,
    "beyond_wishes": _beyond,
    "no_wish": lambda _row: _("no wish named: glad with any team"),
    "skill": lambda row: _("the team looks for: %(skill)s") % row,
    "language": lambda row: _("common language: %(language)s") % {"language": _spoken(row["language"])},
    "language_differs": lambda _row: _("the team works in another language"),
    "times": _times,
    "times_differ": lambda _row: _("the team works at other times"),
    "together": lambda row: _("together with the group “%(group)s”") % row,
    "apart": lambda row: _("no team had room for the whole group “%(group)s”") % row,
    "no_seat_left": lambda _row: _("there were fewer free places than people; a lot decided between equals"),
}


def _spoken(code: str) -> str:
    return dict(SPOKEN).get(code, code)


def reason_words(row: Row) -> str:
    return REASONS[row["code"]](row)


def _short(row: Row, _names: Mapping[str, str]) -> str:
    return _("%(people)s people for %(seats)s free places: %(without)s stay without a team.") % row


def _nobody(row: Row, _names: Mapping[str, str]) -> str:
    text = ngettext(
        "Nobody has said they can do “%(skill)s”; %(teams)s team looks for it.",
        "Nobody has said they can do “%(skill)s”; %(teams)s teams look for it.",
        row["teams"],
    )
    return text % row


def _missing(row: Row, names: Mapping[str, str]) -> str:
    text = _("“%(team)s” still looks for “%(skill)s” (%(missing)s).")
    return text % {**row, "team": names.get(row["team"], "?")}


def _small(row: Row, names: Mapping[str, str]) -> str:
    text = _("“%(team)s” has %(size)s people and should have %(least)s.")
    return text % {**row, "team": names.get(row["team"], "?")}


UNMET: Final[Mapping[str, Callable[[Row, Mapping[str, str]], str]]] = {
    "seats_short": _short,
    "skill_nobody_has": _nobody,
    "skill_missing": _missing,
    "team_below_least": _small,
    "group_too_large": lambda row, _names: (
        _("The group “%(group)s” (%(size)s people) is larger than any team has room for; it comes in %(parts)s parts.")
        % row
    ),
    "group_apart": lambda row, _names: (
        _("The group “%(group)s” (%(size)s people) sits in %(teams)s different teams.") % row
    ),
    "pin_opted_out": lambda row, names: (
        _("%(person)s was set for “%(team)s” but does not want to be placed any more.") % _named(row, names)
    ),
    "pin_unknown": lambda row, names: (
        _("%(person)s was set for “%(team)s”, which does not exist any more.") % _named(row, names)
    ),
    "pin_team_full": lambda row, names: (
        _("%(person)s was set for “%(team)s”, which has no place left.") % _named(row, names)
    ),
}


def _named(row: Row, names: Mapping[str, str]) -> dict[str, str]:
    return {"person": names.get(row["person"], "?"), "team": names.get(row["team"], "?")}


def unmet_words(row: Row, names: Mapping[str, str]) -> str:
    """`names`: public id → name of the teams and people."""
    return UNMET[row["code"]](row, names)
