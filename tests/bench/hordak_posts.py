"""Run with django-hordak's settings: post in so many processes, print postings per second as JSON."""

import json
import sys
from collections.abc import Sequence
from typing import Any

import django
from django.core.management import call_command
from django.db import transaction

from tests.bench.timing import in_processes


def main(processes: int, count: int) -> None:
    django.setup()
    call_command("migrate", verbosity=0)
    # Only in this process django-hordak can be imported.
    from hordak.models import Account
    from moneyed import Money

    kinds = {"processor": "AS", "campaign": "LI", "fees": "EX"}
    accounts = {
        name: Account.objects.create(name=name, code=str(number), type=kind, currencies=["EUR"])
        for number, (name, kind) in enumerate(kinds.items(), 1)
    }
    processor, campaign, fees = accounts.values()
    campaign.transfer_to(processor, Money(10_000_000, "EUR"))

    def post() -> None:
        campaign.transfer_to(processor, Money(20, "EUR"))
        processor.transfer_to(fees, Money("0.55", "EUR"))

    def posted(share: Sequence[Any]) -> None:
        for _number in share:
            with transaction.atomic():
                post()

    def covered(share: Sequence[Any]) -> None:
        for _number in share:
            with transaction.atomic():
                locked = Account.objects.select_for_update().get(pk=processor.pk)
                if locked.get_balance()["EUR"] < Money("0.55", "EUR"):
                    raise RuntimeError("there is enough")
                post()

    pieces = list(range(count))
    rates = {work.__name__: in_processes(processes, work, pieces) for work in (posted, covered)}
    sys.stdout.write(json.dumps(rates))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
