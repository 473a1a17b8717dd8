"""Pledges that somebody is to look at: one that the rule excluded, two that wait, one that was decided."""

from datetime import datetime, timedelta

from funding.enums import CaseState, MatchState
from funding.models import Campaign, Pledge, PledgeCase
from funding.seeds import people
from funding.seeds.backers import Till
from funding.seeds.giving import Gift, give
from funding.selectors.cases import MEANS_PLEDGES_USUAL
from funding.services.cases import case_decide, case_open
from funding.services.pledges import Backer

HOUR = timedelta(hours=1)
CLUB = "club"


def seed(campaign: Campaign, till: Till, now: datetime) -> None:
    """A friend pays with the team's card, a club's till gives often from one card, a sponsor's person gives, too."""
    since = now - 40 * HOUR
    friend = Backer(name="Olaf Oster", email="olaf@example.org")
    give(campaign, Gift(key="seed:friend", amount_minor=4_000, at=since, backer=friend, card="team"), till)
    sponsor = Backer(user=people.person("sabine"))
    give(campaign, Gift(key="seed:sponsor", amount_minor=10_000, at=since + HOUR, backer=sponsor), till)
    for number in range(MEANS_PLEDGES_USUAL + 1):
        member = Backer(name=people.GUESTS[number], email=f"verein.{number}@example.org")
        at = since + (2 + number) * HOUR
        give(campaign, Gift(key=f"seed:club:{number}", amount_minor=1_000, at=at, backer=member, card=CLUB), till)
    asked, counted = _waiting(campaign)[:2]
    case_decide(
        case=_opened(counted, "Gleicher Name wie eine Person aus dem Team."),
        actor=people.person("felix"),
        verdict=CaseState.COUNTED,
        note="Nachgefragt: zwei Menschen mit demselben Namen.",
    )
    _opened(asked, "Die Nachricht spricht vom „eigenen Projekt“. Gehört die Person zum Team?")


def _waiting(campaign: Campaign) -> list[Pledge]:
    rows = Pledge.objects.filter(campaign=campaign, matches__state=MatchState.CONFIRMED, cases=None)
    return list(rows.select_related("payment").order_by("-amount_minor", "id"))


def _opened(pledge: Pledge, note: str) -> PledgeCase:
    match = pledge.matches.select_related("position__fund", "position__campaign__project__solution").latest("id")
    return case_open(pledge=pledge, position=match.position, actor=people.person("frieda"), note=note)
