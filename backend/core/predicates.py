"""Predicates of django-rules, typed: small questions about a person and a row that combine with `&`, `|` and `~`."""

from collections.abc import Callable
from typing import Any

from rules.predicates import Predicate, predicate

from backend.core.errors import NotAllowed


def sentence(function: Callable[..., bool]) -> Predicate:
    """Make a predicate of `function(person, row)`; its name reads as a sentence: `leads_team`."""
    made: Predicate = predicate(function)  # type: ignore[no-untyped-call]  # the library types its classes only
    return made


def holds(rule: Predicate, person: Any, row: Any) -> bool:
    """Nobody (None) never holds a right; whoever needs none is not asked."""
    return person is not None and rule.test(person, row)


def require(rule: Predicate, person: Any, row: Any) -> None:
    """Raise NotAllowed unless `rule` holds for `person` and `row`."""
    if not holds(rule, person, row):
        raise NotAllowed
