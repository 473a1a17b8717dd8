import pytest

from backend.core.errors import Conflict, Invalid
from backend.core.models import AuditEntry
from programmes.enums import ProgrammeRoleKind
from programmes.models import ProgrammeRole
from programmes.services.programmes import (
    category_create,
    programme_create,
    programme_update,
    role_grant,
    role_revoke,
)
from tests.factories import programmes as make
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


def test_who_creates_a_programme_organises_it() -> None:
    person = UserFactory.create()
    programme = programme_create(actor=person, slug="mein-programm", name=" Mein  Programm ", summary="Kurz.")
    assert programme.name == "Mein  Programm"
    assert ProgrammeRole.objects.get(programme=programme, user=person).role == ProgrammeRoleKind.ORGANISER


@pytest.mark.parametrize("slug", ["", "Groß", "mit leerzeichen", "a/b"])
def test_short_names_fit_into_addresses(slug: str) -> None:
    with pytest.raises(Invalid) as error:
        programme_create(actor=None, slug=slug, name="Programm", summary="Kurz.")
    assert list(error.value.fields) == ["slug"]


def test_a_short_name_is_used_once() -> None:
    make.ProgrammeFactory.create(slug="genommen")
    with pytest.raises(Invalid) as error:
        programme_create(actor=None, slug="genommen", name="Programm", summary="Kurz.")
    assert list(error.value.fields) == ["slug"]


def test_all_faults_are_told_at_once() -> None:
    with pytest.raises(Invalid) as error:
        programme_create(actor=None, slug="a", summary="x" * 501, about="\x00")
    assert set(error.value.fields) == {"name", "summary", "about"}


def test_a_change_names_the_changed_fields_in_the_log() -> None:
    programme = make.ProgrammeFactory.create()
    programme_update(actor=None, programme=programme, name="Neu", summary=programme.summary)
    assert AuditEntry.objects.get().facts == {"changed": ["name"]}
    programme_update(actor=None, programme=programme, name="Neu")
    assert AuditEntry.objects.count() == 1


def test_a_category_is_made_once() -> None:
    programme = make.ProgrammeFactory.create()
    first = category_create(actor=None, programme=programme, slug="klima", name_de="Klima", name_en="Climate")
    again = category_create(actor=None, programme=programme, slug="klima", name_de="Anders", name_en="Other")
    assert again == first
    assert again.name("de") == "Klima"
    assert again.name("en") == "Climate"


def test_roles_are_given_and_taken_once() -> None:
    programme, juror = make.ProgrammeFactory.create(), UserFactory.create()
    role = role_grant(actor=None, programme=programme, user=juror, role=ProgrammeRoleKind.JUROR)
    assert role_grant(actor=None, programme=programme, user=juror, role=ProgrammeRoleKind.JUROR) == role
    role_revoke(actor=None, role=role)
    role_revoke(actor=None, role=role)
    assert list(AuditEntry.objects.order_by("id").values_list("action", flat=True)) == [
        "programmes.role_granted",
        "programmes.role_revoked",
    ]


def test_unknown_roles_are_refused() -> None:
    with pytest.raises(Invalid):
        role_grant(actor=None, programme=make.ProgrammeFactory.create(), user=UserFactory.create(), role="king")


def test_the_last_organiser_stays() -> None:
    role = make.ProgrammeRoleFactory.create()
    with pytest.raises(Conflict):
        role_revoke(actor=None, role=role)
    make.ProgrammeRoleFactory.create(programme=role.programme)
    role_revoke(actor=None, role=role)
