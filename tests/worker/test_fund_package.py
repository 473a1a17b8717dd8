"""Publishing a fund: written as of now, checked before it is open to anybody, and never taken back."""

import hashlib
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction

from backend.core.errors import Conflict, LimitReached, NotAllowed
from funding.enums import KitState
from funding.events_of_funds import PackageRequested
from funding.gateways import gateway_override
from funding.gateways.memory_gateway import MemoryGateway
from funding.models import FundPackage, Match
from funding.proof.verifying import verify
from funding.services import packages
from funding.services.packages import Made, PackageFailure, package_publish, package_request
from tests.funding.scenes import Scene, backer, scene_make
from worker.fund_package import fund_package_build

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene() -> Iterator[Scene]:
    made = MemoryGateway()
    with gateway_override(made):
        busy = scene_make(made)
        busy.approved(4_000, backer=backer(email="anna@example.org"))
        busy.payee()
        busy.paid_out()
        yield busy


def asked(scene: Scene) -> FundPackage:
    return package_request(fund=scene.fund, actor=scene.managers[0])


def built(package: FundPackage) -> FundPackage:
    fund_package_build(PackageRequested(package_id=package.pk))
    package.refresh_from_db()
    return package


def test_what_is_published_holds_for_an_outsider_and_names_nobody(scene: Scene, tmp_path: Path) -> None:
    package = built(asked(scene))
    assert (package.state, package.progress_percent, package.matches) == (KitState.READY, 100, 1)
    file = tmp_path / "got.zip"
    with package.archive.open("rb") as stored:
        file.write_bytes(stored.read())
    content = file.read_bytes()
    assert (package.size_bytes, package.sha256) == (len(content), hashlib.sha256(content).hexdigest())
    report = verify(file, digest=package.digest)
    assert (report.holds, report.digest, report.events) == (True, package.digest, package.events)
    with zipfile.ZipFile(file) as archive:
        everything = b"".join(archive.read(name) for name in archive.namelist())
    for secret in (b"anna@", b"Gesine", scene.campaign.public_id.encode()):
        assert secret not in everything
    sent = built(package)
    assert sent.sha256 == package.sha256


def test_asking_twice_is_asking_once_and_nothing_new_is_nothing_to_publish(scene: Scene) -> None:
    first = asked(scene)
    assert asked(scene) == first
    built(first)
    with pytest.raises(Conflict) as caught:
        asked(scene)
    assert caught.value.code == "nothing_new"
    scene.paid(2_000)
    again = built(asked(scene))
    assert (again.events > first.events, FundPackage.objects.filter(state=KitState.READY).count()) == (True, 2)


def test_a_stored_match_that_follows_from_nothing_is_not_published(scene: Scene) -> None:
    Match.objects.update(amount_minor=999, splits=dict.fromkeys(Match.objects.get().splits, 999))
    package = built(asked(scene))
    assert (package.state, package.failure, package.digest) == (KitState.FAILED, PackageFailure.DOES_NOT_HOLD, "")


def test_a_published_package_is_never_changed(scene: Scene) -> None:
    package = built(asked(scene))
    for change in (lambda: FundPackage.objects.update(digest="0" * 64), package.delete):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()


def test_limits(scene: Scene, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    with pytest.raises(NotAllowed):
        package_request(fund=scene.fund, actor=scene.lead)
    monkeypatch.setattr(packages, "EVENTS_MOST", 1)
    with pytest.raises(LimitReached):
        asked(scene)
    monkeypatch.undo()
    monkeypatch.setattr(packages, "BYTES_MOST", 3)
    file = tmp_path / "large.zip"
    file.write_bytes(b"four")
    made = Made(file=file, digest="0" * 64, events=1, matches=0)
    assert package_publish(package=asked(scene), made=made).failure == PackageFailure.TOO_LARGE
