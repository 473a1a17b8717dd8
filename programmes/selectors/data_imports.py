"""What a table or a package would bring, row by row."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from programmes.domain.exchange.package import EVENTS, PROJECTS
from programmes.domain.exchange.rows import ProjectRow, from_data
from programmes.models import Challenge, DataImport, Solution
from programmes.selectors.exchange import challenges_told, ref_of


@dataclass(frozen=True, slots=True)
class Previewed:
    row: int
    project: ProjectRow
    is_here: bool
    """Whether it came with an earlier file: then it is changed, or gets a new version, if its text is another one."""
    is_ours: bool
    """Whether it was made here, and so stays as it is."""
    is_elsewhere: bool
    """Whether it belongs to another sprint, and so is left out."""
    challenge: str
    """Title of the challenge that it is for; empty where there is none."""


def projects_read(found: DataImport) -> list[list[Any]]:
    """The challenges and solutions that were read, each with its number."""
    rows: list[list[Any]] = found.rows.get(PROJECTS, [])
    return rows


def event_read(found: DataImport) -> str:
    """How a package calls its sprint."""
    [event] = found.rows.get(EVENTS) or [(0, {})]
    return str(event[1].get("name", ""))


def import_preview(found: DataImport, stored: Sequence[list[Any]]) -> list[Previewed]:
    """Return these of the rows that were read, as they would be taken over. Three queries."""
    rows = [(int(number), from_data(ProjectRow, dict(data))) for number, data in stored]
    here = _here([row.id for _number, row in rows])
    titles = {row["id"]: row["name"] for _number, row in projects_read(found) if row["is_challenge"]}
    titles |= {ref_of(row): row.title for row in challenges_told(found.into)} if found.into else {}
    return [
        Previewed(
            row=number,
            project=row,
            is_here=row.id in here and here[row.id].sprint_id == found.into_id,
            is_ours=row.id in here and here[row.id].source_ref is None,
            is_elsewhere=row.id in here and here[row.id].sprint_id != found.into_id,
            challenge=titles.get(row.challenge_id, ""),
        )
        for number, row in rows
    ]


def _here(keys: Sequence[str]) -> dict[str, Challenge | Solution]:
    known = Q(source_ref__in=keys) | Q(public_id__in=keys)
    wanted = ("sprint_id", "source_ref", "public_id")
    found: list[Challenge | Solution] = [*Challenge.objects.filter(known).only(*wanted)]
    found += Solution.objects.filter(known).only(*wanted)
    return {ref_of(row): row for row in found} | {row.public_id: row for row in found}
