"""Rules that are composed in the simulator: by the builder's form, next to each other, changed and compared again."""

from dataclasses import replace
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from backend.web.simulation_draft import OWN_MAX, Draft
from funding.domain.rule_axes import Percentage
from funding.domain.rule_set import RuleSet
from funding.domain.rule_templates import TEMPLATES
from funding.enums import FundState
from funding.gateways.memory_gateway import MemoryGateway
from funding.models import FundProposal, Simulation
from funding.selectors.rules import rule_now, rule_proposed
from tests.backend.web.forms.test_rules import typed
from tests.backend.web.views.test_fund_desk_rules import HALF, HTMX, TRIAL
from tests.backend.web.views.test_fund_desk_simulations import TABLE, answers, page
from tests.factories.funding import FundFactory, FundManagerFactory
from tests.funding.scenes import Scene, scene_make
from tests.funding.services.test_simulations import create, run_all

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene(gateway: MemoryGateway) -> Scene:
    return scene_make(gateway)


@pytest.fixture
def browser(scene: Scene) -> Client:
    client = Client()
    client.force_login(scene.managers[0])
    return client


def composer(scene: Scene, begun: str = "") -> str:
    address = page("simulation-rule", scene.fund.slug)
    return f"{address}?vorlage={begun}" if begun else address


def add(browser: Client, scene: Scene, rule: RuleSet, name: str, *, begun: str = "", do: str = "add") -> Any:
    return browser.post(composer(scene, begun), typed(rule, name=name) | TRIAL | {"do": do})


def listed(browser: Client, scene: Scene) -> tuple[list[str], list[str]]:
    """Names of the rules of one's own, and what is ticked."""
    form = browser.get(page("simulation-new", scene.fund.slug)).context["form"]
    own = [str(label).partition(": ")[0] for key, label in form.fields["rules"].choices if key.startswith("own")]
    return own, list(form["rules"].value())


def test_a_rule_is_composed_with_sentence_and_example(scene: Scene, browser: Client) -> None:
    shown = browser.get(composer(scene, "double"))
    assert shown.context["preview"].example.rows
    assert shown.context["form"]["name"].value() == "1:1 bis 250 Euro, geändert"
    assert "note" not in shown.context["form"].fields
    part = browser.post(composer(scene), typed(HALF, name="H") | TRIAL | {"do": "add"}, headers=HTMX)
    assert "<html" not in part.text
    assert "50" in part.context["preview"].words.main
    assert listed(browser, scene) == ([], ["present"])


def test_several_rules_are_added_compared_and_one_is_proposed(scene: Scene, browser: Client) -> None:
    third = replace(HALF, function=Percentage(3_000))
    assert add(browser, scene, HALF, "Halb")["Location"] == page("simulation-new", scene.fund.slug)
    add(browser, scene, third, "Drittel")
    assert listed(browser, scene) == (["Halb", "Drittel"], ["present", "own1", "own2"])
    sent = answers(rules=["present", "own1", "own2"], do="start")
    answer = browser.post(page("simulation-new", scene.fund.slug), sent)
    made = run_all(Simulation.objects.get())
    assert answer["Location"] == page("simulation", made.public_id)
    present = rule_now(scene.fund)
    assert present is not None
    assert [rule for _name, rule in made.rule_sets] == [present.rule_set, HALF, third]
    assert [name for name, _rule in made.rule_sets][1:] == ["Halb", "Drittel"]
    assert listed(browser, scene) == ([], ["present"])
    browser.post(page("simulation-propose", made.public_id, 3), {"note": ""})
    assert rule_proposed(FundProposal.objects.get()).rule_set == third


def test_one_of_them_is_changed_in_its_place_or_kept_beside(scene: Scene, browser: Client) -> None:
    add(browser, scene, HALF, "Halb")
    shown = browser.get(composer(scene, "own1"))
    assert shown.context["form"]["name"].value() == "Halb"
    assert 'value="replace"' in shown.text
    add(browser, scene, replace(HALF, function=Percentage(4_000)), "Weniger", begun="own1", do="replace")
    assert listed(browser, scene) == (["Weniger"], ["present", "own1"])
    add(browser, scene, HALF, "Mehr", begun="own1")
    assert listed(browser, scene) == (["Weniger", "Mehr"], ["present", "own1", "own2"])
    # Without a rule of one's own there is nothing to replace.
    add(browser, scene, HALF, "Neu", begun="own9", do="replace")
    assert listed(browser, scene)[0] == ["Weniger", "Mehr", "Neu"]


def test_what_makes_no_sense_is_said_beside_its_field(scene: Scene, browser: Client) -> None:
    answer = browser.post(composer(scene), typed(HALF, cap_campaign="100", name="X") | TRIAL | {"do": "add"})
    assert answer.status_code == 422
    assert answer.context["form"].errors.keys() == {"cap_pledge_match"}
    nameless = browser.post(composer(scene), typed(HALF) | TRIAL | {"do": "add"})
    assert nameless.context["form"].errors.keys() == {"name"}
    preview = browser.post(composer(scene), typed(HALF) | TRIAL | {"do": "preview"})
    assert preview.status_code == 200
    assert listed(browser, scene) == ([], ["present"])


