"""Packages and tables of other systems."""

from factory.django import DjangoModelFactory

from backend.core import clock
from programmes.enums_of_exchange import DataImportState, ImportSource, SprintPackageState
from programmes.models import DataImport, SprintPackage
from tests.factories.declarations import at_call, same_as, sub

MADE = "tests.factories.programmes"


class SprintPackageFactory(DjangoModelFactory[SprintPackage]):
    """Published, without a file behind it."""

    class Meta:
        model = SprintPackage

    sprint = sub(f"{MADE}.SprintFactory")
    state = SprintPackageState.READY
    tables = "sprint-packages/none.zip"
    inline = "sprint-packages/none.json"
    sha256 = "0" * 64
    ready_at = at_call(clock.now)


class DataImportFactory(DjangoModelFactory[DataImport]):
    """Read, and waiting to be looked at."""

    class Meta:
        model = DataImport

    sprint = sub(f"{MADE}.SprintFactory")
    into = same_as("sprint")
    source = ImportSource.DEVPOST
    state = DataImportState.READY
    layout = "prizes"
