"""Limits that do not depend on a row: what one pledge, one goal, one deposit may be."""

CURRENCIES = ("EUR",)
PLEDGE_MIN_MINOR = 100
PLEDGE_MAX_MINOR = 5_000_000
AMOUNT_MAX_MINOR = 100_000_000_000
"""A thousand million: far above any fund, far below what a 64-bit column or a provider takes."""
CAMPAIGN_DAYS_MAX = 180
RATE_MIN_BP = 100
"""One percent: below it the smallest pledge brings less than a cent, and what brings nothing counts for nothing."""
RATE_MAX_BP = 100_000
"""Ten to one. A higher rate is a typing error."""
