"""What is exchanged with other systems, as the outbox asks for it."""

from functools import partial

from programmes.events_of_exchange import DataImportRead, DataImportTaken, SprintPackageRequested
from programmes.services.exchange.imports import import_carry_out, import_fail, import_try_out
from programmes.services.sprint_packages import sprint_package_carry_out, sprint_package_fail
from worker.computing import failing_openly


def sprint_package_build(event: SprintPackageRequested) -> None:
    """Write and publish. What goes wrong on the way is told on the page."""
    fail = partial(sprint_package_fail, package_id=event.package_id)
    with failing_openly("sprint_package_failed", fail, package=event.package_id):
        sprint_package_carry_out(package_id=event.package_id)


def data_try_out(event: DataImportRead) -> None:
    """Try a package out, so that it can be looked at. What goes wrong on the way is told on the page."""
    with failing_openly("data_import_failed", partial(import_fail, import_id=event.import_id), run=event.import_id):
        import_try_out(import_id=event.import_id)


def data_take_over(event: DataImportTaken) -> None:
    """Take over what was read. What goes wrong on the way is told on the page."""
    with failing_openly("data_import_failed", partial(import_fail, import_id=event.import_id), run=event.import_id):
        import_carry_out(import_id=event.import_id)
