"""What is asked of a worker that exchanges data with other systems."""

from dataclasses import dataclass
from typing import ClassVar

from backend.core.outbox import Event


@dataclass(frozen=True, kw_only=True)
class SprintPackageRequested(Event):
    topic: ClassVar[str] = "programmes.sprint_package_requested"
    package_id: int


@dataclass(frozen=True, kw_only=True)
class DataImportRead(Event):
    topic: ClassVar[str] = "programmes.data_import_read"
    import_id: int


@dataclass(frozen=True, kw_only=True)
class DataImportTaken(Event):
    topic: ClassVar[str] = "programmes.data_import_taken"
    import_id: int
