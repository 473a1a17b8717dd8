"""The package of a selection: published with the decision, holds for an outsider, names nobody; or says why not."""

import hashlib
from pathlib import Path

import pytest
from django.test import Client

from backend.core.models import OutboxMessage
from programmes.events_of_selection import SelectionDecided
from programmes.models import Criterion, Decision, Score, SelectionPackage, Solution, Sprint
from programmes.proof.verifying import verify
from programmes.selectors.selection_packages import selection_without_package
from programmes.services.reviews import review_assign, review_submit
from programmes.services.selection import selection_decide
from programmes.services.selection_packages import Made, selection_package_publish
from tests.backend.web.visitors import bytes_of, signed_in, text_of
from tests.factories import programmes as make
from worker.selection_package import selection_package_build

pytestmark = pytest.mark.django_db


@pytest.fixture
def sprint() -> Sprint:
    sprint = make.SprintFactory.create()
    criterion = make.CriterionFactory.create(rubric__sprint=sprint)
    juror = make.ProgrammeRoleFactory.create(
        programme=sprint.programme, role="juror", user__display_name="Gesine Klug"
    ).user
    for points in (5, 2):
        solution = make.SolutionFactory.create(team__challenge__sprint=sprint, handed_in=True)
        review = review_assign(actor=None, sprint=sprint, solutions=[solution], jurors=[juror])[0]
        review_submit(actor=juror, review=review, points={criterion.public_id: points})
    return sprint


def decided(sprint: Sprint) -> SelectionDecided:
    selection_decide(actor=None, sprint=sprint, solutions=[sprint.solutions.earliest("id")], cohort_name="Jahrgang")
    told = OutboxMessage.objects.get(topic=SelectionDecided.topic)
    return SelectionDecided(**told.payload)


def test_it_is_published_with_the_decision_and_holds_for_an_outsider(sprint: Sprint, tmp_path: Path) -> None:
    event = decided(sprint)
    for _ in range(2):
        selection_package_build(event)
    package = SelectionPackage.objects.get()
    address = f"/sprints/{sprint.slug}/auswahl/{package.public_id}.zip"
    assert address in text_of(Client(), f"/sprints/{sprint.slug}/auswahl/")
    answer = Client().get(address)
    content = bytes_of(answer)
    assert (answer["ETag"], len(content)) == (f'"{hashlib.sha256(content).hexdigest()}"', package.size_bytes)
    file = tmp_path / "got.zip"
    file.write_bytes(content)
    report = verify(file, digest=package.digest)
    assert (report.holds, report.votes, report.solutions) == (True, 4, 2)
    assert b"Gesine" not in content
    listed = Client().get(f"/api/v1/sprints/{sprint.public_id}/selection-packages/").json()["results"]
    assert [(one["digest"], one["url"].endswith(address)) for one in listed] == [(package.digest, True)]


def test_what_does_not_follow_from_the_votes_is_not_published(sprint: Sprint) -> None:
    event = decided(sprint)
    Score.objects.filter(criterion=Criterion.objects.get(), points=5).update(points=1)
    selection_package_build(event)
    package = SelectionPackage.objects.get()
    assert (package.failure, package.archive.name) == ("does_not_hold", "")
    assert ".zip" not in text_of(Client(), f"/sprints/{sprint.slug}/auswahl/")
    assert Client().get(f"/sprints/{sprint.slug}/auswahl/{package.public_id}.zip").status_code == 404
    desk = signed_in(make.ProgrammeRoleFactory.create(programme=sprint.programme).user)
    assert "wurde nicht veröffentlicht" in text_of(desk, f"/organisation/sprints/{sprint.slug}/auswahl/")


def test_of_two_workers_the_second_keeps_nothing(sprint: Sprint, tmp_path: Path) -> None:
    event = decided(sprint)
    selected = selection_without_package(event.sprint_id, event.stage, event.cohort_id)
    assert selected
    selection_package_build(event)
    first = SelectionPackage.objects.get()
    file = tmp_path / "other.zip"
    file.write_bytes(b"other")
    made = Made(file=file, digest="0" * 64, votes=1, solutions=1)
    assert selection_package_publish(selected=selected, made=made).digest == first.digest
    folder, _slash, name = str(first.archive.name).rpartition("/")
    kept = [one for one in first.archive.storage.listdir(folder)[1] if one.startswith(selected.name)]
    assert kept == [name]


def test_a_draft_sprint_gives_it_to_nobody(sprint: Sprint) -> None:
    selection_package_build(decided(sprint))
    package = SelectionPackage.objects.get()
    Sprint.objects.update(state="draft")
    assert Client().get(f"/sprints/{sprint.slug}/auswahl/{package.public_id}.zip").status_code == 404
    assert Decision.objects.count() == Solution.objects.count() == 2
