"""What a backer is told about a case if nobody writes another answer: in both languages, since both are kept."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import override

from funding.enums import MatchBound


@dataclass(frozen=True, slots=True)
class Answer:
    de: str
    en: str


def answer_usual(reason: MatchBound) -> Answer:
    """The answer for a reason not to count; NONE is that the pledge counts."""
    return Answer(de=_say(reason, "de"), en=_say(reason, "en"))


def _say(reason: MatchBound, language: str) -> str:
    with override(language):
        return str(_texts()[reason])


def _texts() -> Mapping[str, str]:
    stands = _("Your pledge itself stands, and the project gets all of it.")
    return {
        MatchBound.NONE: _("We have looked at your pledge: it counts for the match."),
        MatchBound.OWN_TEAM: _("The fund does not match pledges from the project's own team.") + f" {stands}",
        MatchBound.SAME_MEANS: _(
            "The fund does not match your pledge, because it was paid with a card or an account that somebody of the "
            "project's team uses, too."
        )
        + f" {stands}",
        MatchBound.SPONSOR_STAFF: _("The fund does not match pledges from people of its own sponsors.") + f" {stands}",
        MatchBound.SECOND_ACCOUNT: _("The fund matches each person once; this was a second account.") + f" {stands}",
        MatchBound.EXCLUDED: _("The managers of the fund have decided not to match your pledge.") + f" {stands}",
    }
