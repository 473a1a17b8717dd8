"""Assertions that are never stripped and never shown to a user as their mistake."""


class InvariantViolation(Exception):
    pass


def ensure(condition: object, what: str) -> None:
    """Raise InvariantViolation unless `condition` holds. `what` states the truth that must hold."""
    if not condition:
        raise InvariantViolation(what)
