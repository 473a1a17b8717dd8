"""What funds still have, for lists of them."""

from collections.abc import Iterable, Mapping
from itertools import groupby
from operator import attrgetter

from funding.ledger.balances import balances_of
from funding.ledger.enums import AccountKind
from funding.models import Fund


def free_money_of(funds: Iterable[Fund]) -> Mapping[int, int]:
    """Return minor units by the fund's key; two queries a currency, however many funds there are."""
    found: dict[int, int] = {}
    for currency, rows in groupby(sorted(funds, key=attrgetter("currency")), key=attrgetter("currency")):
        same = list(rows)
        pools = balances_of(AccountKind.FUND_POOL, [fund.public_id for fund in same], currency)
        found |= {fund.pk: pools[fund.public_id].free_minor if fund.public_id in pools else 0 for fund in same}
    return found
