"""Packages and tables of other systems."""

from factory.django import DjangoModelFactory

from backend.core import clock
from programmes.enums_of_exchange import SprintPackageState
from programmes.models import DevpostImport, SprintPackage
from tests.factories.declarations import at_call, sub

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


class DevpostImportFactory(DjangoModelFactory[DevpostImport]):
    """Read, and waiting to be looked at."""

    class Meta:
        model = DevpostImport

    sprint = sub(f"{MADE}.SprintFactory")
    layout = "prizes"
