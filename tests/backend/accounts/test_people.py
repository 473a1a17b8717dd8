import pytest
from pytest_django import DjangoAssertNumQueries

from backend.accounts.models import User
from backend.accounts.services.people import person_update
from backend.core.errors import Invalid
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


def test_a_name_is_kept_as_it_was_typed_but_for_spaces() -> None:
    person = person_update(user=UserFactory.create(), display_name="  Clara   <b>Müller</b> ", language="en")
    assert (person.display_name, person.language) == ("Clara <b>Müller</b>", "en")
    assert person_update(user=person).display_name == "Clara <b>Müller</b>"
    assert person_update(user=person, display_name="").display_name == ""


@pytest.mark.parametrize("name", ["Clara\x07", "Clara\u202eralC", "x" * 81])
def test_a_name_that_deceives_is_refused(name: str) -> None:
    person = UserFactory.create(display_name="Clara")
    with pytest.raises(Invalid) as error:
        person_update(user=person, display_name=name)
    assert list(error.value.fields) == ["display_name"]
    person.refresh_from_db()
    assert person.display_name == "Clara"


def test_no_other_language_is_offered() -> None:
    with pytest.raises(Invalid):
        person_update(user=UserFactory.create(), language="fr")


def test_what_is_not_given_is_left_as_others_have_written_it(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    person = UserFactory.create(display_name="")
    read_before = User.objects.get(pk=person.pk)
    person_update(user=person, display_name="Clara")
    with django_assert_num_queries(1):
        person_update(user=read_before, language="en")
    person.refresh_from_db()
    assert (person.display_name, person.language) == ("Clara", "en")
