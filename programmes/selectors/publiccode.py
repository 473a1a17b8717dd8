"""Solutions that are software which administrations may reuse."""

from programmes.domain.exchange.publiccode import Software, Unfit, publiccode
from programmes.enums import ProjectState, Stage
from programmes.models import Project, Solution

STATUSES = {
    Stage.PROTOTYPE: "development",
    Stage.TEST: "beta",
    Stage.SCALE: "stable",
    Stage.IMPACT: "stable",
}


def software_of(solution: Solution, address: str, project: Project | None = None) -> Software | None:
    """Return what a catalogue wants to know, or None where the licence, the repository or enough text is missing."""
    version = solution.current_version
    if version is None or version.handed_in_at is None:
        return None
    status = "concept"
    if project is not None:
        stopped = project.state == ProjectState.STOPPED
        status = "obsolete" if stopped else STATUSES[Stage(project.stage)]
    found = Software(
        name=version.title,
        summary=version.summary,
        text=version.body,
        language=version.language,
        licence=version.licence,
        links=[link["url"] for link in version.links],
        address=address,
        status=status,
        released_on=version.handed_in_at.astimezone(solution.sprint.zone).date(),
    )
    try:
        publiccode(found)
    except Unfit:
        return None
    return found
