"""What is asked at registration: composed, answered, changed, kept readable, forgotten."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from backend.core import clock
from backend.core.errors import Conflict, Invalid
from programmes.domain.forms.editing import part_moved, part_removed, question_put, section_put
from programmes.domain.forms.kinds import Condition, Form, Kind, Option, Question, Section, Words
from programmes.models import Registration, RegistrationAnswers, RegistrationForm, Sprint
from programmes.selectors.personal_data import programmes_personal_data
from programmes.selectors.registration_forms import columns_of, form_of
from programmes.services.forgetting import person_forget
from programmes.services.registration_answers import answers_change
from programmes.services.registration_forms import form_change, form_set
from programmes.services.registrations import registration_cancel, registration_create
from tests.factories import programmes as make
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db
MEAL = Question(
    key="meal",
    kind=Kind.ONE_OF,
    label=Words(de="Was essen Sie?", en="What do you eat?"),
    required=True,
    options=(Option(key="all", label=Words(de="alles")), Option(key="veg", label=Words(de="vegetarisch"))),
)
SPICE = Question(
    key="spice",
    kind=Kind.SHORT,
    label=Words(de="Welche Gewürze?"),
    required=True,
    shown_if=Condition(question="meal", value="veg"),
)
PHOTOS = Question(key="photos", kind=Kind.CONSENT, label=Words(de="Ich stimme Fotos zu.", en="I agree to photos."))
FORM = Form(sections=(Section(key="food", title=Words(de="Essen"), questions=(MEAL, SPICE, PHOTOS)),))


def asking(form: Form = FORM, **more: Any) -> Sprint:
    sprint = make.SprintFactory.create(starts_at=clock.now() + timedelta(hours=1), **more)
    form_change(actor=None, sprint=sprint, change=lambda _before: form)
    sprint.refresh_from_db()
    return sprint


def register(sprint: Sprint, **answers: Any) -> Registration:
    return registration_create(actor=UserFactory.create(), sprint=sprint, answers=answers, language="de")


def test_answers_are_kept_with_the_registration() -> None:
    row = register(asking(), meal="veg", spice=" Kümmel ", photos=True).answers
    assert row.values == {"meal": "veg", "spice": "Kümmel", "photos": True}
    [consent] = row.consents
    assert (consent["key"], consent["text"], consent["language"]) == ("photos", "Ich stimme Fotos zu.", "de")


def test_who_answers_wrongly_is_not_registered() -> None:
    with pytest.raises(Invalid) as error:
        register(asking(), meal="veg", photos=True, other=1)
    assert set(error.value.fields) == {"answers.spice", "answers.other"}
    assert not Registration.objects.exists()


def test_answers_where_nothing_is_asked_are_refused() -> None:
    with pytest.raises(Invalid):
        register(make.SprintFactory.create(), meal="veg")


def test_without_a_form_registering_asks_nothing_more_of_the_database() -> None:
    plain, person = make.SprintFactory.create(), UserFactory.create()
    with CaptureQueriesContext(connection) as asked:
        registration_create(actor=person, sprint=plain)
    assert not [query for query in asked if "registrationform" in query["sql"] and "WHERE" in query["sql"]]
    assert not [query for query in asked if "registrationanswers" in query["sql"]]


def test_who_waits_has_answered_too() -> None:
    sprint = asking(capacity=1)
    register(sprint, meal="all")
    assert register(sprint, meal="all").answers.values == {"meal": "all"}


def test_answers_are_changed_until_the_sprint_begins() -> None:
    sprint = asking()
    row = register(sprint, meal="all", photos=True)
    first = row.answers.consents
    changed = answers_change(
        actor=row.user, registration=row, answers={"meal": "veg", "spice": "Dill", "photos": True}, language="en"
    )
    assert changed.values == {"meal": "veg", "spice": "Dill", "photos": True}
    # The same sentence was agreed to before, and then.
    assert changed.consents == first
    assert answers_change(actor=row.user, registration=row, answers={"meal": "all"}, language="de").consents == []
    with clock.at(sprint.starts_at), pytest.raises(Conflict) as error:
        answers_change(actor=row.user, registration=row, answers={"meal": "all"}, language="de")
    assert error.value.code == "answers_closed"


def test_others_do_not_change_them() -> None:
    row = register(asking(), meal="all")
    with pytest.raises(Conflict) as error:
        answers_change(actor=UserFactory.create(), registration=row, answers={"meal": "all"}, language="de")
    assert error.value.code == "not_registered"


def test_a_form_is_changed_in_place_until_somebody_answers() -> None:
    sprint = asking()
    form_change(actor=None, sprint=sprint, change=lambda now: part_moved(now, "photos", -1))
    assert RegistrationForm.objects.get().number == 1
    row = register(sprint, meal="all")
    other = replace(MEAL, label=Words(de="Essen Sie Fleisch?"))
    form_change(actor=None, sprint=sprint, change=lambda now: question_put(now, "food", other))
    assert [one.number for one in sprint.forms.all()] == [1, 2]
    kept = RegistrationAnswers.objects.get(registration=row).form.form.question("meal")
    assert kept == MEAL
    sprint.refresh_from_db()
    now = form_of(sprint)
    assert now is not None
    assert now.form.question("meal") == other


def test_a_form_that_is_set_again_is_no_new_version() -> None:
    sprint = asking()
    register(sprint, meal="all")
    form_change(actor=None, sprint=sprint, change=lambda now: now)
    assert sprint.forms.count() == 1


def test_what_is_asked_no_more_stays_in_the_table() -> None:
    sprint = asking()
    register(sprint, meal="all")
    form_change(actor=None, sprint=sprint, change=lambda now: part_removed(now, "photos"))
    sprint.refresh_from_db()
    columns = [(one.question.key, one.is_asked) for one in columns_of(sprint)]
    assert columns == [("meal", True), ("spice", True), ("photos", False)]
    form_change(actor=None, sprint=sprint, change=lambda _now: Form())
    sprint.refresh_from_db()
    assert form_of(sprint) is None
    assert register(sprint).state == "registered"


def test_what_another_question_depends_on_cannot_go_first() -> None:
    sprint = asking()
    for change in (lambda now: part_removed(now, "meal"), lambda now: part_moved(now, "meal", 1)):
        with pytest.raises(Invalid) as error:
            form_change(actor=None, sprint=sprint, change=change)
        assert list(error.value.fields) == ["spice"]


def test_texts_that_cannot_be_shown_are_refused() -> None:
    with pytest.raises(Invalid):
        asking(section_put(Form(), "s", Words(de="a\x00b")))
    with pytest.raises(Invalid):
        register(asking(), meal="veg", spice="\u202eabc")


@pytest.mark.parametrize("definition", [{"sections": "x"}, {"sections": [{"key": "s", "colour": "red"}]}])
def test_what_is_no_form_is_refused(definition: dict[str, Any]) -> None:
    with pytest.raises(Invalid):
        form_set(actor=None, sprint=make.SprintFactory.create(), definition=definition)


def test_an_answered_form_stays_even_past_python() -> None:
    sprint = asking()
    RegistrationForm.objects.update(definition={"sections": []})
    RegistrationForm.objects.update(definition=RegistrationForm.objects.get().definition)
    asking_again = asking()
    register(asking_again, meal="all")
    with pytest.raises(DatabaseError), transaction.atomic():
        RegistrationForm.objects.filter(sprint=asking_again).update(definition={"sections": []})
    assert sprint.forms.count() == 1


def test_answers_go_with_the_registration_and_with_the_person() -> None:
    sprint = asking()
    left, forgotten = register(sprint, meal="all"), register(sprint, meal="veg", spice="Salz")
    [row] = programmes_personal_data(forgotten.user).tables["registration_answers"]
    assert row["values"] == {"meal": "veg", "spice": "Salz"}
    registration_cancel(actor=left.user, registration=left)
    person_forget(user=forgotten.user)
    assert not RegistrationAnswers.objects.exists()
