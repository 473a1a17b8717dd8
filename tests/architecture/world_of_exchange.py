"""What a sprint exchanges with other systems, in the world of the authorization matrix."""

from programmes.events_of_exchange import SprintPackageRequested
from programmes.models import DevpostImport, Sprint, SprintPackage
from programmes.services.sprint_packages import sprint_package_request
from tests.factories.exchange import DevpostImportFactory
from worker.exchange import sprint_package_build


def exchanged(sprint: Sprint) -> dict[str, SprintPackage | DevpostImport]:
    package = sprint_package_request(actor=None, sprint=sprint)
    sprint_package_build(SprintPackageRequested(package_id=package.pk))
    return {"data_package": package, "devpost_import": DevpostImportFactory.create(sprint=sprint)}
