"""What an outsider starts: it needs neither Django nor a database, and its last word is a number."""

import subprocess
import sys
from pathlib import Path

import pytest

from funding.proof.__main__ import main
from funding.proof.layout import MATCHES
from tests.architecture.sources import ROOT
from tests.backend.core.forging import forge_table
from tests.funding.proof.packages import eventful, package

BARE = {"PATH": "/usr/bin:/bin", "DJANGO_SETTINGS_MODULE": "backend.settings.prod"}
FORBIDDEN = ("django", "psycopg", "rest_framework", "celery", "redis", "stripe")


def test_the_answer_is_a_sentence_and_a_number(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    written = package(tmp_path / "package", eventful())
    assert main(["verify", str(written.folder), "--language", "en"]) == 0
    said = capsys.readouterr().out
    assert "All is right" in said
    assert f"Digest of the package: {written.digest}" in said
    assert "Compare it with the one that was made known" in said
    assert main(["verify", str(written.folder), "--language", "de", "--digest", written.digest]) == 0
    assert "Sie ist die, die Sie genannt haben." in capsys.readouterr().out


def test_what_is_wrong_is_said_in_german_too(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    written = package(tmp_path / "package", eventful())
    forge_table(written.folder, MATCHES, lambda rows: [row.update(amount_minor="1") for row in rows])
    forge_table(written.folder, MATCHES, lambda rows: rows.extend(rows[-1:] * 30))
    assert main(["verify", str(written.folder), "--language", "de"]) == 1
    said = capsys.readouterr().out
    assert "matches.csv, Zeile 2: match m1: amount_minor ist „1“, nachgerechnet „2502“." in said
    assert "weitere von der Art „row_twice“" in said


def test_it_needs_no_django_and_no_database(tmp_path: Path) -> None:
    written = package(tmp_path / "package", eventful())
    code = (
        "import sys; from funding.proof.__main__ import main; "
        f"ended = main(['verify', {str(written.folder)!r}]); "
        f"print([one for one in {FORBIDDEN!r} if one in sys.modules]); sys.exit(ended)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=BARE, capture_output=True, text=True, check=False)
    assert done.stdout.splitlines()[-1] == "[]", done.stderr
    assert done.returncode == 0


@pytest.mark.parametrize("start", [["-m", "funding.proof", "verify"], ["-m", "backend", "fund", "verify"]])
def test_it_starts_without_any_settings(start: list[str], tmp_path: Path) -> None:
    written = package(tmp_path / "package", eventful())
    for digest, ended in ((written.digest, 0), ("0" * 64, 1)):
        command = [sys.executable, *start, str(written.folder), "--digest", digest]
        done = subprocess.run(command, cwd=ROOT, env=BARE, capture_output=True, text=True, check=False)
        assert (done.returncode, done.stderr) == (ended, "")
