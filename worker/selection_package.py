"""The package of a selection for outsiders: written as it was decided, checked as an outsider would, and published."""

import tempfile
from pathlib import Path

import structlog
from django.conf import settings

from backend.core.evidence.codec import Unreadable
from backend.core.evidence.writing import zip_package
from programmes.domain.jury_book import Refused
from programmes.events_of_selection import SelectionDecided
from programmes.proof.layout import LAYOUT
from programmes.proof.verifying import verify
from programmes.selectors.selection_packages import Selected, selection_without_package
from programmes.selectors.vote_package import package_write
from programmes.services.selection_packages import (
    Made,
    PackageFailure,
    selection_package_fail,
    selection_package_publish,
)

log = structlog.get_logger(__name__)


def selection_package_build(event: SelectionDecided) -> None:
    """Write, check and publish one; one that is there already is left alone.

    What does not hold is not published: a jury that cannot explain its selection has something to find out first.
    """
    selected = selection_without_package(event.sprint_id, event.stage, event.cohort_id)
    if selected is None:
        return
    with tempfile.TemporaryDirectory() as folder:
        try:
            made = _made(selected, Path(folder))
        except (Refused, Unreadable) as error:
            log.exception("selection_without_book", selection=selected.name, error=str(error))
            selection_package_fail(selected=selected, failure=PackageFailure.NO_BOOK)
            return
        if made is None:
            selection_package_fail(selected=selected, failure=PackageFailure.DOES_NOT_HOLD)
        else:
            selection_package_publish(selected=selected, made=made)


def _made(selected: Selected, folder: Path) -> Made | None:
    """Return the package, or None if a check of it finds something."""
    address = f"{settings.SITE_URL}/sprints/{selected.sprint.slug}/auswahl/"
    written = package_write(
        selected.sprint, folder / "package", address=address, created=selected.at, stage=selected.stage
    )
    report = verify(written.folder, digest=written.digest)
    if not report.holds:
        found = [one.what() for one in report.findings.rows]
        log.error("selection_package_does_not_hold", selection=selected.name, found=found)
        return None
    file = folder / "package.zip"
    zip_package(written.folder, LAYOUT, file)
    return Made(file=file, digest=written.digest, votes=written.votes, solutions=written.solutions)
