"""What a Devpost table would bring into a sprint, row by row."""

from collections.abc import Sequence
from dataclasses import dataclass

from programmes.domain.exchange.rows import ProjectRow, from_data
from programmes.models import DevpostImport, Solution
from programmes.selectors.exchange import challenges_told, ref_of


@dataclass(frozen=True, slots=True)
class Previewed:
    row: int
    project: ProjectRow
    is_here: bool
    """Whether it came with an earlier table: then it gets a new version if its text has changed."""
    is_elsewhere: bool
    """Whether it belongs to another sprint, and so is left out."""
    challenge: str
    """Title of the challenge that it is for; empty where none is called like one of its prizes."""


def devpost_preview(found: DevpostImport, stored: Sequence[list[object]]) -> list[Previewed]:
    """Return these of the rows that were read, as they would be taken over. Two queries."""
    rows = [(int(str(number)), from_data(ProjectRow, dict(data))) for number, data in stored]  # type: ignore[call-overload]  # as `devpost_read` has written them
    here = dict(
        Solution.objects.filter(source_ref__in=[row.id for _number, row in rows]).values_list("source_ref", "sprint_id")
    )
    titles = {ref_of(row): row.title for row in challenges_told(found.sprint)}
    return [
        Previewed(
            row=number,
            project=row,
            is_here=here.get(row.id) == found.sprint_id,
            is_elsewhere=row.id in here and here[row.id] != found.sprint_id,
            challenge=titles.get(row.challenge_id, ""),
        )
        for number, row in rows
    ]
