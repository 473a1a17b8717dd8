"""The payment provider's fee: borne by the campaign for money that stays, by the platform for money that goes back."""

from backend.core.checks import ensure


def fee_returned(fee_minor: int, amount_minor: int, *, refunded_before_minor: int, refund_minor: int) -> int:
    """Return the part of `fee_minor` that the platform takes over when `refund_minor` of a payment goes back.

    Cumulative, ⌊fee · refunded / amount⌋: after the whole amount has gone back the whole fee has, to the cent.
    Providers do not return their fee on refunds.
    """
    ensure(0 <= fee_minor <= amount_minor, "a fee is part of its payment")
    ensure(amount_minor > 0 and refund_minor > 0 and refunded_before_minor >= 0, "amounts are above zero")
    after = refunded_before_minor + refund_minor
    ensure(after <= amount_minor, "no more goes back than was paid")
    return fee_minor * after // amount_minor - fee_minor * refunded_before_minor // amount_minor
