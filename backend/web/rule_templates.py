"""The rules that one can begin with, by the names that people know them by."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from backend.web.rule_labels import Label

NAMES: Mapping[str, Label] = {
    "quarter": _("25 percent on every pledge"),
    "double": _("1:1, up to 250 euros of a pledge"),
    "once_each": _("1:1, once for each person"),
    "three_quarters": _("3:1, up to three quarters of the whole sum"),
    "bands": _("In bands: the more there is, the smaller the percentage"),
    "steps": _("In steps, by how many people support it"),
    "lump_sum": _("A lump sum as soon as the goal is reached"),
    "half_of_goal": _("Half of the goal, as soon as people have given a quarter"),
    "shared_at_close": _("50 percent, shared out at the end"),
    "quadratic": _("Quadratic: many small pledges count more"),
}
