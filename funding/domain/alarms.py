"""At how much of a fund's money its managers are told."""

ALARM_PERCENTS = (50, 80, 95)


def alarms_reached(used_minor: int, held_minor: int) -> list[int]:
    """Return the percentages that are reached, exactly: 50 % of 3 is reached at 2, not at 1. Nothing held: none."""
    return [percent for percent in ALARM_PERCENTS if held_minor > 0 and 100 * used_minor >= percent * held_minor]
