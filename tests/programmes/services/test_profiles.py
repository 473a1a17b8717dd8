import pytest

from backend.core.errors import Invalid
from programmes.models import Profile
from programmes.selectors.people import profile_of, profiles_public
from programmes.services.profiles import profile_save
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


def test_a_profile_is_written_as_given() -> None:
    person = UserFactory.create()
    assert profile_of(person).pk is None
    profile_save(actor=person, skills=["Karten", " Karten", ""], topics=["Klima"], is_public=True)
    profile = profile_save(actor=person, skills=["Python"], about="Hallo.\nIch bin neu.")
    assert (profile.skills, profile.topics, profile.is_public) == (["Python"], [], False)
    assert profile_of(person) == Profile.objects.get()
    assert not profiles_public().exists()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("skills", ["x" * 41]),
        ("topics", [str(number) for number in range(21)]),
        ("languages", "Deutsch"),
        ("roles_sought", [1]),
        ("about", "x" * 2_001),
    ],
)
def test_nonsense_is_refused(field: str, value: object) -> None:
    with pytest.raises(Invalid) as error:
        profile_save(actor=UserFactory.create(), **{field: value})  # type: ignore[arg-type]  # nonsense on purpose
    assert list(error.value.fields) == [field]
