"""Backers of a campaign as people: each counts once, whatever number of accounts, addresses and cards they use."""

from django.db import connection

from backend.core.db import require_transaction
from backend.core.outbox import outbox_add
from funding.events import BackersLinked
from funding.models import Pledge
from funding.selectors.persons import Digests


def person_link(pledge: Pledge, known: Digests) -> bool:
    """Keep what the giver is recognised by, and make all who share one of these one person; return if that joined two.

    In the caller's transaction, which holds the campaign's lock: two payments that link the same people take turns.
    """
    require_transaction()
    kinds = [kind.value for kind in known]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT o_person, o_linked FROM funding_person_link(%s, %s, %s)", [pledge.pk, kinds, list(known.values())]
        )
        pledge.person, linked = cursor.fetchone()
    return bool(linked)


def payment_person_link(pledge: Pledge, known: Digests) -> bool:
    """The payment showed a card or a bank account. Tells if people who were counted apart are one."""
    linked = person_link(pledge, known)
    if linked:
        outbox_add(BackersLinked(pledge_id=pledge.pk))
    return linked
