"""Composing the form, answering it, reading the answers."""

import csv
import io
import re
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from backend.core import clock
from programmes.domain.forms.kinds import Condition, Form, Kind, Option, Question, Section, Words
from programmes.models import Registration, RegistrationForm, Sprint
from programmes.services.registration_forms import form_change
from programmes.services.registrations import registration_create
from tests.backend.web.visitors import queries_of, signed_in, text_of
from tests.factories.accounts import UserFactory
from tests.factories.programmes import ProgrammeRoleFactory, SprintFactory

pytestmark = pytest.mark.django_db
BUILDER_QUERIES, ANSWERS_QUERIES, CSV_QUERIES, OWN_QUERIES, QUESTIONS_QUERIES = 6, 7, 6, 7, 4
EATS = Question(key="eats", kind=Kind.YES_NO, label=Words(de="Essen Sie mit?", en="Do you eat with us?"), required=True)
DIET = Question(
    key="diet",
    kind=Kind.SHORT,
    label=Words(de="Was essen Sie nicht?"),
    required=True,
    shown_if=Condition(question="eats", value="yes"),
)
ARRIVES = Question(key="arrives", kind=Kind.DATE, label=Words(de="Wann kommen Sie?"))
FORM = Form(sections=(Section(key="food", title=Words(de="Verpflegung"), questions=(EATS, DIET, ARRIVES)),))


@pytest.fixture
def sprint() -> Sprint:
    return SprintFactory.create(starts_at=clock.now() + timedelta(hours=1))


@pytest.fixture
def organiser(sprint: Sprint) -> Client:
    return signed_in(ProgrammeRoleFactory.create(programme=sprint.programme).user)


def ask(sprint: Sprint, form: Form = FORM) -> None:
    form_change(actor=None, sprint=sprint, change=lambda _before: form)
    sprint.refresh_from_db()


def register(sprint: Sprint, name: str = "Kim", **answers: Any) -> Registration:
    person = UserFactory.create(display_name=name)
    return registration_create(actor=person, sprint=sprint, answers=answers, language="de")


def composed(**more: Any) -> dict[str, Any]:
    return {"kind": "short", "label_de": "Frage", "shown_if": "", **more}


def test_a_form_is_composed_step_by_step(organiser: Client, sprint: Sprint) -> None:
    base = f"/organisation/sprints/{sprint.slug}/anmeldung/"
    assert "Noch wird nichts gefragt" in text_of(organiser, base)
    assert organiser.get(f"{base}frage/").status_code == 404
    assert organiser.post(f"{base}abschnitt/", {"title_de": "Anreise"}).status_code == 302
    [section] = RegistrationForm.objects.get().form.sections
    options = "Bahn | Train\nRad\n"
    for body in (
        composed(section=section.key, kind="one_of", label_de="Womit?", options=options, required="on"),
        composed(section=section.key, label_de="Wohin?"),
    ):
        assert organiser.post(f"{base}frage/", body).status_code == 302
    first, second = RegistrationForm.objects.get().form.questions()
    assert [one.label.en for one in first.options] == ["Train", ""]
    train = first.options[0].key
    depends = composed(section=section.key, label_de="Wohin?", shown_if=f"{first.key}:{train}")
    assert organiser.post(f"{base}frage/{second.key}/", depends).status_code == 302
    page = text_of(organiser, base)
    assert "Nur wenn Sie auf „Womit?“ mit „Bahn“ geantwortet haben." in page
    assert queries_of(organiser, base) == BUILDER_QUERIES
    assert "Womit?" in text_of(organiser, f"{base}vorschau/")
    moved = organiser.post(f"{base}verschieben/{second.key}/", {"step": "up"}, follow=True)
    assert "nur von einer abhängen, die vor ihr steht" in moved.content.decode()
    assert organiser.post(f"{base}entfernen/{first.key}/").status_code == 422
    assert organiser.post(f"{base}entfernen/{second.key}/").status_code == 302
    assert organiser.post(f"{base}verschieben/{first.key}/", {"step": "sideways"}).status_code == 404
    assert [one.key for one in RegistrationForm.objects.get().form.questions()] == [first.key]


def test_an_answer_that_is_worded_anew_keeps_its_key(organiser: Client, sprint: Sprint) -> None:
    ask(sprint)
    base = f"/organisation/sprints/{sprint.slug}/anmeldung/frage/"
    organiser.post(base, composed(section="food", kind="one_of", options="Bahn\nRad\nAuto"))
    made = list(RegistrationForm.objects.get().form.questions())[-1]
    organiser.post(f"{base}{made.key}/", composed(section="food", kind="one_of", options="Auto\nZug\nRad"))
    after = RegistrationForm.objects.get().form.question(made.key)
    assert after is not None
    keys = {option.label.de: option.key for option in made.options}
    assert [option.key for option in after.options][::2] == [keys["Auto"], keys["Rad"]]


