"""How old somebody is on a day."""

from datetime import date

OLDEST = 120


def age_on(birth_date: date, day: date) -> int:
    """Full years; who was born on 29 February has the birthday on 1 March where there is none."""
    return day.year - birth_date.year - ((day.month, day.day) < (birth_date.month, birth_date.day))


def is_plausible(birth_date: date, day: date) -> bool:
    return birth_date < day and age_on(birth_date, day) <= OLDEST
