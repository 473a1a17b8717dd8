"""`gemeinwerk sprint export` and `import`, as one types them."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from programmes.domain.exchange.reading import read_package
from programmes.models import Challenge, Sprint
from tests.factories import programmes as make

pytestmark = pytest.mark.django_db


def run(*words: str) -> str:
    said = StringIO()
    call_command("sprint", *words, stdout=said)
    return said.getvalue()


@pytest.mark.parametrize("name", ["data.zip", "data.json"])
def test_a_sprint_is_written_and_read_again(tmp_path: Path, name: str) -> None:
    challenge = make.ChallengeFactory.create()
    path = tmp_path / name
    assert f"{path}: 1 challenges and solutions" in run("export", challenge.sprint.slug, "--output", str(path))
    assert [row.name for _number, row in read_package(path).projects] == [challenge.title]
    said = run("import", str(path), "--report", str(tmp_path / "findings.csv"))
    assert f"Sprint: {challenge.sprint.slug} (published)" in said
    assert "Rows changed: 0" in said
    assert (tmp_path / "findings.csv").read_text() == "file,row,kind,what\n"


def test_a_new_sprint_needs_a_programme(tmp_path: Path) -> None:
    challenge = make.ChallengeFactory.create()
    programme, path = make.ProgrammeFactory.create(), tmp_path / "data.zip"
    run("export", challenge.sprint.public_id, "--output", str(path))
    Challenge.objects.all().delete()
    Sprint.objects.all().delete()
    with pytest.raises(CommandError, match="das Programm"):
        run("import", str(path))
    assert "(draft)" in run("import", str(path), "--programme", programme.slug)
    assert Sprint.objects.get().programme == programme
    with pytest.raises(CommandError, match="no programme nowhere"):
        run("import", str(path), "--programme", "nowhere")


def test_what_cannot_be_is_said_in_a_sentence(tmp_path: Path) -> None:
    sprint, path = make.SprintFactory.create(), tmp_path / "data.zip"
    with pytest.raises(CommandError, match="no sprint nowhere"):
        run("export", "nowhere", "--output", str(path))
    with pytest.raises(CommandError, match="cannot be written"):
        run("export", sprint.slug, "--output", str(tmp_path / "none" / "data.zip"))
    path.write_text("nothing")
    with pytest.raises(CommandError, match="there already"):
        run("export", sprint.slug, "--output", str(path))
    with pytest.raises(CommandError, match=r"not_json in data\.zip"):
        run("import", str(path))
    good, other = tmp_path / "good.zip", make.ProgrammeFactory.create()
    run("export", sprint.slug, "--output", str(good))
    with pytest.raises(CommandError, match="gehört zu einem anderen Programm"):
        run("import", str(good), "--programme", other.slug)
