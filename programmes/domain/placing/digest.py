"""A question by its fingerprint, so that two runs can be told to have been asked the same."""

import dataclasses
import hashlib
import json
from typing import Any

from programmes.domain.placing.kinds import Question


def digest(question: Question) -> str:
    """The same for the same people, teams and pins in whatever order; the seed and the weights stand beside it."""
    people = sorted((_plain(row) for row in question.people), key=lambda row: str(row["key"]))
    teams = sorted((_plain(row) for row in question.teams), key=lambda row: str(row["key"]))
    text = json.dumps([people, teams, dict(question.pins)], sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def _plain(row: Any) -> dict[str, Any]:
    data = dataclasses.asdict(row)
    return {name: sorted(value) if isinstance(value, frozenset) else value for name, value in data.items()}
