"""What a sprint exchanges with other systems, in the world of the authorization matrix."""

from backend.core import clock
from programmes.enums import SolutionState
from programmes.events_of_exchange import SprintPackageRequested
from programmes.models import DataImport, Solution, Sprint, SprintPackage
from programmes.services.sprint_packages import sprint_package_request
from tests.factories import programmes as made
from tests.factories.exchange import DataImportFactory
from worker.exchange import sprint_package_build


def exchanged(sprint: Sprint) -> dict[str, SprintPackage | DataImport | Solution]:
    package = sprint_package_request(actor=None, sprint=sprint)
    sprint_package_build(SprintPackageRequested(package_id=package.pk))
    reusable = made.SolutionFactory.create(team__challenge__sprint__programme=sprint.programme)
    reusable.versions.all().delete()
    links = [{"label": "Code", "url": "https://codeberg.org/hitze/karte"}]
    facts = {"licence": "EUPL-1.2", "links": links, "body": "Wort " * 40, "handed_in_at": clock.now()}
    version = made.SolutionVersionFactory.create(solution=reusable, **facts)
    Solution.objects.filter(pk=reusable.pk).update(state=SolutionState.HANDED_IN, current_version=version)
    found = DataImportFactory.create(sprint=sprint)
    return {"data_package": package, "data_import": found, "reusable": reusable}
