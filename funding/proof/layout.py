"""What a fund's package holds, file by file and column by column, and how its events are chained.

Amounts are whole minor units (cents), times ISO 8601 in UTC, an empty cell is nothing. Names of pledges, backers and
matches are pseudonyms of this fund alone.
"""

from dataclasses import dataclass
from typing import Any, Final

from backend.core.evidence.layout import README, Layout, layout, table

FORMAT: Final = 1
"""Grows when the meaning of the files changes; a reader refuses a number that it does not know."""

EVENTS: Final = "events.jsonl"
CAUSES: Final = "causes.csv"
MATCHES: Final = "matches.csv"
SPLITS: Final = "splits.csv"
PLEDGES: Final = "pledges.csv"
POTS: Final = "pots.csv"
CAMPAIGNS: Final = "campaigns.csv"
RULES: Final = "rules.json"
SUMMARY: Final = "summary.json"


@dataclass(frozen=True, slots=True)
class About:
    """Whose package it is; `name` and `address` are for people and prove nothing."""

    fund: str
    currency: str
    name: str = ""
    address: str = ""

    @property
    def identity(self) -> dict[str, Any]:
        """What the chain and the digest are tied to: one fund, one currency, one format."""
        return {"currency": self.currency, "format": FORMAT, "fund": self.fund}


LAYOUT: Final[Layout] = layout(
    (EVENTS, CAUSES, MATCHES, SPLITS, PLEDGES, POTS, CAMPAIGNS, RULES, SUMMARY, README),
    table(
        CAUSES,
        2,
        ("sequence", "integer", "number of the event that caused this step"),
        ("step", "integer", "which step of that event, from 1"),
        ("at", "datetime", "when the event happened"),
        ("cause", "string", "kind of the event"),
        ("campaign", "string", "campaign"),
        ("version", "integer", "version of the rule by which it was computed"),
        ("match", "string", "match that changed; empty: a pledge that brought nothing"),
        ("pledge", "string", "pledge that it is about; empty: the campaign as a whole"),
        ("base_minor", "integer", "what counted"),
        ("due_before_minor", "integer", "due to the campaign in total before"),
        ("due_after_minor", "integer", "due to the campaign in total after"),
        ("amount_before_minor", "integer", "match before"),
        ("amount_after_minor", "integer", "match after"),
        ("pool_before_minor", "integer", "free in the fund before"),
        ("pool_after_minor", "integer", "free in the fund after"),
        ("bounds", "string", "which caps and gates made it smaller, and why a pledge does not count"),
        ("task", "string", "what a person had to look at"),
    ),
    table(
        MATCHES,
        1,
        ("match", "string", "match, numbered in the order in which they arose"),
        ("sequence", "integer", "number of the event from which it came"),
        ("campaign", "string", "campaign"),
        ("pledge", "string", "pledge that it is because of; empty: the campaign as a whole"),
        ("version", "integer", "version of the rule"),
        ("state", "string", "reserved, confirmed, approved, paid or released"),
        ("amount_minor", "integer", "what it holds"),
        ("borne_minor", "integer", "of it: paid out, lost its base, borne by the fund"),
        ("claim_minor", "integer", "of it: paid out, lost its base, claimed back"),
        ("open_minor", "integer", "of it: paid out, lost its base, not decided yet"),
        ("lost_minor", "integer", "what it would have been, had the campaign not failed"),
    ),
    table(
        SPLITS,
        2,
        ("match", "string", "match"),
        ("pot", "string", "pot that gives"),
        ("amount_minor", "integer", "its part; the parts of a match add up to it"),
    ),
    table(
        PLEDGES,
        1,
        ("pledge", "string", "pledge"),
        ("at", "datetime", "when it was made"),
        ("campaign", "string", "campaign"),
        ("amount_minor", "integer", "what was promised"),
        ("backer", "string", "the same for one person, however the person pays"),
        ("sequence", "integer", "its place in the order"),
        ("version", "integer", "version of the rule at its time"),
        ("method", "string", "how it is paid"),
        ("paid_at", "datetime", "when the money arrived"),
        ("left_minor", "integer", "what has not gone back"),
        ("state", "string", "pending, paid or expired"),
        ("excluded", "string", "why it does not count; empty: it counts"),
        ("frozen", "boolean", "whether a bank or a person has yet to decide"),
    ),
    table(
        POTS,
        1,
        ("pot", "string", "pot"),
        ("priority", "integer", "order in which pots give, the smallest first"),
        ("topics", "string", "topics that it is for; empty: any"),
        ("regions", "string", "regions that it is for; empty: any"),
        ("starts_at", "datetime", "from when it is for"),
        ("ends_at", "datetime", "until when it is for"),
        ("paid_in_minor", "integer", "what was paid in, less what was given back"),
        ("given_minor", "integer", "what is with campaigns"),
        ("sponsor", "string", "whose it is, for people; not part of the arithmetic"),
    ),
    table(
        CAMPAIGNS,
        1,
        ("campaign", "string", "campaign"),
        ("sequence", "integer", "number of the event that took it in"),
        ("goal_1_minor", "integer", "first goal"),
        ("goal_2_minor", "integer", "second goal"),
        ("topics", "string", "topics"),
        ("region", "string", "region"),
        ("payee_verified", "boolean", "whether it is known who is paid"),
        ("ended", "boolean", "whether it has ended"),
        ("successful", "boolean", "whether it reached its goal"),
        ("failed", "boolean", "whether everything was given back"),
        ("crowd_minor", "integer", "crowd money that counts"),
        ("backers", "integer", "people behind it"),
        ("matched_minor", "integer", "what all of its matches hold"),
        ("title", "string", "its title, for people; not part of the arithmetic"),
    ),
)
