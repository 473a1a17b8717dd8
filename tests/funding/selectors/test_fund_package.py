"""A fund's package from the database, and its replay: both as of one moment, and nothing personal leaves."""

import csv
import json
from pathlib import Path
from threading import Thread

import pytest
from django.db import connection, transaction
from pytest_django import DjangoAssertNumQueries

from backend.core import clock, db
from backend.core.db import one_moment
from funding.gateways.memory_gateway import MemoryGateway
from funding.models import Fund, FundBook, FundCampaign, FundEvent, Match, MatchingRule
from funding.proof.layout import CAMPAIGNS, EVENTS, LAYOUT, MATCHES, PLEDGES, POTS, SPLITS
from funding.proof.verifying import verify
from funding.proof.writing import Written
from funding.selectors.fund_package import fund_replay, package_write
from funding.services.payments import pledge_expire
from tests.factories.funding import FundFactory
from tests.funding.batches import SHARED, batch_make
from tests.funding.deciding import rule_changed
from tests.funding.scenes import Scene, backer

ADDRESS = "https://example.org/funds/f/"


def written(fund: Fund, folder: Path) -> Written:
    return package_write(fund, folder / "package", address=ADDRESS, created=clock.now())


def rows(done: Written, name: str) -> list[dict[str, str]]:
    with (done.folder / name).open() as file:
        return list(csv.DictReader(file))


@pytest.fixture
def busy(scene: Scene) -> Scene:
    """Two versions, a payment that came late, a refused bank, a payout."""
    for number, amount in enumerate((2_000, 1_010, 333, 50_000)):
        scene.paid(amount, backer=backer(email=f"{number}@example.org"))
    gone = scene.pledge(10_000, backer=backer(email="late@example.org"))
    pledge_expire(pledge_id=gone.pk)
    scene.pay(gone)
    rule_changed(scene.fund, rate_bp=5_000)
    scene.approved(4_000, backer=backer(email="more@example.org"))
    scene.payee()
    scene.paid_out()
    scene.lost(scene.paid(6_000, backer=backer(email="lost@example.org")))
    return scene


@pytest.mark.django_db
def test_the_package_of_a_fund_is_right(busy: Scene, tmp_path: Path) -> None:
    done = written(busy.fund, tmp_path)
    report = verify(done.folder, digest=done.digest)
    assert report.findings.rows == []
    stored = Match.objects.filter(position__fund=busy.fund, number__isnull=False)
    assert (report.events, report.matches) == (FundEvent.objects.count(), stored.count())
    by_number = {f"m{match.number}": match.amount_minor for match in stored}
    assert {row["match"]: int(row["amount_minor"]) for row in rows(done, MATCHES)} == by_number


@pytest.mark.django_db
def test_the_same_journal_gives_the_same_digest(busy: Scene, tmp_path: Path) -> None:
    assert written(busy.fund, tmp_path / "a").digest == written(busy.fund, tmp_path / "b").digest


@pytest.mark.django_db
def test_a_match_that_is_stored_otherwise_is_found_by_the_verifier_and_the_replay(busy: Scene, tmp_path: Path) -> None:
    match = Match.objects.filter(number=2).get()
    Match.objects.filter(pk=match.pk).update(amount_minor=match.amount_minor + 1)
    (finding,) = verify(written(busy.fund, tmp_path).folder).findings.rows
    named = f"match m2: amount_minor is “{match.amount_minor + 1}”, recomputed “{match.amount_minor}”."
    assert finding.what() == named
    assert [one.what() for one in fund_replay(busy.fund).findings.rows] == [named]
    Match.objects.filter(pk=match.pk).update(amount_minor=match.amount_minor)


@pytest.mark.django_db
def test_a_replay_finds_everything_as_stored(busy: Scene) -> None:
    done = fund_replay(busy.fund)
    assert done.findings.rows == []
    assert done.holds
    assert done.events == FundEvent.objects.count() > 15
    assert done.matches == FundBook.objects.get(fund=busy.fund).matches


@pytest.mark.django_db
def test_a_replay_names_what_the_rest_of_the_database_says_otherwise(busy: Scene) -> None:
    with transaction.atomic():
        position = FundCampaign.objects.filter(fund=busy.fund)
        position.update(matched_minor=position.get().matched_minor + 5)
        FundBook.objects.filter(fund=busy.fund).update(sequence=999)
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL session_replication_role = replica")
        rule = MatchingRule.objects.get(fund=busy.fund, version=1)
        changed = {**rule.definition, "sepa_hold_days": 3}
        MatchingRule.objects.filter(pk=rule.pk).update(definition=changed)
        found = [one.what() for one in fund_replay(busy.fund).findings.rows]
        transaction.set_rollback(True)
    assert any("rule 1: digest is" in one for one in found)
    assert any(f"campaign {busy.campaign.public_id}: matched_minor is" in one for one in found)
    assert any("journal: events is “999”" in one for one in found)
    assert len(found) == 3


