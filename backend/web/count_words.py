"""How many of a campaign's backers count for the match, and why others do not: numbers with reasons, no names."""

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from funding.enums import MatchBound
from funding.selectors.cases import WhoCounts


def count_words(counts: WhoCounts) -> list[str]:
    """One sentence for the people, one for each thing that keeps pledges from counting."""
    people = ngettext("%(n)s person has given.", "%(n)s people have given.", counts.people) % {"n": counts.people}
    if not counts.excluded and not counts.held:
        return [people]
    qualifying = counts.qualifying
    lines = [
        people
        + " "
        + ngettext("%(n)s of them counts for the match.", "%(n)s of them count for the match.", qualifying)
        % {"n": qualifying}
    ]
    if counts.excluded:
        lines.append(_excluded(counts))
    if counts.held:
        held = ngettext(
            "%(n)s pledge is being looked at by the fund; its match is on hold.",
            "%(n)s pledges are being looked at by the fund; their match is on hold.",
            counts.held,
        )
        lines.append(held % {"n": counts.held})
    return lines


def _excluded(counts: WhoCounts) -> str:
    number = counts.excluded_count
    text = ngettext(
        "%(n)s pledge does not count for the match: %(why)s.",
        "%(n)s pledges do not count for the match: %(why)s.",
        number,
    )
    return text % {"n": number, "why": ", ".join(_short(reason, count) for reason, count in counts.excluded)}


def _short(reason: MatchBound, count: int) -> str:
    words: Mapping[str, str] = {
        MatchBound.OWN_TEAM: _("%(n)s from the project's own team"),
        MatchBound.SPONSOR_STAFF: _("%(n)s from the fund's sponsors"),
        MatchBound.SAME_MEANS: _("%(n)s paid with a card or an account of the own team"),
        MatchBound.SECOND_ACCOUNT: _("%(n)s from a second account"),
        MatchBound.EXCLUDED: _("%(n)s by decision of the fund"),
    }
    return words[reason] % {"n": count}
