"""Comparing solutions, two at a time: what a juror may compare, and what is his or hers to take back."""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from backend.accounts.fetching import by_id
from backend.accounts.models import User
from backend.core.errors import Invalid, Text
from programmes.models import Comparison, Solution
from programmes.selectors.comparisons import comparisons_of
from programmes.selectors.reviews import reviews_of


def solutions_to_compare(juror: User, first: str, second: str) -> tuple[Solution, Solution]:
    """Both of them, as sent by a juror to whom they are assigned and who may still judge them. Raises Invalid."""
    rows = reviews_of(juror).filter(solution__public_id__in=[first, second]).order_by()
    found = {review.solution.public_id: review.solution for review in rows}
    faults: dict[str, Text | Sequence[Text]] = {
        field: _("This solution is not assigned to you.")
        for field, name in (("first", first), ("second", second))
        if name not in found
    }
    if faults:
        raise Invalid(faults)
    return found[first], found[second]


def comparison_to_take_back(juror: User, public_id: str) -> Comparison:
    """One's own, and nobody else's."""
    return by_id(comparisons_of(juror), public_id)