def test_a_question_without_words_or_answers_is_not_saved(organiser: Client, sprint: Sprint) -> None:
    ask(sprint)
    base = f"/organisation/sprints/{sprint.slug}/anmeldung/frage/"
    for body in (composed(section="food", label_de=""), composed(section="food", kind="several_of")):
        assert organiser.post(base, body).status_code == 422
    assert len(list(RegistrationForm.objects.get().form.questions())) == 3


def test_who_registers_answers_what_concerns_them(sprint: Sprint) -> None:
    ask(sprint)
    browser, address = signed_in(), f"/sprints/{sprint.slug}/anmelden/"
    page = text_of(browser, address)
    assert "Verpflegung" in page
    assert "Nur wenn Sie auf „Essen Sie mit?“ mit „ja“ geantwortet haben." in page
    answer = browser.post(address, {"display_name": "Kim", "answers.eats": "yes"})
    assert answer.status_code == 422
    assert 'href="#id_answers.diet"' in answer.content.decode()
    assert not Registration.objects.exists()
    sent = {"display_name": "Kim", "answers.eats": "no", "answers.diet": "x", "answers.arrives": "2027-03-20"}
    assert browser.post(address, sent).status_code == 302
    assert Registration.objects.get().answers.values == {"eats": False, "arrives": "2027-03-20"}


BITES = Question(
    key="bites",
    kind=Kind.ONE_OF,
    label=Words(de="Was genau?"),
    options=(Option(key="nuts", label=Words(de="Nüsse")), Option(key="milk", label=Words(de="Milch"))),
    shown_if=Condition(question="eats", value="yes"),
)
HOW_BAD = Question(
    key="how_bad", kind=Kind.LONG, label=Words(de="Wie schlimm?"), shown_if=Condition(question="bites", value="nuts")
)
CHAIN = Form(sections=(Section(key="food", questions=(EATS, DIET, BITES, HOW_BAD, ARRIVES)),))


def shown_on(text: str) -> set[str]:
    """Questions that depend on others and are asked, as the page says them back to the server."""
    return set(re.findall(r'name="shown" value="(\w+)"', text))


def changed_by(browser: Client, sprint: Sprint, **typed: Any) -> str:
    shown = typed.pop("shown", [])
    body = {"shown": shown, **{f"answers.{key}": value for key, value in typed.items()}}
    answer = browser.post(f"/sprints/{sprint.slug}/fragen/", body, headers={"HX-Request": "true"})
    assert answer.status_code == 200
    return answer.content.decode()


def test_questions_appear_and_vanish_as_one_answers(sprint: Sprint) -> None:
    ask(sprint, CHAIN)
    browser = signed_in()
    page = text_of(browser, f"/sprints/{sprint.slug}/anmelden/")
    assert shown_on(page) == set()
    assert page.count("gw-asked--not") == 3, "all are there for who has no scripts"
    assert page.count('hx-trigger="change"') == 2, "only what decides asks the server"

    appears = changed_by(browser, sprint, eats="yes")
    assert shown_on(appears) == {"diet", "bites"}
    assert appears.count('hx-swap-oob="true"') == 2
    assert 'data-announce="Jetzt wird auch gefragt: Was essen Sie nicht?, Was genau?"' in appears

    deeper = changed_by(browser, sprint, eats="yes", diet="halb get", bites="nuts", shown=["diet", "bites"])
    assert shown_on(deeper) == {"how_bad"}
    assert "halb get" not in deeper, "what stays is left alone"

    all_shown = ["diet", "bites", "how_bad"]
    gone = changed_by(browser, sprint, eats="no", diet="Fisch", bites="nuts", how_bad="sehr", shown=all_shown)
    assert (shown_on(gone), gone.count("gw-asked--not")) == (set(), 3)
    assert 'value="Fisch"' in gone, "nothing typed is lost"
    assert "sehr</textarea>" in gone
    assert 'value="nuts" checked' in " ".join(re.sub(r'\b(id|class|aria-\w+)="[^"]*"', "", gone).split())
    assert "Nicht mehr gefragt: Was essen Sie nicht?, Was genau?, Wie schlimm?" in gone

    same = changed_by(browser, sprint, eats="yes", shown=["diet", "bites"])
    assert "hx-swap-oob" not in same
    assert "data-announce" not in same