@pytest.mark.django_db
def test_a_journal_that_cannot_be_is_named(scene: Scene) -> None:
    """Written into the table by somebody who went past the services."""
    head = FundBook.objects.get(fund=scene.fund)
    data = {"kind": "paid", "at": "2026-03-20T12:00:00+00:00", "pledge": "nobody's"}
    with transaction.atomic():
        lost = FundEvent.objects.create(
            fund=scene.fund, sequence=head.sequence + 1, kind="paid", data=data, at=clock.now()
        )
        (finding,) = fund_replay(scene.fund).findings.rows
        assert finding.what() == f"Event {lost.sequence} (paid) cannot have happened at this point: unknown_pledge."
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL session_replication_role = replica")
        FundEvent.objects.filter(pk=lost.pk).update(data={"kind": "paid"})
        (finding,) = fund_replay(scene.fund).findings.rows
        transaction.set_rollback(True)
    assert finding.code == "event_unreadable"


@pytest.mark.django_db
def test_nothing_personal_leaves_the_house(busy: Scene, tmp_path: Path) -> None:
    done = written(busy.fund, tmp_path)
    content = "".join((done.folder / name).read_text() for name in LAYOUT.files)
    assert "@example.org" not in content
    assert "Gesine" not in content
    for pledge in Match.objects.values_list("pledge__public_id", flat=True):
        assert pledge not in content
    assert {row["pledge"][0] + row["backer"][0] for row in rows(done, PLEDGES)} == {"pb"}
    told = [json.loads(line)["event"] for line in (done.folder / EVENTS).read_text().splitlines()]
    pledged = [(number, event) for number, event in enumerate(told, 1) if event["kind"] == "pledged"]
    assert all(event["pledge"] == f"p{number}" for number, event in pledged)


@pytest.mark.django_db
def test_campaigns_and_sponsors_are_named_for_people(busy: Scene, tmp_path: Path) -> None:
    done = written(busy.fund, tmp_path)
    sponsor = busy.fund.deposits.get().sponsor
    (campaign,), (pot,) = rows(done, CAMPAIGNS), rows(done, POTS)
    assert (campaign["campaign"], campaign["title"]) == (busy.campaign.slug, busy.campaign.title)
    assert (pot["pot"], pot["sponsor"]) == ("s1", sponsor.name)
    assert sum(int(row["amount_minor"]) for row in rows(done, SPLITS)) == int(pot["given_minor"])


@pytest.mark.django_db
@pytest.mark.parametrize("pledges", [1, 3])
def test_the_number_of_queries_does_not_grow(
    pledges: int, scene: Scene, tmp_path: Path, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(pledges):
        scene.paid(2_000, backer=backer(email=f"{number}@example.org"))
    with django_assert_num_queries(8):
        written(scene.fund, tmp_path)
    with django_assert_num_queries(15):
        fund_replay(scene.fund)


def seen_before_and_after() -> tuple[int, int]:
    """How many funds there are at the beginning of a look, and after somebody else has added one."""

    def add() -> None:
        with transaction.atomic():
            FundFactory.create()
        connection.close()

    with one_moment():
        before = Fund.objects.count()
        other = Thread(target=add)
        other.start()
        other.join()
        return before, Fund.objects.count()


@pytest.mark.django_db(transaction=True)
def test_a_look_is_of_one_moment_while_others_write() -> None:
    before, after = seen_before_and_after()
    assert before == after
    assert Fund.objects.count() == before + 1


@pytest.mark.django_db(transaction=True)
def test_without_its_isolation_a_look_would_see_what_others_write(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(db, "ISOLATION", "SET TRANSACTION ISOLATION LEVEL READ COMMITTED")
    before, after = seen_before_and_after()
    assert after == before + 1


@pytest.mark.django_db
def test_a_division_is_replayed_exported_and_verified(gateway: MemoryGateway, tmp_path: Path) -> None:
    batch = batch_make(gateway, SHARED, [[3_000], [1_000]], pool_minor=2_000)
    batch.close()
    batch.divided()
    assert fund_replay(batch.fund).findings.rows == []
    done = written(batch.fund, tmp_path)
    assert verify(done.folder, digest=done.digest).findings.rows == []
    assert {row["pledge"] for row in rows(done, MATCHES)} == {""}
    event = FundEvent.objects.get(fund=batch.fund, kind="allocated")
    event.data["shares"][0]["amount_minor"] = 1_501
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL session_replication_role = replica")
        FundEvent.objects.filter(pk=event.pk).update(data=event.data)
        found = [one.what() for one in fund_replay(batch.fund).findings.rows]
        transaction.set_rollback(True)
    name = batch.scenes[0].campaign.public_id
    assert any(f"in the division {name} (version 1) gets “1501”, recomputed “1500”" in one for one in found)
