"""Words of a simulation: names of rules, what bound a match, what is wrong with a table."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from backend.web import formats
from backend.web.rule_sentences import RuleWords, rule_words
from funding.domain.rule_set import RuleSet
from funding.domain.rule_templates import TEMPLATES
from funding.domain.simulation import CampaignOutcome, Outcome
from funding.domain.simulation_csv import CsvProblem
from funding.domain.standing import Limit

LETTERS = "ABCD"
PRESENT = "present"
"""The key of the rule that holds now, beside those of the templates."""
TEMPLATE_NAMES: Mapping[str, Promise] = {
    "quarter": gettext_lazy("25% of each pledge"),
    "double": gettext_lazy("1:1 up to 250 euros"),
    "once_each": gettext_lazy("1:1, once for each person"),
    "three_quarters": gettext_lazy("Three quarters of the budget"),
    "bands": gettext_lazy("Bands"),
    "steps": gettext_lazy("Steps by number of people"),
    "lump_sum": gettext_lazy("Lump sum on success"),
    "half_of_goal": gettext_lazy("Half of the goal"),
    "shared_at_close": gettext_lazy("50%, shared at the end"),
    "quadratic": gettext_lazy("Quadratic"),
}
LIMITS: Mapping[Limit, Promise] = {
    Limit.PLEDGE_BASE: gettext_lazy("the limit on what counts of a pledge"),
    Limit.PLEDGE_MATCH: gettext_lazy("the limit for one pledge"),
    Limit.BACKER_MATCH: gettext_lazy("the limit for one person"),
    Limit.BACKER_PLEDGES: gettext_lazy("the number of pledges of one person"),
    Limit.CAMPAIGN: gettext_lazy("the limit for one campaign"),
    Limit.CAMPAIGN_GOAL: gettext_lazy("the share of the goal"),
    Limit.BUDGET: gettext_lazy("the share of the budget"),
    Limit.SPONSOR: gettext_lazy("the limit for one sponsor"),
    Limit.POOL_SHARE: gettext_lazy("the share of the pool"),
    Limit.EARMARK: gettext_lazy("money for something else"),
    Limit.POOL: gettext_lazy("the fund was empty"),
    Limit.STACKING: gettext_lazy("other funds"),
    Limit.PUBLIC_CEILING: gettext_lazy("the ceiling on public money"),
    Limit.VERSIONS: gettext_lazy("a later rule"),
    Limit.WINDOW: gettext_lazy("outside the time that counts"),
    Limit.RAISED: gettext_lazy("too little raised"),
    Limit.RAISED_GOAL: gettext_lazy("too little of the goal raised"),
    Limit.BACKERS: gettext_lazy("too few people"),
    Limit.SUCCESSFUL: gettext_lazy("goal not reached"),
    Limit.PAYEE_VERIFIED: gettext_lazy("account not checked"),
}
PROBLEMS: Mapping[str, Promise] = {
    "column_missing": gettext_lazy("Row 1: the column “%(column)s” is missing."),
    "bad_date": gettext_lazy("Row %(row)s: “%(text)s” is no date like 2026-03-20 or 20.03.2026 18:30."),
    "bad_amount": gettext_lazy("Row %(row)s: “%(text)s” is no amount above zero like 25 or 12.50."),
    "bad_campaign": gettext_lazy("Row %(row)s: the campaign is missing."),
    "bad_goal": gettext_lazy("Row %(row)s: “%(text)s” is no goal like 5000."),
    "too_many_rows": gettext_lazy("Row %(row)s: a table has at most 200,000 pledges."),
    "too_many_campaigns": gettext_lazy("Row %(row)s: a table has at most 1,000 campaigns."),
    "too_large": gettext_lazy("This file is too large: at most 20 MB."),
    "no_rows": gettext_lazy("There are no pledges in this table."),
    "not_a_table": gettext_lazy("This file is no CSV table. Spreadsheets save one as “CSV (UTF-8)”."),
}
COLUMNS: Mapping[str, Promise] = {
    "date": gettext_lazy("date"),
    "amount": gettext_lazy("amount"),
    "campaign": gettext_lazy("campaign"),
}


def csv_problem_words(problem: CsvProblem) -> str:
    column = str(COLUMNS.get(problem.column, problem.column))
    return str(PROBLEMS[problem.code]) % {"row": problem.row, "text": problem.text, "column": column}


def template_choices() -> list[tuple[str, str, RuleSet]]:
    """Each template by its key, its short name and its rule."""
    return [(key, str(TEMPLATE_NAMES[key]), rule) for key, rule in TEMPLATES.items()]


def bounds_words(one: CampaignOutcome) -> str:
    return ", ".join(str(LIMITS[limit]) for limit in one.bounds)


@dataclass(frozen=True, slots=True)
class Column:
    """One rule of a simulation, as it is shown: its letter, its name, its sentence and what it led to."""

    letter: str
    name: str
    words: RuleWords
    outcome: Outcome
    runs_out: str
    order: str

    @property
    def label(self) -> str:
        return f"{self.letter}: {self.name}"

    @property
    def rows(self) -> list[tuple[CampaignOutcome, str]]:
        ordered = sorted(self.outcome.campaigns, key=lambda one: (one.rank, one.name))
        return [(one, bounds_words(one)) for one in ordered]


def columns_of(simulation: Any, currency: str) -> list[Column]:
    """The rules that have been run, each with its words."""
    return [
        Column(letter, name, rule_words(rule, currency), outcome, runs_out(outcome), order_words(outcome))
        for letter, (name, rule), outcome in zip(LETTERS, simulation.rule_sets, simulation.results, strict=False)
    ]


def runs_out(outcome: Outcome) -> str:
    if outcome.out_at is None:
        return _("too little for all at the end") if outcome.missing_minor > outcome.free_minor else _("lasts")
    return formats.moment(outcome.out_at, ZoneInfo(settings.EVENT_TIME_ZONE))


def order_words(outcome: Outcome) -> str:
    if not outcome.orders:
        return _("not asked")
    return _("%(n)s of %(all)s campaigns") % {"n": outcome.order_matters, "all": len(outcome.campaigns)}


def about_sentence(simulation: Any, currency: str) -> str:
    """Over which pledges and with how much money, in one sentence."""
    about = simulation.about
    words = {
        "pledges": formats.number(about["pledges"]),
        "backers": formats.number(about["backers"]),
        "crowd": formats.money(about["crowd_minor"], currency),
        "first": formats.day(date.fromisoformat(about["first_day"])),
        "last": formats.day(date.fromisoformat(about["last_day"])),
        "pool": formats.money(simulation.pool_minor, currency),
        "n": about["campaigns"],
    }
    text = ngettext(
        "%(pledges)s pledges of %(backers)s people to %(n)s campaign, %(crowd)s in all, from %(first)s to %(last)s;"
        " %(pool)s in the fund.",
        "%(pledges)s pledges of %(backers)s people to %(n)s campaigns, %(crowd)s in all, from %(first)s to %(last)s;"
        " %(pool)s in the fund.",
        about["campaigns"],
    )
    return text % words


def names_of(columns: Sequence[Column]) -> list[str]:
    return [column.label for column in columns]
