"""A fund's journal beside what is stored: written out as a package for outsiders, or recomputed and compared here."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.db.models import QuerySet

from backend.accounts.models import Organisation
from backend.core.db import one_moment
from backend.core.evidence.cells import Row, row, text
from backend.core.evidence.codec import Unreadable
from backend.core.evidence.comparing import Found, compare
from backend.core.evidence.findings import Findings
from funding.domain.book import Book, Refused
from funding.domain.book_money import State
from funding.domain.pots import pot_owner
from funding.domain.rule_set import digest
from funding.enums import MatchState, PayoutState
from funding.models import Fund, FundBook, FundCampaign, FundEvent, Match, MatchingRule
from funding.proof.findings import no_findings
from funding.proof.layout import CAMPAIGNS, EVENTS, LAYOUT, MATCHES, POTS, RULES, SPLITS, SUMMARY, About
from funding.proof.shares import shares_named
from funding.proof.tables import campaign_row, match_row, pot_row, split_rows
from funding.proof.writing import Written, rows_of, write_package
from funding.selectors.book_names import Pseudonyms, pseudonyms_of
from funding.selectors.funds import fund_waterline
from funding.selectors.journal import fund_events

CHUNK = 2_000
LEFT = frozenset({PayoutState.SUBMITTING, PayoutState.SUBMITTED, PayoutState.PAID})
Name = Callable[[str], str]
Progress = Callable[[int], None]


def journal_length(fund: Fund) -> int:
    return FundEvent.objects.filter(fund=fund).count()


def package_write(
    fund: Fund, folder: Path, *, address: str, created: datetime, progress: Progress = lambda _events: None
) -> Written:
    """Write the package of a fund as of one moment. Matches are those that are stored, whatever the journal gives.

    Raises FileExistsError, Refused or Unreadable (a journal that no book can be made of).
    """
    about = About(fund.slug, fund.currency, fund.name, address)
    with one_moment():
        names = pseudonyms_of(fund)
        events = (names.event(number, event) for number, event in enumerate(fund_events(fund), 1))
        return write_package(
            folder,
            about,
            events,
            created=created,
            rows=lambda state: _tables(fund, names, state),
            progress=progress,
        )


def _tables(fund: Fund, names: Pseudonyms, state: State) -> Mapping[str, Iterable[Row]]:
    titles = dict(FundCampaign.objects.filter(fund=fund).values_list("campaign__slug", "campaign__title"))
    owned = {pot_owner(name) for name in names.pots}
    sponsors = dict(Organisation.objects.filter(public_id__in=owned).values_list("public_id", "name"))
    owners = {pot: sponsors.get(pot_owner(name), "") for name, pot in names.pots.items()}
    stored = stored_matches(fund, campaign=names.campaigns.__getitem__, pledge=names.pledges.__getitem__)
    return {
        **rows_of(state),
        MATCHES: stored,
        SPLITS: stored_splits(fund, pot=names.pots.__getitem__),
        POTS: ((*pot_row(pot), text(owners[pot.id])) for pot in state.pots.values()),
        CAMPAIGNS: ((*campaign_row(state, one), text(titles[one.id])) for one in state.campaigns.values()),
    }


def stored_matches(fund: Fund, *, campaign: Name, pledge: Name) -> Iterator[Row]:
    """Yield every match that has held money as it is stored, in the words of a fund's book.

    Nothing is taken from what the journal gives.
    """
    for found in _held(fund).select_related("position__campaign", "pledge", "rule", "payout").iterator(CHUNK):
        cause = (found.book_name, found.sequence, campaign(found.position.campaign.public_id))
        because = pledge(found.pledge.public_id) if found.pledge else None
        unbacked = (found.borne_minor, found.claimed_minor, found.open_minor)
        stands = _state(found)
        yield row(*cause, because, found.rule.version, stands, found.amount_minor, *unbacked, found.lost_minor)


def stored_splits(fund: Fund, *, pot: Name) -> Iterator[Row]:
    """Yield what each sponsor gives to each match, as it is stored."""
    for number, splits in _held(fund).values_list("number", "splits").iterator(CHUNK):
        parts = sorted((pot(name), part) for name, part in splits.items())
        yield from (row(f"m{number}", name, part) for name, part in parts)


def _held(fund: Fund) -> "QuerySet[Match]":
    return Match.objects.filter(position__fund=fund, number__isnull=False).order_by("number")


def _state(match: Match) -> str:
    """What the book calls a stored state: a payout on its way is one, and a dispute is a matter of the pledge.

    A row whose two states say different things says both.
    """
    shown = match.state
    leaving = match.payout is not None and match.payout.state in LEFT
    if match.state == MatchState.CLAWED_BACK or (leaving and shown in {MatchState.APPROVED, MatchState.FROZEN}):
        shown = MatchState.PAID
    elif match.state == MatchState.FROZEN:
        shown = MatchState.APPROVED if match.granted_at else MatchState.CONFIRMED
    return str(shown) if shown == match.book_state else f"{shown}/{match.book_state}"


@dataclass(frozen=True, slots=True)
class Replayed:
    """What recomputing a fund from its journal has shown: nothing, if all that is stored follows from it."""

    events: int
    matches: int
    findings: Findings

    @property
    def holds(self) -> bool:
        return not self.findings.kinds


def fund_replay(fund: Fund, *, progress: Progress = lambda _events: None) -> Replayed:
    """Recompute a fund from its journal; compare with its matches, rules, positions and ledger, as of one moment."""
    book, findings, count = Book(), no_findings(), 0
    with one_moment():
        try:
            for count, event in enumerate(fund_events(fund), 1):
                book.apply(event)
                progress(count)
        except Unreadable as error:
            findings.add(EVENTS, count + 1, "event_unreadable", code=error.code, where=error.where)
        except Refused as error:
            facts = {"sequence": str(count), "kind": FundEvent.objects.get(fund=fund, sequence=count).kind}
            findings.add(EVENTS, count, "event_impossible", **facts, code=error.code)
            shares_named(book.state, event, error, count, findings)
        else:
            _stored(fund, book.state, findings)
    return Replayed(count, len(book.state.matches), findings)


def _stored(fund: Fund, state: State, findings: Findings) -> None:
    found: Iterator[Found] = enumerate(stored_matches(fund, campaign=str, pledge=str), 1)
    compare(LAYOUT.tables[MATCHES], map(match_row, state.matches.values()), found, findings)
    parts: Iterator[Found] = enumerate(stored_splits(fund, pot=str), 1)
    compare(LAYOUT.tables[SPLITS], split_rows(state.matches.values()), parts, findings)
    _figures(RULES, _rules_told(state), _rules_stored(fund), findings)
    _figures(CAMPAIGNS, _held_told(state), _held_stored(fund), findings)
    _figures(SUMMARY, _sums_told(state), _sums_stored(fund), findings)


def _figures(file: str, told: Mapping[str, object], stored: Mapping[str, object], findings: Findings) -> None:
    for name in {**told, **stored}:
        right, is_now = str(told.get(name, "")), str(stored.get(name, ""))
        if right != is_now:
            what, _dot, column = name.rpartition(": ")
            findings.add(file, 0, "value_differs", what=what, column=column, found=is_now, expected=right)


def _rules_told(state: State) -> dict[str, object]:
    return {f"rule {number}: digest": digest(rule) for number, rule in enumerate(state.versions, 1)}


def _rules_stored(fund: Fund) -> dict[str, object]:
    rows = MatchingRule.objects.filter(fund=fund).order_by("version")
    return {f"rule {rule.version}: digest": digest(rule.rule_set) for rule in rows}


def _held_told(state: State) -> dict[str, object]:
    held = dict.fromkeys(state.campaigns, 0)
    for match in state.matches.values():
        held[match.campaign] += match.amount_minor
    return {f"campaign {name}: matched_minor": amount for name, amount in held.items() if amount}


def _held_stored(fund: Fund) -> dict[str, object]:
    rows = FundCampaign.objects.filter(fund=fund, matched_minor__gt=0)
    held = rows.values_list("campaign__public_id", "matched_minor")
    return {f"campaign {name}: matched_minor": amount for name, amount in held}


def _sums_told(state: State) -> dict[str, object]:
    return {
        "journal: events": state.sequence,
        "ledger: paid_in_minor": state.paid_in_minor,
        "ledger: given_minor": state.given_minor,
        "ledger: free_minor": state.free_minor,
    }


def _sums_stored(fund: Fund) -> dict[str, object]:
    water = fund_waterline(fund)
    return {
        "journal: events": FundBook.objects.filter(fund=fund).values_list("sequence", flat=True).first() or 0,
        "ledger: paid_in_minor": water.held,
        "ledger: given_minor": water.reserved + water.approved + water.paid,
        "ledger: free_minor": water.free,
    }
