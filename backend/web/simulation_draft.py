"""What is being put together for a simulation: kept in the session until it starts, so that nothing typed is lost."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.contrib.sessions.backends.base import SessionBase
from django.http import QueryDict
from django.utils.translation import gettext as _

from backend.web.forms.rule_fields import amount_text
from backend.web.simulation_words import PRESENT, TEMPLATE_NAMES
from funding.domain.rule_set import RuleSet, from_data, to_data

OWN = "own"
OWN_MAX = 8
TYPED = ("name", "source", "preset", "pledges", "campaigns", "days", "seed", "pool", "orders")


@dataclass
class Draft:
    """`rules` are one's own, by their keys; `ticked` the keys of all that are compared, None before any choice."""

    rules: dict[str, tuple[str, RuleSet]] = field(default_factory=dict)
    ticked: list[str] | None = None
    typed: dict[str, str] = field(default_factory=dict)
    table_of: str = ""
    """The simulation whose table of pledges is taken again where no other is added."""

    @property
    def choices(self) -> list[tuple[str, str, RuleSet]]:
        return [(key, name, rule) for key, (name, rule) in self.rules.items()]

    def add(self, name: str, rule: RuleSet) -> str:
        """Add a rule and tick it. Of more than can be kept, the oldest that is not ticked goes."""
        number = max((int(key.removeprefix(OWN)) for key in self.rules), default=0) + 1
        self.rules[f"{OWN}{number}"] = (name, rule)
        self._tick(f"{OWN}{number}")
        loose = [key for key in self.rules if key not in (self.ticked or ())] or [*self.rules]
        if len(self.rules) > OWN_MAX:
            del self.rules[loose[0]]
        return f"{OWN}{number}"

    def put(self, key: str, name: str, rule: RuleSet) -> None:
        """Change the rule of this key; where there is none, add it."""
        if key not in self.rules:
            self.add(name, rule)
            return
        self.rules[key] = (name, rule)
        self._tick(key)

    def _tick(self, key: str) -> None:
        # Before anybody has chosen, what is added is compared with the present rule.
        before = [PRESENT] if self.ticked is None else self.ticked
        self.ticked = [*dict.fromkeys([*before, key])]

    def note(self, sent: QueryDict) -> None:
        """Keep what was typed so far; a file cannot be kept."""
        self.typed = {name: str(sent[name]) for name in TYPED if name in sent}
        self.ticked = sent.getlist("rules")

    def keep(self, session: SessionBase, fund: Any) -> None:
        session[_key(fund)] = {
            "rules": {key: [name, to_data(rule)] for key, (name, rule) in self.rules.items()},
            "ticked": self.ticked,
            "typed": self.typed,
            "table_of": self.table_of,
        }


def draft_of(session: SessionBase, fund: Any) -> Draft:
    kept = session.get(_key(fund))
    if not kept:
        return Draft()
    rules = {key: (name, from_data(data)) for key, (name, data) in kept["rules"].items()}
    return Draft(rules, kept["ticked"], kept["typed"], kept["table_of"])


def draft_forget(session: SessionBase, fund: Any) -> None:
    session.pop(_key(fund), None)


def draft_from(simulation: Any, known: Mapping[str, RuleSet]) -> tuple[Draft, list[str]]:
    """Return all that an earlier simulation was asked for, and the key of each of its rules.

    A rule that is offered anyway, as one of `known`, is ticked there and not listed twice.
    """
    draft = Draft(ticked=[], typed=_typed(simulation), table_of=simulation.public_id)
    keys = []
    for name, rule in simulation.rule_sets:
        key = next((key for key, other in known.items() if other == rule), "")
        if key:
            draft.ticked = [*(draft.ticked or []), key]
        keys.append(key or draft.add(name, rule))
    return draft, keys


def _typed(simulation: Any) -> dict[str, str]:
    inputs = simulation.inputs
    typed = {"source": simulation.source, "pool": amount_text(inputs["pool_minor"], simulation.fund.currency)}
    typed |= {name: str(inputs[name]) for name in ("orders", "seed")}
    typed |= {name: str(number) for name, number in inputs.get("numbers", {}).items()}
    return typed | ({"preset": inputs["preset"]} if "preset" in inputs else {})


def name_of_start(key: str) -> str:
    """What a rule is called that began with another one: until somebody names it."""
    name = TEMPLATE_NAMES.get(key)
    return _("%(rule)s, changed") % {"rule": name} if name else _("Present rule, changed")


def _key(fund: Any) -> str:
    return f"simulation_draft:{fund.public_id}"
