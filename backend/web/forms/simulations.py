"""What a simulation is asked for."""

import json
from collections.abc import Mapping, Sequence
from typing import Any, Final
from zoneinfo import ZoneInfo

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from backend.core.evidence.codec import Unreadable
from backend.web.forms.fields import MoneyField
from backend.web.rule_problem_words import problem_words
from backend.web.rule_sentences import rule_sentence
from backend.web.simulation_words import csv_problem_words
from funding.domain.rule_problems import problems
from funding.domain.rule_set import RuleSet, from_data
from funding.domain.simulation import ORDERS_MAX
from funding.domain.simulation_csv import BYTES_MAX, UnreadableTable, scene_from_csv
from funding.domain.simulation_scene import CAMPAIGNS_MAX, DAYS_MAX, PLEDGES_MAX, Preset, Scene
from funding.enums import SimulationSource
from funding.services.simulations import NUMBERS, RULES_MAX, SEED_MAX, Asked

Choice = tuple[str, str, RuleSet]
"""A key, what stands beside its box, and the rule."""
RULE_BYTES_MAX = 100_000
PRESET_CHOICES = [
    (Preset.QUIET.value, _("Quiet: 2,000 pledges in 30 days")),
    (Preset.RUSH.value, _("Rush: 6,000 pledges in 14 days, most of them on the first")),
    (Preset.MANY_SMALL.value, _("Many small: 12,000 pledges of about 10 euros")),
    (Preset.FEW_LARGE.value, _("Few large: 300 pledges of about 300 euros")),
]


def _count(label: Any, most: int, *, least: int = 1, **options: Any) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=least, max_value=most, **options)


class SimulationForm(forms.Form):
    PARTS: Final[Mapping[str, tuple[str, ...]]] = {
        "what": ("name", "rules"),
        "begin": ("begin",),
        "own": ("own_file",),
        "over": ("source", "table", "preset"),
        "numbers": ("pledges", "campaigns", "days", "seed"),
        "how": ("pool", "orders"),
    }

    name = forms.CharField(
        label=_("Name"), help_text=_("So that you and the other managers find it again."), max_length=120
    )
    rules = forms.MultipleChoiceField(label=_("Rules"), required=False, widget=forms.CheckboxSelectMultiple)
    begin = forms.ChoiceField(
        label=_("A rule of your own, beginning with"),
        help_text=_("You build it in the next step; then it stands above and is ticked."),
        required=False,
    )
    own_file = forms.FileField(
        label=_("Any rule as a file"), help_text=_("A rule set as JSON, as the API gives it."), required=False
    )
    source = forms.ChoiceField(label=_("Pledges"), choices=SimulationSource.choices, widget=forms.RadioSelect)
    table = forms.FileField(
        label=_("Table of pledges"),
        help_text=_(
            "CSV with the columns date, amount and campaign; if they are known backer and goal. At most 200,000 rows."
            " Whoever gave becomes a number while it is read, and nothing else of it is kept."
        ),
        required=False,
    )
    preset = forms.ChoiceField(label=_("Scene"), choices=PRESET_CHOICES, required=False)
    pledges = _count(_("Number of pledges"), PLEDGES_MAX, required=False, help_text=_("Empty: as in the scene."))
    campaigns = _count(_("Number of campaigns"), CAMPAIGNS_MAX, required=False, help_text=_("Empty: as in the scene."))
    days = _count(_("Number of days"), DAYS_MAX, required=False, help_text=_("Empty: as in the scene."))
    pool = MoneyField(label=_("Money in the fund"), max_minor=10**11)
    orders = _count(
        _("In how many other orders"),
        ORDERS_MAX,
        least=0,
        help_text=_("The same pledges come in another order each time: so you see how much being first matters."),
    )
    seed = _count(
        _("Number that chance is drawn from"), SEED_MAX, help_text=_("The same number gives the same result again.")
    )

    def __init__(
        self, *args: Any, choices: Sequence[Choice], currency: str, kept: Scene | None = None, **options: Any
    ) -> None:
        """`kept` are the pledges of a table that was read before: they count where no other table is added."""
        super().__init__(*args, **options)
        self._known = {key: (label, rule) for key, label, rule in choices}
        boxes = [(key, f"{label}: {rule_sentence(rule, currency)}") for key, label, rule in choices]
        for name, shown in (("rules", boxes), ("begin", [(key, label) for key, label, _rule in choices])):
            field = self.fields[name]
            if isinstance(field, forms.ChoiceField):
                field.choices = shown
        if kept:
            self.fields["table"].help_text = gettext("Empty: the same table as before.")
        self._currency = currency
        self._own: list[tuple[str, RuleSet]] = []
        self._table: Scene | None = kept

    @property
    def parts(self) -> dict[str, Any]:
        """The fields as the page groups them, and which groups that are folded have something to say."""
        fields = {part: [self[name] for name in names] for part, names in self.PARTS.items()}
        opened = {f"{part}_open": any(field.errors for field in fields[part]) for part in ("own", "numbers")}
        return {**fields, **opened}

    def clean_own_file(self) -> None:
        sent = self.cleaned_data["own_file"]
        if not sent:
            return
        if sent.size > RULE_BYTES_MAX:
            raise ValidationError(_("This file is too large for a rule."))
        try:
            rule = from_data(json.loads(sent.read()))
        except (ValueError, RecursionError) as error:
            raise ValidationError(_("This file is not JSON.")) from error
        except Unreadable as error:
            text = gettext("This file is not a rule set: %(where)s.") % {"where": error.where or error.code}
            raise ValidationError(text) from error
        self._refuse_nonsense(rule)
        self._own.append((gettext("From a file"), rule))

    def clean_table(self) -> None:
        sent = self.cleaned_data["table"]
        if self.cleaned_data.get("source") != SimulationSource.TABLE:
            self._table = None
            return
        if not sent:
            return
        if sent.size > BYTES_MAX:
            raise ValidationError(_("This file is too large: at most 20 MB."))
        try:
            self._table = scene_from_csv(sent.read(), ZoneInfo(settings.EVENT_TIME_ZONE))
        except UnreadableTable as error:
            raise ValidationError([csv_problem_words(one) for one in error.problems]) from error

    def clean(self) -> dict[str, Any]:
        clean = super().clean() or self.cleaned_data
        if not self.errors and not 1 <= len(self.chosen) <= RULES_MAX:
            self.add_error("rules", _("Please choose between one and four rules."))
        if clean.get("source") == SimulationSource.TABLE and not self._table and "table" not in self.errors:
            self.add_error("table", _("Please add a table of pledges."))
        return clean

    def _refuse_nonsense(self, rule: RuleSet) -> None:
        if wrong := problems(rule):
            raise ValidationError([problem_words(one, self._currency) for one in wrong])

    @property
    def chosen(self) -> list[tuple[str, RuleSet]]:
        return [*(self._known[key] for key in self.cleaned_data.get("rules", [])), *self._own]

    @property
    def asked(self) -> Asked:
        """Only of a valid form."""
        clean = self.cleaned_data
        drawn = clean["source"] == SimulationSource.DRAWN
        return Asked(
            source=SimulationSource(clean["source"]),
            rules=self.chosen,
            pool_minor=clean["pool"].amount_minor,
            orders=clean["orders"],
            seed=clean["seed"],
            preset=Preset(clean["preset"] or Preset.QUIET),
            numbers={name: clean[name] for name in NUMBERS if clean[name]} if drawn else None,
            table=self._table,
        )
