"""The package of a selection by comparisons: right if untouched, and each planted manipulation is found and named."""

import subprocess
import sys
from pathlib import Path

import pytest

from backend.core.evidence.layout import README
from programmes.proof.verifying import verify
from tests.programmes.proof import manipulations_of_pairs as manipulations
from tests.programmes.proof.packages import eventful_pairs, package, said

ROOT = Path(__file__).parents[3]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return package(tmp_path / "package", eventful_pairs()).folder


def test_an_honest_package_holds(tmp_path: Path) -> None:
    written = package(tmp_path / "package", eventful_pairs())
    assert said(written.folder) == ""
    report = verify(written.folder, digest=written.digest)
    assert (report.holds, report.solutions, report.votes) == (True, 5, written.votes)


@pytest.mark.parametrize("name", manipulations.ALL)
def test_a_planted_manipulation_is_named(name: str, folder: Path) -> None:
    words = manipulations.ALL[name](folder)
    assert words in said(folder)


def test_outsiders_need_neither_django_nor_a_database(folder: Path) -> None:
    program = (
        "import sys, pathlib; from programmes.proof.verifying import verify;"
        "holds = verify(pathlib.Path(sys.argv[1])).holds;"
        "assert not [name for name in sys.modules if name.split('.')[0] in ('django', 'psycopg', 'celery')];"
        "sys.exit(not holds)"
    )
    made = subprocess.run([sys.executable, "-c", program, str(folder)], cwd=ROOT, check=False, capture_output=True)
    assert (made.returncode, made.stderr) == (0, b"")


def test_the_readme_tells_how_strengths_are_computed(folder: Path) -> None:
    told = (folder / README).read_text()
    assert "Bradley-Terry-Modell" in told
    assert "imagined tie" in told
    assert "pip install evalica" in told
