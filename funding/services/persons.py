"""Backers of a campaign as people: each counts once, whatever number of accounts, addresses and cards they use."""

from collections.abc import Iterable

from django.db import connection

from backend.core import clock
from backend.core.db import require_transaction
from backend.core.outbox import outbox_add
from funding.domain.book_events import SamePerson
from funding.enums import CauseKind
from funding.events import BackersLinked
from funding.models import FundCampaign, Pledge
from funding.selectors.locks import LockedPledge
from funding.selectors.persons import Digests
from funding.services.book_matches import Cause
from funding.services.journal import campaign_tell


def person_link(pledge: Pledge, known: Digests) -> list[int]:
    """Keep what the giver is recognised by, and make all who share one of these one person.

    Returns who was somebody else until now.

    In the caller's transaction, which holds the campaign's lock: two payments that link the same people take turns.
    """
    require_transaction()
    kinds = [kind.value for kind in known]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT o_person, o_merged FROM funding_person_link(%s, %s, %s)", [pledge.pk, kinds, list(known.values())]
        )
        pledge.person, merged = cursor.fetchone()
    return [int(person) for person in merged]


def payment_person_link(locked: LockedPledge, known: Digests) -> None:
    """The payment showed a card or a bank account. Tells if people who were counted apart are one."""
    merged = person_link(locked.pledge, known)
    if merged:
        outbox_add(BackersLinked(pledge_id=locked.pledge.pk))
        people_tell(locked.pledge, locked.positions, merged)


def people_tell(pledge: Pledge, positions: Iterable[FundCampaign], merged: Iterable[int]) -> None:
    """Write down in the journals of the campaign's funds who is the person of this pledge, too."""
    campaign, moment = pledge.campaign.public_id, clock.now()
    for number in sorted(merged):
        one = SamePerson(
            at=moment, campaign=campaign, backer=f"{campaign}.{number}", person=f"{campaign}.{pledge.person}"
        )
        campaign_tell(positions, one, Cause(CauseKind.EXCLUSION, pledge.public_id))
