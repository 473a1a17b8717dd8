"""How pledges, people and sponsors are called in what leaves the house: by where they stand in the journal."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from funding.domain.book_events import Allocated, Event, Pledged
from funding.models import Fund, FundCampaign


@dataclass(slots=True)
class Pseudonyms:
    """p17 is the pledge of event 17, b3 the third backer, s2 the second pot; campaigns keep their short names.

    A name means something in one fund only, and is the same in each package of it. What has not been told of yet has
    none.
    """

    campaigns: Mapping[str, str]
    pledges: dict[str, str] = field(default_factory=dict)
    backers: dict[str, str] = field(default_factory=dict)
    pots: dict[str, str] = field(default_factory=dict)

    def event(self, sequence: int, event: Event) -> Event:
        """Return `event` with all names exchanged."""
        given: Any = event
        changes: dict[str, Any] = {}
        if isinstance(event, Pledged):
            self.pledges[event.pledge] = f"p{sequence}"
        if hasattr(given, "pledge"):
            changes["pledge"] = self.pledges[given.pledge]
        if isinstance(event, Allocated):
            changes["people"] = tuple(tuple(self.backers[one] for one in group) for group in event.people)
            changes["shares"] = tuple(replace(one, campaign=self.campaigns[one.campaign]) for one in event.shares)
        if getattr(given, "campaign", None) is not None:
            changes["campaign"] = self.campaigns[given.campaign]
        if hasattr(given, "pot"):
            changes["pot"] = self.pots.setdefault(given.pot, f"s{len(self.pots) + 1}")
        for name in ("backer", "person"):
            if hasattr(given, name):
                who = getattr(given, name)
                changes[name] = self.backers.setdefault(who, f"b{len(self.backers) + 1}")
        return replace(event, **changes) if changes else event


def pseudonyms_of(fund: Fund) -> Pseudonyms:
    rows = FundCampaign.objects.filter(fund=fund).values_list("campaign__public_id", "campaign__slug")
    return Pseudonyms(dict(rows))
