from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.stage import Stage, stage_in


@pytest.fixture
def stage(transactional_db: None, tmp_path: Path) -> Iterator[Stage]:
    with stage_in(tmp_path) as stage:
        yield stage