def test_the_way_to_the_builder_keeps_what_was_typed(scene: Scene, browser: Client) -> None:
    table = SimpleUploadedFile("p.csv", TABLE.encode())
    sent = answers(name="Herbst", pool="1.234,50", seed="7", rules=["quarter"], begin="steps", do="build", table=table)
    answer = browser.post(page("simulation-new", scene.fund.slug), sent)
    assert answer["Location"] == composer(scene, "steps")
    assert "Datei" in str(*get_messages(answer.wsgi_request))
    assert browser.get(answer["Location"]).context["form"]["function"].value() == "steps"
    add(browser, scene, HALF, "Halb")
    form = browser.get(page("simulation-new", scene.fund.slug)).context["form"]
    assert [form[name].value() for name in ("name", "pool", "seed", "source")] == ["Herbst", "1.234,50", "7", "drawn"]
    assert form["rules"].value() == ["quarter", "own1"]
    assert not Simulation.objects.exists()


def test_another_fund_does_not_see_the_draft(scene: Scene, browser: Client) -> None:
    add(browser, scene, HALF, "Halb")
    other = FundFactory.create()
    FundManagerFactory.create(fund=other, user=scene.managers[0])
    assert "Halb" not in browser.get(page("simulation-new", other.slug)).text


def test_an_earlier_one_is_taken_up_with_a_rule_changed(scene: Scene, browser: Client) -> None:
    present = rule_now(scene.fund)
    assert present is not None
    rules = [("Jetzt", present.rule_set), ("Halb", HALF), ("Stufen", TEMPLATES["steps"])]
    made = run_all(create(scene, rules=rules))
    shown = browser.get(page("simulation", made.public_id)).text
    assert shown.count('form="again"') == 3
    answer = browser.post(page("simulation-again", made.public_id), {"rule": "2"})
    assert answer["Location"] == composer(scene, "own1")
    assert browser.get(answer["Location"]).context["form"]["name"].value() == "Halb"
    assert listed(browser, scene) == (["Halb"], ["present", "own1", "steps"])
    form = browser.get(page("simulation-new", scene.fund.slug)).context["form"]
    assert [form[name].value() for name in ("pool", "orders", "pledges")] == ["200", "2", "40"]
    template = browser.post(page("simulation-again", made.public_id), {"rule": "3"})
    assert template["Location"] == composer(scene, "steps")
    whole = browser.post(page("simulation-again", made.public_id), {"rule": "9"})
    assert whole["Location"] == page("simulation-new", scene.fund.slug)


def test_the_table_of_an_earlier_one_is_used_again_until_it_is_deleted(scene: Scene, browser: Client) -> None:
    new = page("simulation-new", scene.fund.slug)
    table = SimpleUploadedFile("p.csv", TABLE.encode())
    browser.post(new, answers(source="table", table=table))
    made = run_all(Simulation.objects.get())
    browser.post(page("simulation-again", made.public_id))
    browser.post(new, answers(source="table"))
    second = run_all(Simulation.objects.latest("id"))
    assert second.pk != made.pk
    assert second.about == made.about
    browser.post(page("simulation-again", made.public_id))
    browser.post(new, answers(source="drawn"))
    assert bytes(Simulation.objects.latest("id").scene) == b""
    browser.post(page("simulation-again", made.public_id))
    browser.post(page("simulation-delete", made.public_id))
    assert browser.post(new, answers(source="table")).status_code == 422


def test_the_builder_of_the_fund_leads_into_the_simulator(scene: Scene, browser: Client) -> None:
    build = reverse("web:fund-rule-build", args=[scene.fund.slug])
    answer = browser.post(f"{build}?vorlage=double", typed(HALF) | TRIAL | {"do": "simulate"})
    assert answer["Location"] == page("simulation-new", scene.fund.slug)
    assert listed(browser, scene) == (["1:1 bis 250 Euro, geändert"], ["present", "own1"])
    wrong = browser.post(build, typed(HALF, cap_campaign="100") | TRIAL | {"do": "simulate"})
    assert wrong.status_code == 422
    assert not FundProposal.objects.exists()


def test_a_fund_that_is_over_still_compares(scene: Scene, browser: Client) -> None:
    closed = FundFactory.create(state=FundState.CLOSED)
    FundManagerFactory.create(fund=closed, user=scene.managers[0])
    assert browser.get(page("simulation-rule", closed.slug)).status_code == 200


def test_of_too_many_the_oldest_that_is_not_ticked_goes() -> None:
    draft = Draft()
    for number in range(OWN_MAX):
        draft.add(str(number), HALF)
    draft.ticked = ["own1"]
    draft.add("new", HALF)
    assert list(draft.rules) == ["own1", *(f"own{number}" for number in range(3, OWN_MAX + 2))]
    assert draft.ticked == ["own1", f"own{OWN_MAX + 1}"]


def test_the_composer_asks_little_of_the_database(
    scene: Scene, browser: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(12):
        browser.get(composer(scene))
