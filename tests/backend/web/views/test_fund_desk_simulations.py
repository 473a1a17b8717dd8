"""Simulations at the desk: asked for by a form, waited for, compared, shared, taken back."""

import csv
import io
import json
from dataclasses import replace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from funding.domain.rule_axes import Caps, Quadratic, QuadraticForm, Reversal
from funding.domain.rule_set import to_data
from funding.domain.rule_templates import TEMPLATES
from funding.enums import ProposalKind, SimulationSource, SimulationState
from funding.gateways.memory_gateway import MemoryGateway
from funding.models import FundProposal, Simulation
from funding.selectors.rules import rule_now
from funding.services.proposals import proposal_approve
from funding.services.simulation_runs import simulation_fail, simulation_run
from tests.factories.accounts import UserFactory
from tests.funding.domain.rules import QUARTER
from tests.funding.scenes import Scene, scene_make
from tests.funding.services.test_simulations import create, run_all

pytestmark = pytest.mark.django_db
TABLE = "Datum;Betrag;Kampagne;Unterstützer\n20.03.2026;200;=Böse;Erika\n21.03.2026;160;B;Erik\n"


@pytest.fixture
def scene(gateway: MemoryGateway) -> Scene:
    return scene_make(gateway)


@pytest.fixture
def browser(scene: Scene) -> Client:
    client = Client()
    client.force_login(scene.managers[0])
    return client


def page(name: str, *args: Any) -> str:
    return reverse(f"web:{name}", args=args)


def answers(**changes: Any) -> dict[str, Any]:
    given = {"name": "Frühjahr", "rules": ["present", "quarter"], "source": "drawn", "preset": "few_large"}
    return {**given, "pool": "200", "orders": "2", "seed": "1", **changes}


def send(browser: Client, scene: Scene, **changes: Any) -> Any:
    return browser.post(page("simulation-new", scene.fund.slug), answers(**changes))


def upload(name: str, content: str) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content.encode())


def test_what_is_asked_for_is_run_and_shown(scene: Scene, browser: Client) -> None:
    form = browser.get(page("simulation-new", scene.fund.slug))
    assert "25 %" in form.text
    file = upload("rule.json", json.dumps(to_data(QUARTER)))
    answer = send(browser, scene, own_file=file)
    made = Simulation.objects.get()
    assert answer.headers["Location"] == page("simulation", made.public_id)
    assert len(made.rule_sets) == 3
    assert made.rule_sets[2][1] == QUARTER
    assert (made.inputs["numbers"], made.pool_minor) == ({}, 20_000)
    waiting = browser.get(page("simulation", made.public_id))
    assert "hx-get" in waiting.text
    part = browser.get(page("simulation", made.public_id), headers={"HX-Request": "true"})
    assert "<html" not in part.text
    assert "HX-Refresh" not in part.headers
    run_all(made)
    ended = browser.get(page("simulation", made.public_id), headers={"HX-Request": "true"})
    assert ended.headers["HX-Refresh"] == "true"
    shown = browser.get(page("simulation", made.public_id)).text
    assert shown.count("data-chart=") == 2 + sum(bool(one.order_matters) for one in Simulation.objects.get().results)
    assert "300" in shown


def test_the_past_needs_no_more_than_a_click(scene: Scene, browser: Client) -> None:
    scene.paid(2_000)
    send(browser, scene, source="past")
    made = run_all(Simulation.objects.get())
    assert made.results[0].campaigns[0].match_minor == 500
    assert scene.campaign.title in browser.get(page("simulation", made.public_id)).text


def test_a_table_is_read_and_nobody_is_named(scene: Scene, browser: Client) -> None:
    send(browser, scene, source="table", table=upload("p.csv", TABLE))
    made = run_all(Simulation.objects.get())
    answer = browser.get(page("simulation-table", made.public_id), headers={"Accept-Language": "de"})
    assert "Erik" not in answer.text
    rows = list(csv.reader(io.StringIO(answer.text.lstrip("\ufeff")), delimiter=";"))
    assert [row[1] for row in rows[1:]] == ["'=Böse", "B", "'=Böse", "B"]
    assert rows[1][6] == "50,00"


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"rules": []}, "zwischen einer und vier Regeln"),
        ({"rules": ["quarter", "double", "bands", "steps", "quadratic"]}, "zwischen einer und vier Regeln"),
        ({"source": "table"}, "eine Tabelle mit Unterstützungen"),
        ({"name": ""}, "Name"),
        ({"pool": "0"}, "mindestens"),
    ],
)
def test_what_is_wrong_stands_beside_its_field(
    scene: Scene, browser: Client, changes: dict[str, Any], says: str
) -> None:
    answer = send(browser, scene, **changes)
    assert answer.status_code == 422
    assert says in answer.text
    assert not Simulation.objects.exists()


