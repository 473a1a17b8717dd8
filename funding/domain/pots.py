"""What a sponsor's pot is called, and whether what it is said to be for makes sense.

A sponsor has one pot for each purpose. The name is made of the purpose, so that two deposits for the same purpose are
in one pot wherever they are booked.
"""

from backend.core.evidence.chain import digest_of
from backend.core.evidence.codec import encode
from funding.domain.allocation import Earmark

PRIORITY_MAX = 99
ANYTHING = Earmark()
MARK = "."
DIGITS = 8


def pot_name(sponsor: str, *, earmark: Earmark, priority: int) -> str:
    """Return the pot's name in the fund's book: the sponsor's own, with a mark of the purpose if there is one."""
    if earmark == ANYTHING and not priority:
        return sponsor
    purpose = digest_of({"earmark": encode(earmark), "priority": priority})
    return f"{sponsor}{MARK}{purpose[:DIGITS]}"


def pot_owner(name: str) -> str:
    """Return whose pot it is, from its name."""
    return name.partition(MARK)[0]


def earmark_tidy(earmark: Earmark) -> Earmark:
    """Return the same purpose as it is written down: topics and regions once each, in order."""
    return Earmark(
        topics=tuple(sorted(set(earmark.topics))),
        regions=tuple(sorted(set(earmark.regions))),
        starts_at=earmark.starts_at,
        ends_at=earmark.ends_at,
    )