def test_what_is_typed_meanwhile_is_kept_nowhere_and_judged_later(sprint: Sprint) -> None:
    late = replace(ARRIVES, shown_if=Condition(question="eats", value="yes"))
    ask(sprint, Form(sections=(Section(key="food", questions=(EATS, late)),)))
    browser, address = signed_in(), f"/sprints/{sprint.slug}/anmelden/"
    appears = changed_by(browser, sprint, eats="yes", arrives="morgen", shown=["unknown"])
    assert "kern-error" not in appears
    assert not Registration.objects.exists()
    sent = {"display_name": "Kim", "answers.eats": "no", "answers.arrives": "morgen"}
    assert browser.post(address, {**sent, "answers.eats": "yes"}).status_code == 422
    assert browser.post(address, sent).status_code == 302, "a slip in what is not asked is no fault"
    assert Registration.objects.get().answers.values == {"eats": False}


def test_a_page_that_comes_back_shows_what_is_asked(sprint: Sprint) -> None:
    ask(sprint)
    row = register(sprint, eats=True, diet="Nüsse")
    assert shown_on(text_of(signed_in(row.user), f"/sprints/{sprint.slug}/meine-angaben/")) == {"diet"}
    refused = signed_in().post(f"/sprints/{sprint.slug}/anmelden/", {"display_name": "Kim", "answers.eats": "yes"})
    assert shown_on(refused.content.decode()) == {"diet"}


def test_without_scripts_nobody_comes_to_the_questions_alone(sprint: Sprint, organiser: Client) -> None:
    address = f"/sprints/{sprint.slug}/fragen/"
    assert signed_in().post(address)["Location"] == f"/sprints/{sprint.slug}/anmelden/"
    assert signed_in().get(address).status_code == 405
    assert shown_on(changed_by(organiser, sprint, eats="yes")) == set(), "nothing is asked yet"
    ask(sprint)
    assert 'name="csrfmiddlewaretoken"' in text_of(
        organiser, f"/organisation/sprints/{sprint.slug}/anmeldung/vorschau/"
    )


@pytest.mark.parametrize("many", [1, 3])
def test_asking_again_costs_the_same_for_many_questions(
    sprint: Sprint, many: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    more = tuple(replace(DIET, key=f"diet{number}") for number in range(many))
    ask(sprint, Form(sections=(Section(key="food", questions=(EATS, *more)),)))
    browser = signed_in()
    with django_assert_num_queries(QUESTIONS_QUERIES):
        assert len(shown_on(changed_by(browser, sprint, eats="yes"))) == many


def test_own_answers_are_read_and_changed_until_it_begins(sprint: Sprint) -> None:
    ask(sprint)
    row = register(sprint, eats=True, diet="Nüsse")
    browser, address = signed_in(row.user), f"/sprints/{sprint.slug}/meine-angaben/"
    assert address in text_of(browser, f"/sprints/{sprint.slug}/")
    assert 'value="Nüsse"' in text_of(browser, address)
    assert queries_of(browser, address) == OWN_QUERIES
    assert browser.post(address, {"answers.eats": "no"}).status_code == 302
    assert Registration.objects.get().answers.values == {"eats": False}
    with clock.at(sprint.starts_at):
        assert "<form" not in text_of(browser, address).partition("<main")[2].partition("</main>")[0]
        assert browser.post(address, {"answers.eats": "yes"}).status_code == 422
    assert signed_in().get(address).status_code == 404


@pytest.mark.parametrize("many", [1, 3])
def test_organisers_read_all_answers_with_as_many_questions(organiser: Client, sprint: Sprint, many: int) -> None:
    ask(sprint)
    for number in range(many):
        register(sprint, f"Kim {number}", eats=True, diet="Nüsse")
    base = f"/organisation/sprints/{sprint.slug}/anmeldung/antworten"
    assert text_of(organiser, f"{base}/").count("Nüsse") == many
    assert queries_of(organiser, f"{base}/") == ANSWERS_QUERIES
    assert queries_of(organiser, f"{base}.csv") == CSV_QUERIES


def test_the_table_holds_all_versions_and_no_formula(organiser: Client, sprint: Sprint) -> None:
    ask(sprint)
    register(sprint, "=1+1", eats=True, diet="@SUM(A1)")
    ask(sprint, Form(sections=(Section(key="food", questions=(EATS,)),)))
    register(sprint, "Kim", eats=False)
    answer = organiser.get(f"/organisation/sprints/{sprint.slug}/anmeldung/antworten.csv")
    head, first, second = csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";")
    assert head[4:7] == ["Essen Sie mit?", "Was essen Sie nicht? (früher gefragt)", "Wann kommen Sie? (früher gefragt)"]
    assert (first[0], first[4:7]) == ("'=1+1", ["ja", "'@SUM(A1)", ""])
    assert (second[0], second[4:7]) == ("Kim", ["nein", "", ""])