@pytest.mark.parametrize(
    ("field", "content", "says"),
    [
        ("table", "Datum;Betrag;Kampagne\ngestern;5;A\n", "Zeile 2: „gestern“ ist kein Datum"),
        ("table", "Datum;Betrag\n", "Spalte „Kampagne“ fehlt"),
        ("own_file", "{", "kein JSON"),
        ("own_file", "[" * 50_000, "kein JSON"),
        ("own_file", "{}", "kein Regelwerk"),
        ("own_file", "x" * 100_001, "zu groß"),
        ("own_file", json.dumps(to_data(QUARTER)).replace("2500", "0"), "Wert von"),
    ],
)
def test_files_that_cannot_be_read_are_refused(
    scene: Scene, browser: Client, field: str, content: str, says: str
) -> None:
    answer = send(browser, scene, source="table", **{field: upload("x", content)})
    assert answer.status_code == 422
    assert says in answer.text


def test_one_that_failed_says_why(scene: Scene, browser: Client) -> None:
    made = create(scene, source=SimulationSource.PAST, numbers=None)
    simulation_run(simulation_id=made.pk, step=0)
    assert "noch keine Unterstützungen" in browser.get(page("simulation", made.public_id)).text
    other = create(scene)
    simulation_fail(simulation_id=other.pk)
    assert "Etwas ist bei uns schiefgegangen" in browser.get(page("simulation", other.public_id)).text


def test_it_is_stopped_and_deleted_after_a_question(scene: Scene, browser: Client) -> None:
    made = create(scene)
    assert browser.get(page("simulation-cancel", made.public_id)).status_code == 200
    browser.post(page("simulation-cancel", made.public_id))
    made.refresh_from_db()
    assert made.state == SimulationState.CANCELLED
    assert browser.get(page("simulation-table", made.public_id)).status_code == 404
    assert browser.get(page("simulation-share", made.public_id)).status_code == 405
    browser.post(page("simulation-share", made.public_id))
    assert not Simulation.objects.exclude(share_digest="").exists()
    assert browser.post(page("simulation-delete", made.public_id)).headers["Location"] == page(
        "fund-simulations", scene.fund.slug
    )
    assert not Simulation.objects.exists()


def test_the_shared_address_is_shown_once_and_needs_no_account(scene: Scene, browser: Client) -> None:
    made = run_all(create(scene))
    answer = browser.post(page("simulation-share", made.public_id), follow=True)
    address = str(answer.context["address"])
    assert address in answer.text
    assert address not in browser.get(page("simulation", made.public_id)).text
    anybody = Client()
    shared = anybody.get(address)
    assert shared.status_code == 200
    assert shared.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert shared.headers["Referrer-Policy"] == "no-referrer"
    assert '<meta name="robots" content="noindex, nofollow">' in shared.text
    assert "no-store" in shared.headers["Cache-Control"]
    assert scene.managers[0].shown_name not in shared.text
    assert anybody.get(f"{address}tabelle.csv").status_code == 200
    browser.post(page("simulation-unshare", made.public_id))
    assert anybody.get(address).status_code == 404
    assert anybody.get(f"{address}tabelle.csv").status_code == 404


def test_an_address_of_another_simulation_is_not_shown_here(scene: Scene, browser: Client) -> None:
    one, other = run_all(create(scene)), run_all(create(scene))
    browser.post(page("simulation-share", one.public_id))
    assert browser.get(page("simulation", other.public_id)).context["address"] == ""


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_takes_the_same_queries_however_long(
    scene: Scene, browser: Client, django_assert_num_queries: DjangoAssertNumQueries, count: int
) -> None:
    for _ in range(count):
        create(scene)
    with django_assert_num_queries(7):
        assert browser.get(page("fund-simulations", scene.fund.slug)).text.count("Frühjahr") >= count


def test_the_page_takes_few_queries(
    scene: Scene, browser: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    made = run_all(create(scene))
    with django_assert_num_queries(5):
        browser.get(page("simulation", made.public_id))
    with django_assert_num_queries(1):
        Client().get(page("simulation-shared", "nirgends"))


def test_a_rule_is_proposed_from_here_and_a_second_manager_agrees(scene: Scene, browser: Client) -> None:
    percentage = replace(QUARTER, reversal=Reversal.BEAR, caps=Caps(campaign_minor=70_000))
    pairwise = replace(TEMPLATES["quadratic"], function=Quadratic(QuadraticForm.PAIRWISE, bound_minor=100))
    made = run_all(create(scene, rules=[("A", percentage), ("B", pairwise)]))
    asked = page("simulation-propose", made.public_id, 1)
    assert asked in browser.get(page("simulation", made.public_id)).text
    assert "700" in browser.get(asked).text
    answer = browser.post(asked, {"note": "Bewährt"})
    proposal = FundProposal.objects.get(kind=ProposalKind.RULE, state="proposed")
    assert answer.headers["Location"] == page("proposal", proposal.public_id)
    proposal_approve(proposal=proposal, actor=scene.managers[1])
    present = rule_now(scene.fund)
    assert present is not None
    assert present.rule_set == percentage
    second = browser.post(page("simulation-propose", made.public_id, 2), {"note": ""})
    assert second.status_code == 302
    assert browser.get(page("simulation-propose", made.public_id, 3)).status_code == 404


def test_strangers_do_not_find_it(scene: Scene) -> None:
    made = create(scene)
    stranger = Client()
    stranger.force_login(UserFactory.create())
    for name in ("simulation", "simulation-cancel", "simulation-delete", "simulation-table"):
        assert stranger.get(page(name, made.public_id)).status_code == 404
        assert Client().get(page(name, made.public_id)).status_code == 302
