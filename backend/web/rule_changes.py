"""What a new version of a rule changes: each part that differs, before and after."""

from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from backend.core.money import Money
from backend.web import formats
from backend.web.match_words import brief
from backend.web.rule_function_words import function_words
from backend.web.rule_labels import ALLOCATIONS, REVERSALS, SETTLEMENTS, Label, label_of
from backend.web.rule_sentences import end_words, start_words
from funding.domain.rule_axes import Caps, Gates, Raised
from funding.domain.rule_set import RuleSet

CHOICES = {"allocation": ALLOCATIONS, "settlement": SETTLEMENTS, "reversal": REVERSALS}


@dataclass(frozen=True, slots=True)
class Change:
    label: Label
    before: str
    after: str


def rule_changes(old: RuleSet, new: RuleSet, currency: str = "EUR") -> list[Change]:
    """Return what differs, in the order of the builder; nothing for equal rules. Function and base are one thing."""
    found = []
    if (old.function, old.base) != (new.function, new.base):
        found.append(Change(label_of("function"), function_words(old, currency), function_words(new, currency)))
    for group, kind in (("caps", Caps), ("gates", Gates)):
        for one in fields(kind):
            before, after = (getattr(getattr(rule, group), one.name) for rule in (old, new))
            found += _change(f"{group}.{one.name}", before, after, currency)
    for name in ("settlement", "allocation", "reversal", "reoffer", "sepa_hold_days"):
        found += _change(name, getattr(old, name), getattr(new, name), currency)
    return found


def _change(field: str, before: Any, after: Any, currency: str) -> list[Change]:
    if before == after:
        return []
    return [Change(label_of(field), _said(field, before, currency), _said(field, after, currency))]


def _said(field: str, value: Any, currency: str) -> str:
    if value is None:
        return _("no limit") if field.startswith("caps.") else _("not asked for")
    match value:
        case bool():
            said = _("yes") if value else _("no")
        case datetime():
            said = start_words(value) if field.endswith("starts_at") else end_words(value)
        case Raised():
            said = _("what people give") if value is Raised.CROWD else _("what people give and the fund adds")
        case str():
            said = str(CHOICES[field][value])
        case _ if field.endswith("_minor"):
            said = brief(Money(value, currency))
        case _ if field.endswith("_bp"):
            said = formats.percent_bp(value)
        case _:
            said = formats.number(value)
    return said
