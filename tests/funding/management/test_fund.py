"""`gemeinwerk fund`, as an operator types it."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from funding.models import FundBook, FundEvent, Match
from funding.proof.verifying import verify
from tests.funding.scenes import Scene, backer

pytestmark = pytest.mark.django_db


def typed(*words: str) -> str:
    out = StringIO()
    call_command("fund", *words, stdout=out, stderr=StringIO())
    return out.getvalue()


@pytest.fixture
def paid(scene: Scene) -> Scene:
    for number in range(3):
        scene.paid(1_010, backer=backer(email=f"{number}@example.org"))
    return scene


def test_a_replay_says_that_all_is_as_the_journal_gives(paid: Scene) -> None:
    for name in (paid.fund.slug, paid.fund.public_id):
        said = typed("replay", name)
        assert f"{FundEvent.objects.count()} events, 3 matches" in said
        assert "Matches, rules, positions and ledger are what the journal gives." in said


def test_a_replay_that_differs_ends_with_1(paid: Scene, capsys: pytest.CaptureFixture[str]) -> None:
    Match.objects.filter(number=1).update(base_minor=0, amount_minor=7)
    out = StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("fund", "replay", paid.fund.slug, stdout=out, stderr=StringIO())
    assert ended.value.code == 1
    assert "DIFFERS match m1: amount_minor is “7”, recomputed “252”." in out.getvalue()
    Match.objects.filter(number=1).update(base_minor=1_010, amount_minor=252)


def test_an_export_is_a_folder_or_an_archive_with_its_digest(paid: Scene, tmp_path: Path) -> None:
    for name in ("package", "package.zip"):
        said = typed("export", paid.fund.slug, "--output", str(tmp_path / name))
        digest = said.split()[-1]
        assert verify(tmp_path / name, digest=digest).holds
    with pytest.raises(CommandError, match="is there already"):
        typed("export", paid.fund.slug, "--output", str(tmp_path / "package"))


def test_what_cannot_be_is_a_sentence(paid: Scene, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="There is no fund nothing"):
        typed("replay", "nothing")
    (tmp_path / "file").write_text("")
    with pytest.raises(CommandError, match="cannot be written"):
        typed("export", paid.fund.slug, "--output", str(tmp_path / "file" / "package"))
    head = FundBook.objects.get(fund=paid.fund).sequence
    lie = FundEvent(fund=paid.fund, sequence=head + 1, kind="fund_closed", data={}, at=paid.fund.created_at)
    with transaction.atomic():
        lie.save()
        with pytest.raises(CommandError, match="makes no book"):
            typed("export", paid.fund.slug, "--output", str(tmp_path / "other"))
        transaction.set_rollback(True)
    assert not (tmp_path / "other").exists()


def test_a_package_is_checked_here_too(paid: Scene, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    typed("export", paid.fund.slug, "--output", str(tmp_path / "package"))
    for digest, code in (("", 0), ("0" * 64, 1)):
        with pytest.raises(SystemExit) as ended:
            typed("verify", str(tmp_path / "package"), "--language", "en", "--digest", digest)
        assert ended.value.code == code
    assert "All is right" in capsys.readouterr().out
