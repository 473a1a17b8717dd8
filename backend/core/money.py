"""Money: an integer of minor units and an ISO 4217 code. No floats, no division, rounding always named."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import total_ordering

from backend.core.checks import ensure

BASIS_POINTS = 10_000


class CurrencyMismatch(Exception):
    pass


@total_ordering
@dataclass(frozen=True, slots=True)
class Money:
    amount_minor: int
    currency: str = "EUR"

    def __post_init__(self) -> None:
        ensure(type(self.amount_minor) is int, "an amount is an integer of minor units")
        ensure(len(self.currency) == 3 and self.currency.isupper(), "a currency is an ISO 4217 code")  # noqa: PLR2004  its own length

    def __add__(self, other: "Money") -> "Money":
        return Money(self.amount_minor + self._same(other), self.currency)

    def __sub__(self, other: "Money") -> "Money":
        return Money(self.amount_minor - self._same(other), self.currency)

    def __neg__(self) -> "Money":
        return Money(-self.amount_minor, self.currency)

    def __lt__(self, other: "Money") -> bool:
        return self.amount_minor < self._same(other)

    def __bool__(self) -> bool:
        return self.amount_minor != 0

    def _same(self, other: "Money") -> int:
        if self.currency != other.currency:
            raise CurrencyMismatch(f"{self.currency} and {other.currency}")
        return other.amount_minor

    def rate_floor(self, rate_bp: int) -> "Money":
        """Return ⌊amount × rate_bp / 10,000⌋; `rate_bp` ≥ 0 in basis points."""
        return Money(rate_floor(self.amount_minor, rate_bp), self.currency)

    def split(self, weights: Sequence[int]) -> "list[Money]":
        """Return one part per weight, by largest remainder; the parts add up to the whole."""
        return [Money(part, self.currency) for part in split_largest_remainder(self.amount_minor, weights)]


def rate_floor(amount_minor: int, rate_bp: int) -> int:
    """Return ⌊amount_minor × rate_bp / 10,000⌋ for amounts and rates ≥ 0."""
    ensure(amount_minor >= 0 and rate_bp >= 0, "amount and rate are not negative")
    return amount_minor * rate_bp // BASIS_POINTS


def split_largest_remainder(amount_minor: int, weights: Sequence[int]) -> list[int]:
    """Split `amount_minor` ≥ 0 in proportion to `weights` ≥ 0 (not all zero) so that the parts add up exactly.

    Hamilton's method: floors first, then one unit each to the largest remainders, ties to the earlier weight.
    """
    total = sum(weights)
    ensure(amount_minor >= 0, "only amounts from zero up are split")
    ensure(total > 0 and all(weight >= 0 for weight in weights), "weights are not negative and not all zero")
    parts = [amount_minor * weight // total for weight in weights]
    by_remainder = sorted(range(len(weights)), key=lambda index: (-(amount_minor * weights[index] % total), index))
    for index in by_remainder[: amount_minor - sum(parts)]:
        parts[index] += 1
    ensure(sum(parts) == amount_minor, "the parts of a split add up to the whole")
    return parts
