"""The package of a fund for outsiders: written as of one moment, checked as an outsider would, and published."""

import tempfile
from pathlib import Path

import structlog
from django.conf import settings

from backend.core import clock
from backend.core.evidence.codec import Unreadable
from backend.core.evidence.writing import zip_package
from funding.domain.book import Refused
from funding.enums import KitState
from funding.events_of_funds import PackageRequested
from funding.models import FundPackage
from funding.proof.layout import LAYOUT
from funding.proof.verifying import verify
from funding.selectors.fund_package import package_write
from funding.services.packages import Made, PackageFailure, package_fail, package_progress, package_publish

log = structlog.get_logger(__name__)
WRITTEN, CHECKED = 40, 90


def fund_package_build(event: PackageRequested) -> None:
    """Write, check and publish one; one that is there already is left alone.

    What does not hold is not published: a fund that cannot explain its figures has something to find out first.
    """
    package = FundPackage.objects.select_related("fund").filter(pk=event.package_id, state=KitState.REQUESTED).first()
    if package is None:
        return
    with tempfile.TemporaryDirectory() as folder:
        try:
            made = _made(package, Path(folder))
        except (Refused, Unreadable) as error:
            log.exception("package_without_book", package=package.public_id, error=str(error))
            package_fail(package=package, failure=PackageFailure.NO_BOOK)
            return
        if made is None:
            package_fail(package=package, failure=PackageFailure.DOES_NOT_HOLD)
        else:
            package_publish(package=package, made=made)


def _made(package: FundPackage, folder: Path) -> Made | None:
    """Return the package, or None if a check of it finds something."""
    fund = package.fund
    address = f"{settings.SITE_URL}/fonds/{fund.slug}/"
    written = package_write(fund, folder / "package", address=address, created=clock.now())
    package_progress(package=package, percent=WRITTEN)

    def tell(read: int, whole: int) -> None:
        share = WRITTEN + (CHECKED - WRITTEN) * read // max(1, whole)
        if share > package.progress_percent:
            package.progress_percent = share
            package_progress(package=package, percent=share)

    report = verify(written.folder, digest=written.digest, progress=tell)
    if not report.holds:
        log.error(
            "package_does_not_hold", package=package.public_id, found=[one.what() for one in report.findings.rows]
        )
        return None
    file = folder / "package.zip"
    zip_package(written.folder, LAYOUT, file)
    return Made(file=file, digest=written.digest, events=written.events, matches=written.matches)
