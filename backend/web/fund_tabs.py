"""The pages of a fund's desk, a few at a time: what one does there stands on top, its pages below."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from backend.web.rule_labels import Label


@dataclass(frozen=True, slots=True)
class Tab:
    """`here` is what a page calls itself, `route` its name without the namespace."""

    here: str
    label: Label
    route: str


@dataclass(frozen=True, slots=True)
class Group:
    label: Label
    tabs: Sequence[Tab]


GROUPS = (
    Group(_("Overview"), (Tab("desk", _("Overview"), "fund-desk"),)),
    Group(
        _("Decide"),
        (
            Tab("approvals", _("Approvals"), "fund-approvals"),
            Tab("cases", _("Cases"), "fund-cases"),
            Tab("decisions", _("Decisions"), "fund-decisions"),
        ),
    ),
    Group(
        _("Campaigns"),
        (
            Tab("campaigns", _("Campaigns"), "fund-campaigns"),
            Tab("pledges", _("Pledges"), "fund-pledges"),
        ),
    ),
    Group(
        _("Money"),
        (
            Tab("deposits", _("Deposits"), "fund-deposits"),
            Tab("payouts", _("Payouts"), "fund-payouts"),
            Tab("allocations", _("Distribution"), "fund-allocations"),
            Tab("claims", _("Claims"), "fund-claims"),
        ),
    ),
    Group(
        _("Rule"),
        (
            Tab("rule", _("Rule"), "fund-rule"),
            Tab("simulations", _("Simulation"), "fund-simulations"),
        ),
    ),
    Group(
        _("About the fund"),
        (
            Tab("managers", _("Managers"), "fund-managers"),
            Tab("trail", _("Trail"), "fund-trail"),
            Tab("packages", _("Package for checking"), "fund-packages-desk"),
            Tab("closing", _("Closing"), "fund-closing"),
        ),
    ),
)


@dataclass(frozen=True, slots=True)
class Shown:
    """A link of the navigation. `current` is "page" for the page itself, "true" for what it belongs to."""

    label: Label
    route: str
    current: str = ""


def tabs_at(here: str) -> tuple[list[Shown], list[Shown]]:
    """Return the groups, and the pages of the one that `here` is in; no pages where it is the only one."""
    pages: list[Shown] = []
    groups = []
    for group in GROUPS:
        inside = any(tab.here == here for tab in group.tabs)
        alone = len(group.tabs) == 1
        current = ("page" if alone else "true") if inside else ""
        groups.append(Shown(group.label, f"web:{group.tabs[0].route}", current))
        if inside and not alone:
            pages = [Shown(tab.label, f"web:{tab.route}", "page" if tab.here == here else "") for tab in group.tabs]
    return groups, pages
