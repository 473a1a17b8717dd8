"""Who gave to several campaigns of a fund: backers are known by campaign, and here under one name."""

from collections.abc import Iterable

from funding.domain.book_allocation import Groups
from funding.domain.book_money import State
from funding.domain.rule_axes import Quadratic, QuadraticForm
from funding.models import BookPledge


def people_across(state: State, fund_id: int) -> Groups:
    """Return groups of pseudonyms of the book that share an account, an address, a card or a bank account.

    Empty unless a rule of the fund looks at pairs of people: nobody else is told who gave where. In a stable order.
    """
    functions = (rule.function for rule in state.versions)
    if not any(isinstance(one, Quadratic) and one.form is QuadraticForm.PAIRWISE for one in functions):
        return ()
    rows = BookPledge.objects.filter(position__fund=fund_id, pledge__identities__isnull=False)
    known = rows.order_by("sequence").values_list("backer", "pledge__identities__digest")
    return grouped(known.iterator())


def grouped(known: Iterable[tuple[str, str]]) -> Groups:
    """Return the groups of two and more backers whom pairs of (backer, digest) join, the first who came first."""
    head: dict[str, str] = {}

    def first(name: str) -> str:
        while head[name] != name:
            head[name] = head[head[name]]
            name = head[name]
        return name

    owners: dict[str, str] = {}
    for backer, digest in known:
        head.setdefault(backer, backer)
        owner = owners.setdefault(digest, backer)
        head[first(backer)] = first(owner)
    groups: dict[str, list[str]] = {}
    for backer in head:
        groups.setdefault(first(backer), []).append(backer)
    return tuple(tuple(group) for group in groups.values() if len(group) > 1)
