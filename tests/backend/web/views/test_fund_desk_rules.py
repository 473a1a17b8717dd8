"""The rule builder: templates, the live preview, what is refused, and the proposal that comes of it."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from backend.web.rule_templates import NAMES
from funding.domain.rule_axes import Base, Caps, Percentage, Reversal
from funding.domain.rule_set import RuleSet
from funding.domain.rule_templates import TEMPLATES
from funding.enums import FundState
from funding.gateways.memory_gateway import MemoryGateway
from funding.models import FundProposal, MatchingRule
from tests.backend.web.forms.test_rules import typed
from tests.factories.funding import FundFactory, FundManagerFactory
from tests.funding.scenes import Scene, scene_make

pytestmark = pytest.mark.django_db
HALF = RuleSet(
    base=Base.PLEDGE,
    function=Percentage(5_000),
    caps=Caps(pledge_match_minor=25_000, campaign_minor=100_000),
    reversal=Reversal.BEAR,
)
TRIAL = {f"trial_{row}": amount for row, amount in enumerate(("50", "160", "20", "30", "400"))}
TRIAL |= {"trial_pool": "400", "trial_goal": "200"}
HTMX = {"HX-Request": "true"}


@pytest.fixture
def scene(gateway: MemoryGateway) -> Scene:
    return scene_make(gateway)


@pytest.fixture
def browser(scene: Scene) -> Client:
    client = Client()
    client.force_login(scene.managers[0])
    return client


def builder(scene: Scene, template: str = "") -> str:
    address = reverse("web:fund-rule-build", args=[scene.fund.slug])
    return f"{address}?vorlage={template}" if template else address


def text_of(answer: Any) -> str:
    return str(answer.content.decode()).replace("\xa0", " ")


def test_the_page_of_the_rule_offers_every_template(scene: Scene, browser: Client) -> None:
    text = text_of(browser.get(reverse("web:fund-rule", args=[scene.fund.slug])))
    assert set(NAMES) == set(TEMPLATES)
    for name in TEMPLATES:
        assert f"?vorlage={name}" in text
    assert "Der Fonds legt zu jeder Unterstützung 25 % dazu" in text


@pytest.mark.parametrize("name", ["", "nonsense", *TEMPLATES])
def test_every_template_opens_with_its_sentence_and_an_example(scene: Scene, browser: Client, name: str) -> None:
    answer = browser.get(builder(scene, name))
    assert answer.status_code == 200
    preview = answer.context["preview"]
    assert preview.words.main.replace("\xa0", " ") in text_of(answer)
    assert preview.example.rows
    assert preview.wrong == []


def test_typing_brings_the_sentence_and_the_example_without_the_page(scene: Scene, browser: Client) -> None:
    answer = browser.post(builder(scene), typed(HALF) | TRIAL, headers=HTMX)
    text = text_of(answer)
    assert answer.status_code == 200
    assert "<html" not in text
    assert "Der Fonds legt zu jeder Unterstützung 50 % dazu, höchstens 250 € je Unterstützung" in text
    assert "25,00 €" in text
    assert 'id="id_rate_error" hx-swap-oob="true"' in text
    assert "HX-Request" in answer["Vary"]
    assert not FundProposal.objects.exists()


def test_typing_something_wrong_is_said_beside_its_field(scene: Scene, browser: Client) -> None:
    sent = typed(HALF, cap_campaign="100") | TRIAL | {"do": "propose"}
    text = text_of(browser.post(builder(scene), sent, headers=HTMX))
    assert "250 € werden nie erreicht, denn „Höchstens für eine Kampagne“ ist 100 €." in text
    assert 'href="#id_cap_pledge_match"' in text
    assert "Zum Beispiel</h3>" not in text
    assert not FundProposal.objects.exists()


def test_a_preview_without_scripts_keeps_what_was_typed_and_proposes_nothing(scene: Scene, browser: Client) -> None:
    answer = browser.post(builder(scene), typed(HALF) | TRIAL | {"do": "preview"})
    assert answer.status_code == 200
    assert answer.context["preview"].example is not None
    assert answer.context["form"]["rate"].value() == "50"
    wrong = browser.post(builder(scene), typed(HALF, rate="viel") | TRIAL | {"do": "preview"})
    assert wrong.status_code == 200
    assert wrong.context["preview"].words is None
    assert 'value="viel"' in text_of(wrong)
    assert not FundProposal.objects.exists()


def test_more_rows_are_added_and_keep_the_rest(scene: Scene, browser: Client) -> None:
    sent = typed(TEMPLATES["steps"]) | TRIAL
    before = browser.post(builder(scene), sent | {"do": "preview"}).context["form"]
    answer = browser.post(builder(scene), sent | {"do": "more"})
    assert len(answer.context["form"].step_rows) == len(before.step_rows) + 3
    assert answer.context["form"]["step_2_from"].value() == "100"


def test_proposing_leads_to_the_proposal_with_what_changes(scene: Scene, browser: Client) -> None:
    answer = browser.post(builder(scene), typed(HALF, note="Mehr Mut") | TRIAL | {"do": "propose"})
    proposal = FundProposal.objects.get()
    assert answer["Location"] == reverse("web:proposal", args=[proposal.public_id])
    assert proposal.note == "Mehr Mut"
    text = text_of(browser.get(answer["Location"]))
    assert "Was sich ändert" in text
    assert "keine Grenze" in text
    assert MatchingRule.objects.filter(fund=scene.fund).count() == 1
    second = Client()
    second.force_login(scene.managers[1])
    assert second.post(answer["Location"], {}).status_code == 302
    assert MatchingRule.objects.filter(fund=scene.fund).latest("version").rule_set == HALF
    decided = text_of(second.get(answer["Location"]))
    assert "Was sich ändert" in decided
    assert "25 %" in decided


def test_what_is_wrong_is_not_proposed(scene: Scene, browser: Client) -> None:
    answer = browser.post(builder(scene), typed(HALF, cap_campaign="100") | TRIAL)
    assert answer.status_code == 422
    assert answer.context["form"].errors.keys() == {"cap_pledge_match"}
    assert not FundProposal.objects.exists()


def test_an_example_that_makes_no_sense_does_not_stand_in_the_way(scene: Scene, browser: Client) -> None:
    sent = typed(HALF) | TRIAL | {"trial_0": "viel"}
    preview = browser.post(builder(scene), sent, headers=HTMX)
    assert preview.context["preview"].example is None
    assert preview.context["trial"].errors.keys() == {"trial_0"}
    assert browser.post(builder(scene), sent).status_code == 302


def test_more_than_was_paid_in_is_a_warning_and_no_obstacle(scene: Scene, browser: Client) -> None:
    sent = typed(HALF, cap_campaign="900.000") | TRIAL
    preview = browser.post(builder(scene), sent, headers=HTMX).context["preview"]
    assert len(preview.warnings) == 1
    assert preview.wrong == []
    assert browser.post(builder(scene), sent).status_code == 302


def test_a_fund_that_is_over_has_no_builder(scene: Scene, browser: Client) -> None:
    closing = FundFactory.create(state=FundState.CLOSED)
    FundManagerFactory.create(fund=closing, user=scene.managers[0])
    address = reverse("web:fund-rule-build", args=[closing.slug])
    assert browser.get(address)["Location"] == reverse("web:fund-rule", args=[closing.slug])
    assert "vorlage=" not in text_of(browser.get(reverse("web:fund-rule", args=[closing.slug])))


def test_the_builder_asks_little_of_the_database(scene: Scene, browser: Client, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(13):
        browser.get(builder(scene))
