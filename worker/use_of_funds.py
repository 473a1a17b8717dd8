"""The use-of-funds report as a PDF with tags (PDF/UA-1), so that a screen reader reads its tables as tables.

The words come from here, the layout from `use_of_funds.typ`. What people wrote reaches the layout as data, never as
markup.
"""

import json
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import typst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from backend.accounts.models import User
from backend.core import clock
from backend.web import formats
from backend.web.rule_sentences import rule_sentence
from funding.models import FundProposal
from funding.selectors.use_of_funds import UseOfFunds

LAYOUT = Path(__file__).with_name("use_of_funds.typ")
Table = dict[str, Any]


def report_pdf(figures: UseOfFunds) -> bytes:
    """Set the report in the language of the moment."""
    data = json.dumps(report_data(figures), ensure_ascii=False)
    pdf = typst.compile(LAYOUT, format="pdf", sys_inputs={"report": data}, pdf_standards=["ua-1"])
    if not isinstance(pdf, bytes):
        raise TypeError("a report is one file")
    return pdf


def report_data(figures: UseOfFunds) -> dict[str, Any]:
    """All that the report says, in words and figures of the language of the moment."""
    fund = figures.fund
    return {
        "language": get_language() or "de",
        "title": _("Use of funds: %(fund)s") % {"fund": fund.name},
        "lead": _("As of %(day)s. All sums come from the ledger and add up to the cent.") % {"day": _day(clock.now())},
        "facts": [
            [_("Fund"), fund.name],
            [_("Organisation"), fund.organisation.name],
            [_("State"), str(fund.get_state_display())],
            [_("Number"), fund.public_id],
        ],
        "tables": [_money(figures), _sponsors(figures), _awards(figures), _decisions(figures)],
        "rules_title": _("The rules that held"),
        "rules": [rule_sentence(rule.rule_set, fund.currency) for rule in figures.rules],
        "page": _("Page"),
    }


def _money(figures: UseOfFunds) -> Table:
    water = figures.waterline
    rows = [
        (_("Paid out"), water.paid),
        (_("Approved"), water.approved),
        (_("Reserved"), water.reserved),
        (_("Free"), water.free),
        (_("Given back to sponsors or moved to another fund"), water.returned),
    ]
    note = ""
    if water.borne:
        note = _("Of what was paid out, %(sum)s stand without a pledge: it was paid back afterwards.") % {
            "sum": formats.money(water.borne, water.currency)
        }
    if water.claimed:
        note += " " + _("%(sum)s of it are claimed back from projects.") % {
            "sum": formats.money(water.claimed, water.currency)
        }
    lines = [[label, _sum(figures, amount)] for label, amount in rows]
    total = [_("Paid in"), _sum(figures, water.paid_in)]
    return _table(_("Where the money is"), [_("Part"), _("Amount")], lines, total, note)


def _sponsors(figures: UseOfFunds) -> Table:
    rows = figures.sponsors
    lines = [
        [
            row.sponsor.name,
            *(_sum(figures, amount) for amount in (row.given_minor, row.returned_minor, row.rolled_over_minor)),
        ]
        for row in rows
    ]
    total = [
        _("Total"),
        _sum(figures, sum(row.given_minor for row in rows)),
        _sum(figures, sum(row.returned_minor for row in rows)),
        _sum(figures, sum(row.rolled_over_minor for row in rows)),
    ]
    head = [_("Sponsor"), _("Paid in"), _("Given back"), _("Moved to another fund")]
    return _table(_("Who has paid in"), head, lines, total)


def _awards(figures: UseOfFunds) -> Table:
    lines = [
        [award.position.campaign.title, _sum(figures, award.paid_minor), _sum(figures, award.approved_minor)]
        for award in figures.awards
    ]
    water = figures.waterline
    total = [_("Total"), _sum(figures, water.paid), _sum(figures, water.approved)]
    return _table(_("What each campaign got"), [_("Campaign"), _("Paid out"), _("Approved")], lines, total)


def _decisions(figures: UseOfFunds) -> Table:
    lines = [
        [
            _day(row.decided_at) if row.decided_at else "",
            str(row.get_kind_display()),
            _who(row.proposed_by, row.proposed_for),
            _agreed(row),
        ]
        for row in figures.decisions
    ]
    head = [_("Day"), _("Decision"), _("Proposed by"), _("Agreed to by")]
    return {**_table(_("What was decided"), head, lines, []), "numbers": False}


def _agreed(row: FundProposal) -> str:
    return _("one person was enough") if row.alone else _who(row.decided_by, row.decided_for)


def _who(person: User | None, absent: User | None) -> str:
    name = person.shown_name if person else ""
    return _("%(name)s for %(absent)s") % {"name": name, "absent": absent.shown_name} if absent else name


def _table(
    title: str, head: Sequence[str], rows: Sequence[Sequence[str]], total: Sequence[str], note: str = ""
) -> Table:
    return {"title": title, "head": head, "rows": rows, "total": total, "note": note, "numbers": True}


def _sum(figures: UseOfFunds, amount_minor: int) -> str:
    return formats.money(amount_minor, figures.fund.currency)


def _day(at: datetime) -> str:
    return formats.short_day(at.astimezone(formats.zone_of(None)))
