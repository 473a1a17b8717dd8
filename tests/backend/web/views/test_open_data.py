"""What everybody may take along of a sprint, and the desk where it is published."""

from pathlib import Path

import pytest
import yaml
from django.test import Client
from django.urls import reverse

from backend.core import clock
from programmes.domain.exchange.publiccode import faults_of
from programmes.domain.exchange.reading import read_package
from programmes.enums import SprintState
from programmes.events_of_exchange import SprintPackageRequested
from programmes.models import Solution, Sprint, SprintPackage
from tests.architecture.world_of_exchange import exchanged
from tests.backend.web.visitors import queries_of, signed_in, text_of
from tests.factories import programmes as make
from worker.exchange import sprint_package_build

pytestmark = pytest.mark.django_db


@pytest.fixture
def sprint() -> Sprint:
    return make.ChallengeFactory.create(sprint__capacity=40, sprint__hashtag="#hack").sprint


def organiser(sprint: Sprint) -> Client:
    return signed_in(make.ProgrammeRoleFactory.create(programme=sprint.programme).user)


def page(name: str, *args: str) -> str:
    return reverse(f"web:{name}", args=args)


def test_a_package_is_asked_for_and_then_there_for_everybody(sprint: Sprint, tmp_path: Path) -> None:
    desk, browser = page("organiser-data", sprint.slug), organiser(sprint)
    assert "noch kein Paket" in text_of(Client(), page("sprint-data", sprint.slug))
    assert Client().get(page("sprint-package", sprint.slug, "zip")).status_code == 404
    assert browser.post(desk).status_code == 302
    waiting = browser.get(desk, headers={"HX-Request": "true"})
    assert b"every 2s" in waiting.content
    assert b"<html" not in waiting.content
    sprint_package_build(SprintPackageRequested(package_id=SprintPackage.objects.get().pk))
    assert b"every 2s" not in browser.get(desk).content
    assert "1 Herausforderung oder Lösung" in text_of(Client(), page("sprint-data", sprint.slug))
    for form in ("zip", "json"):
        answer = Client().get(page("sprint-package", sprint.slug, form))
        assert answer["Cache-Control"] == "public, max-age=300"
        assert answer["Access-Control-Allow-Origin"] == "*"
        assert "attachment" in answer["Content-Disposition"]
        file = tmp_path / f"got.{form}"
        file.write_bytes(answer.getvalue())
        assert len(read_package(file).projects) == 1


def test_a_draft_publishes_nothing_and_says_why() -> None:
    sprint = make.SprintFactory.create(state=SprintState.DRAFT)
    browser = organiser(sprint)
    answer = browser.post(page("organiser-data", sprint.slug), follow=True)
    assert "noch nichts öffentlich" in answer.content.decode()
    assert not SprintPackage.objects.exists()
    assert browser.get(page("sprint-hackathon", sprint.slug))["Cache-Control"] == "private, no-store"
    assert Client().get(page("sprint-hackathon", sprint.slug)).status_code == 404


def test_a_sprint_in_the_words_of_schema_org(sprint: Sprint) -> None:
    make.SolutionFactory.create(team__challenge=sprint.challenges.get(), handed_in=True)
    answer = Client().get(page("sprint-hackathon", sprint.slug))
    assert answer["Content-Type"] == "application/ld+json"
    assert answer["Access-Control-Allow-Origin"] == "*"
    found = answer.json()
    assert (found["@context"], found["@type"]) == ("https://schema.org", "Hackathon")
    assert {"name", "description", "startDate", "endDate", "location", "organizer", "url"} <= set(found)
    assert found["keywords"] == "#hack"
    assert found["maximumAttendeeCapacity"] == 40
    assert found["startDate"] == sprint.starts_at.astimezone(sprint.zone).isoformat(timespec="minutes")
    assert [one["additionalType"] for one in found["workFeatured"]] == ["challenge", "solution"]
    assert all(one["url"].startswith("http") for one in found["workFeatured"])
    assert page("sprint-hackathon", sprint.slug) in text_of(Client(), page("sprint", sprint.slug))


def test_what_is_hidden_is_not_told_to_machines_either(sprint: Sprint) -> None:
    sprint.challenges.update(hidden_at=clock.now())
    assert "workFeatured" not in Client().get(page("sprint-hackathon", sprint.slug)).json()


def test_more_solutions_are_no_more_queries(sprint: Sprint) -> None:
    challenge = sprint.challenges.get()
    address = page("sprint-hackathon", sprint.slug)
    make.SolutionFactory.create(team__challenge=challenge, handed_in=True)
    assert queries_of(Client(), address) == 3
    for _ in range(2):
        make.SolutionFactory.create(team__challenge=challenge, handed_in=True)
    assert queries_of(Client(), address) == 3


def test_a_solution_that_administrations_may_reuse_offers_its_file() -> None:
    sprint = make.SprintFactory.create()
    reusable = exchanged(sprint)["reusable"]
    assert isinstance(reusable, Solution)
    address = page("solution-publiccode", reusable.public_id)
    assert address in text_of(Client(), page("solution", reusable.public_id))
    answer = Client().get(address)
    assert answer["Content-Disposition"] == 'attachment; filename="publiccode.yml"'
    found = yaml.safe_load(answer.content)
    assert faults_of(found) == []
    assert (found["developmentStatus"], found["url"]) == ("concept", "https://codeberg.org/hitze/karte")
    make.ProjectFactory.create(solution=reusable, team=reusable.team, stage="scale")
    assert yaml.safe_load(Client().get(address).content)["developmentStatus"] == "stable"


def test_a_solution_without_licence_or_repository_offers_none(sprint: Sprint) -> None:
    solution = make.SolutionFactory.create(team__challenge=sprint.challenges.get(), handed_in=True)
    assert "publiccode" not in text_of(Client(), page("solution", solution.public_id))
    assert Client().get(page("solution-publiccode", solution.public_id)).status_code == 404
