"""The package of a sprint: asked for, written by a worker, published for everybody."""

import hashlib
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from backend.core import clock
from backend.core.errors import Conflict, Unavailable
from backend.core.models import AuditEntry, OutboxMessage
from programmes.domain.exchange.reading import read_package
from programmes.enums import SprintState
from programmes.enums_of_exchange import SprintPackageState
from programmes.events_of_exchange import SprintPackageRequested
from programmes.models import SprintPackage
from programmes.selectors.exchange import package_write
from programmes.services import sprint_packages
from programmes.services.sprint_packages import sprint_package_carry_out, sprint_package_fail, sprint_package_request
from tests.factories import programmes as make
from tests.factories.exchange import SprintPackageFactory
from worker.exchange import sprint_package_build

pytestmark = pytest.mark.django_db


def files(package: SprintPackage) -> list[Path]:
    folder = Path(package.tables.storage.path("sprint-packages"))
    return sorted(folder.glob(f"{package.public_id}*"))


def test_a_package_is_written_in_both_forms_and_published() -> None:
    challenge = make.ChallengeFactory.create()
    package = sprint_package_request(actor=None, sprint=challenge.sprint)
    assert OutboxMessage.objects.filter(topic=SprintPackageRequested.topic).count() == 1
    sprint_package_build(SprintPackageRequested(package_id=package.pk))
    package.refresh_from_db()
    assert (package.state, package.rows, package.progress_percent) == (SprintPackageState.READY, 1, 100)
    content = package.tables.open("rb").read()
    assert package.sha256 == hashlib.sha256(content).hexdigest()
    assert package.size_bytes == len(content)
    for form in (package.tables, package.inline):
        assert [row.name for _number, row in read_package(Path(form.path)).projects] == [challenge.title]
    assert AuditEntry.objects.filter(action="programmes.sprint_package_requested").count() == 1


def test_asking_again_returns_the_one_that_is_written() -> None:
    sprint = make.SprintFactory.create()
    first = sprint_package_request(actor=None, sprint=sprint)
    assert sprint_package_request(actor=None, sprint=sprint) == first
    sprint_package_carry_out(package_id=first.pk)
    assert sprint_package_request(actor=None, sprint=sprint) != first


def test_one_that_nobody_writes_any_more_is_given_up() -> None:
    sprint = make.SprintFactory.create()
    first = sprint_package_request(actor=None, sprint=sprint)
    SprintPackage.objects.update(updated_at=clock.now() - timedelta(hours=1))
    second = sprint_package_request(actor=None, sprint=sprint)
    first.refresh_from_db()
    assert (first.state, second.state) == (SprintPackageState.FAILED, SprintPackageState.REQUESTED)


def test_nothing_of_a_draft_is_published() -> None:
    with pytest.raises(Conflict) as found:
        sprint_package_request(actor=None, sprint=make.SprintFactory.create(state=SprintState.DRAFT))
    assert found.value.code == "sprint_not_public"


def test_two_workers_do_not_write_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    package = sprint_package_request(actor=None, sprint=make.SprintFactory.create())
    SprintPackage.objects.update(claimed_until=clock.now() + timedelta(minutes=1))
    with pytest.raises(Unavailable):
        sprint_package_carry_out(package_id=package.pk)
    monkeypatch.setattr(sprint_packages, "claim", lambda *_: None)
    sprint_package_carry_out(package_id=package.pk)
    package.refresh_from_db()
    assert package.state == SprintPackageState.READY, "without the claim the second one would write it, too"


def test_repeating_it_changes_nothing() -> None:
    package = sprint_package_request(actor=None, sprint=make.SprintFactory.create())
    sprint_package_carry_out(package_id=package.pk)
    before, kept = SprintPackage.objects.values().get(), files(package)
    sprint_package_carry_out(package_id=package.pk)
    sprint_package_fail(package_id=package.pk)
    assert SprintPackage.objects.values().get() == before
    assert files(package) == kept
    assert len(kept) == 2


def test_files_that_nobody_shows_are_removed(monkeypatch: pytest.MonkeyPatch) -> None:
    package = sprint_package_request(actor=None, sprint=make.SprintFactory.create())
    real = sprint_packages._keep

    def keep(row: SprintPackage, file: Path) -> str:
        SprintPackage.objects.update(state=SprintPackageState.FAILED)
        return real(row, file)

    monkeypatch.setattr(sprint_packages, "_keep", keep)
    sprint_package_carry_out(package_id=package.pk)
    assert files(package) == []
    package.refresh_from_db()
    assert package.state == SprintPackageState.FAILED


def test_what_goes_wrong_is_told_on_the_page(monkeypatch: pytest.MonkeyPatch) -> None:
    package = sprint_package_request(actor=None, sprint=make.SprintFactory.create())

    def fail(*_: object, **__: object) -> int:
        raise ValueError

    monkeypatch.setattr(sprint_packages, "package_write", fail)
    sprint_package_build(SprintPackageRequested(package_id=package.pk))
    package.refresh_from_db()
    assert package.state == SprintPackageState.FAILED


def test_an_export_asks_as_often_for_three_solutions_as_for_one(django_assert_num_queries: Any, tmp_path: Path) -> None:
    packages = [SprintPackageFactory.create() for _ in range(2)]
    for package, count in zip(packages, (1, 3), strict=True):
        for _ in range(count):
            make.SolutionFactory.create(team__challenge__sprint=package.sprint, handed_in=True)
        with django_assert_num_queries(15):
            package_write(package.sprint, tmp_path / f"{count}.zip", address="https://example.org", created=clock.now())
