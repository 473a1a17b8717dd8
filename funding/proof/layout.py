"""What a fund's package holds, file by file and column by column, and how its events are chained.

Amounts are whole minor units (cents), times ISO 8601 in UTC, an empty cell is nothing. Names of pledges, backers and
matches are pseudonyms of this fund alone.
"""

import hashlib
from dataclasses import dataclass
from typing import Any, Final

from funding.domain.rule_set import canonical

FORMAT: Final = 1
"""Grows when the meaning of the files changes; a reader refuses a number that it does not know."""

DESCRIPTION: Final = "datapackage.json"
EVENTS: Final = "events.jsonl"
CAUSES: Final = "causes.csv"
MATCHES: Final = "matches.csv"
SPLITS: Final = "splits.csv"
PLEDGES: Final = "pledges.csv"
POTS: Final = "pots.csv"
CAMPAIGNS: Final = "campaigns.csv"
RULES: Final = "rules.json"
SUMMARY: Final = "summary.json"
README: Final = "README.md"
FILES: Final = (EVENTS, CAUSES, MATCHES, SPLITS, PLEDGES, POTS, CAMPAIGNS, RULES, SUMMARY, README)
"""All files that the digest is taken of."""


@dataclass(frozen=True, slots=True)
class About:
    """Whose package it is; `name` and `address` are for people and prove nothing."""

    fund: str
    currency: str
    name: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    name: str
    type: str
    says: str


@dataclass(frozen=True, slots=True)
class Table:
    """`keys` is how many of the first columns name a row."""

    keys: int
    columns: tuple[Column, ...]

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns)


def _columns(*rows: tuple[str, str, str]) -> tuple[Column, ...]:
    return tuple(Column(*row) for row in rows)


TABLES: Final[dict[str, Table]] = {
    CAUSES: Table(
        2,
        _columns(
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
    ),
    MATCHES: Table(
        1,
        _columns(
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
    ),
    SPLITS: Table(
        2,
        _columns(
            ("match", "string", "match"),
            ("pot", "string", "pot that gives"),
            ("amount_minor", "integer", "its part; the parts of a match add up to it"),
        ),
    ),
    PLEDGES: Table(
        1,
        _columns(
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
    ),
    POTS: Table(
        1,
        _columns(
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
    ),
    CAMPAIGNS: Table(
        1,
        _columns(
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
    ),
}


def first_link(about: About) -> str:
    """Return what the first event follows: it ties the chain to one fund and currency."""
    return hashlib.sha256(canonical({"currency": about.currency, "format": FORMAT, "fund": about.fund})).hexdigest()


def link(sequence: int, event: Any, previous: Any) -> tuple[str, bytes]:
    """Return the hash of one event's line and the line; the hash is taken of the rest of the line.

    It is the canonical JSON of `event`, `hash`, `previous` (the hash of the line before) and `sequence`.
    """
    told, since = canonical(event), canonical(previous)
    rest = b'"previous":%b,"sequence":%d}' % (since, sequence)
    made = hashlib.sha256(b'{"event":%b,%b' % (told, rest)).hexdigest()
    return made, b'{"event":%b,"hash":"%b",%b\n' % (told, made.encode(), rest)


def package_digest(about: About, hashes: dict[str, str]) -> str:
    """Return the one number that stands for the whole content: SHA-256 over the SHA-256 of every file of FILES."""
    content = {"currency": about.currency, "files": hashes, "format": FORMAT, "fund": about.fund}
    return hashlib.sha256(canonical(content)).hexdigest()
