"""An organisation's page, and the desk of who speaks for it."""

from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.test import Client

from backend.accounts.models import Invitation, Membership, Organisation, User
from backend.accounts.selectors.people import MISSES_AN_HOUR
from funding.enums import DepositState
from tests.backend.web.visitors import queries_of, signed_in, text_of
from tests.factories.accounts import InvitationFactory, MembershipFactory, OrganisationFactory, UserFactory
from tests.factories.funding import DepositFactory, FundFactory
from tests.factories.programmes import ChallengeFactory, ProgrammeFactory

pytestmark = pytest.mark.django_db
PAGE_QUERIES = 9
OWN_QUERIES = 5
DESK_QUERIES = 9
OWN = "/meine-organisationen/"


@pytest.fixture(autouse=True)
def _fresh_counters() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def city() -> Organisation:
    return OrganisationFactory.create(
        name="Stadt Auental", about="Wir sind **viele**.", website="https://example.org/x"
    )


@pytest.fixture
def owner(city: Organisation) -> User:
    return MembershipFactory.create(organisation=city, role="owner", user__display_name="Olga Inhaberin").user


@pytest.fixture
def manager(city: Organisation, owner: User) -> User:
    return MembershipFactory.create(organisation=city, role="manager", user__display_name="Mario Verwalter").user


def page(city: Organisation, part: str = "") -> str:
    return f"/organisationen/{city.public_id}/{part}"


def role_of(city: Organisation, person: User) -> str | None:
    return city.memberships.filter(user=person).values_list("role", flat=True).first()


# The public page.


def test_the_page_says_what_is_public_and_names_nobody(client: Client, city: Organisation, owner: User) -> None:
    challenge = ChallengeFactory.create(owner=city, title="Weniger Müll im Park")
    proposed = ChallengeFactory.create(owner=city, title="Noch nicht gelesen", state="proposed")
    programme = ProgrammeFactory.create(organisation=city)
    fund, hidden = FundFactory.create(organisation=city), FundFactory.create(organisation=city, state="draft")
    DepositFactory.create(fund=fund, sponsor=city, amount_minor=123_456, state=DepositState.RECEIVED)
    DepositFactory.create(fund=fund, sponsor=city, amount_minor=700_000, state=DepositState.ANNOUNCED)
    DepositFactory.create(fund=hidden, sponsor=city, amount_minor=800_000, state=DepositState.RECEIVED)
    text = text_of(client, page(city))
    for shown in ("Stadt Auental", "https://example.org/x", "viele", challenge.title, programme.name, fund.name):
        assert shown in text
    assert "1.234,56" in text
    for kept in (proposed.title, hidden.name, "7.000", "8.000", owner.display_name, owner.email, "/verwaltung/"):
        assert kept not in text
    assert client.get("/organisationen/org_none/").status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_the_number_of_queries_does_not_grow(client: Client, city: Organisation, owner: User, rows: int) -> None:
    for _ in range(rows):
        ChallengeFactory.create(owner=city)
        ProgrammeFactory.create(organisation=city)
        DepositFactory.create(
            fund=FundFactory.create(organisation=city), sponsor=city, amount_minor=100, state=DepositState.RECEIVED
        )
        MembershipFactory.create(organisation=city, role="member")
        MembershipFactory.create(user=owner)
        InvitationFactory.create(organisation=city)
        InvitationFactory.create(user=owner)
    assert queries_of(client, page(city)) == PAGE_QUERIES
    assert queries_of(signed_in(owner), OWN) == OWN_QUERIES
    assert queries_of(signed_in(owner), page(city, "verwaltung/")) == DESK_QUERIES


# Creating and editing.


def test_anybody_signed_in_creates_an_organisation_and_owns_it(client: Client) -> None:
    person = UserFactory.create()
    given = {"name": "Verein der Nachbarn", "kind": "association", "website": "", "about": "Wir helfen."}
    assert client.post(f"{OWN}neu/", given).status_code == 302
    assert not Organisation.objects.exists()
    answer = signed_in(person).post(f"{OWN}neu/", given)
    made = Organisation.objects.get()
    assert answer["Location"] == page(made, "verwaltung/")
    assert (made.name, role_of(made, person)) == ("Verein der Nachbarn", "owner")
    assert made.name in text_of(signed_in(person), OWN)


@pytest.mark.parametrize(
    "wrong", [{"name": ""}, {"name": "x" * 161}, {"kind": "guild"}, {"website": "javascript:alert(1)"}]
)
def test_nonsense_is_said_beside_the_field(city: Organisation, manager: User, wrong: dict[str, str]) -> None:
    given = {"name": "Neu", "kind": "company", "website": "", "about": ""} | wrong
    for address in (f"{OWN}neu/", page(city, "bearbeiten/")):
        answer = signed_in(manager).post(address, given)
        assert answer.status_code == 422
        assert list(answer.context["form"].errors) == list(wrong)
    city.refresh_from_db()
    assert (city.name, Organisation.objects.count()) == ("Stadt Auental", 1)


def test_a_manager_edits_the_text(city: Organisation, manager: User) -> None:
    given = {"name": "Stadt Auental", "kind": "administration", "website": "", "about": "<b>Neu</b>"}
    assert signed_in(manager).post(page(city, "bearbeiten/"), given).status_code == 302
    text = text_of(signed_in(manager), page(city))
    assert "<b>Neu" not in text
    assert "Diese Organisation verwalten" in text


# People.


def test_a_person_is_invited_by_address(city: Organisation, owner: User) -> None:
    person = UserFactory.create()
    address = page(city, "verwaltung/")
    for _ in range(2):
        answer = signed_in(owner).post(address, {"email": f" {person.email.upper()} ", "role": "manager"})
        assert answer.status_code == 302
    assert role_of(city, person) is None
    row = Invitation.objects.get()
    text = text_of(signed_in(owner), address)
    assert person.display_name in text
    assert person.email not in text
    assert f"/einladungen/{row.public_id}/zurueckziehen/" in text
    for place in (OWN, "/fuer-mich/"):
        assert f"/einladungen/{row.public_id}/" in text_of(signed_in(person), place)


def test_the_invited_person_reads_what_it_means_and_accepts(city: Organisation, owner: User) -> None:
    row = InvitationFactory.create(organisation=city, role="manager", invited_by=owner)
    browser, address = signed_in(row.user), f"/einladungen/{row.public_id}/"
    text = text_of(browser, address)
    for shown in (
        city.name,
        "Olga Inhaberin lädt Sie ein",
        "<p>Wer einer Organisation angehört, bewertet und genehmigt nichts",
        'value="accept"',
    ):
        assert shown in text
    assert browser.post(address, {"do": "accept"})["Location"] == OWN
    assert role_of(city, row.user) == "manager"
    assert 'value="accept"' not in text_of(browser, address)


@pytest.mark.parametrize("sent", [{"do": "decline"}, {"do": "perhaps"}, {}])
def test_whatever_is_no_yes_takes_nobody_in(city: Organisation, owner: User, sent: dict[str, str]) -> None:
    row = InvitationFactory.create(organisation=city)
    browser, address = signed_in(row.user), f"/einladungen/{row.public_id}/"
    assert browser.post(address, sent)["Location"] == OWN
    assert browser.post(address, {"do": "accept"}).status_code == 422
    assert role_of(city, row.user) is None
    assert address not in text_of(browser, OWN)


def test_an_invitation_is_withdrawn_by_who_could_have_made_it(city: Organisation, owner: User, manager: User) -> None:
    row, first = InvitationFactory.create(organisation=city), InvitationFactory.create(organisation=city, role="owner")
    browser = signed_in(manager)
    text = text_of(browser, page(city, "verwaltung/"))
    address, barred = (f"/einladungen/{each.public_id}/zurueckziehen/" for each in (row, first))
    assert address in text
    assert barred not in text
    assert browser.post(barred).status_code == 403
    assert row.user.display_name in text_of(browser, address)
    assert browser.post(address)["Location"] == page(city, "verwaltung/")
    assert address not in text_of(browser, page(city, "verwaltung/"))
    row.refresh_from_db()
    assert row.state == "withdrawn"


def test_who_is_in_already_is_not_changed_by_inviting(city: Organisation, owner: User) -> None:
    answer = signed_in(owner).post(page(city, "verwaltung/"), {"email": owner.email, "role": "member"})
    assert answer.status_code == 422
    assert role_of(city, owner) == "owner"


def test_unknown_addresses_cannot_be_tried_out(city: Organisation, owner: User) -> None:
    browser, known = signed_in(owner), UserFactory.create()
    for number in range(MISSES_AN_HOUR):
        answer = browser.post(page(city, "verwaltung/"), {"email": f"n{number}@example.org", "role": "member"})
        assert list(answer.context["form"].errors) == ["email"]
    for email in (known.email, "another@example.org"):
        answer = browser.post(page(city, "verwaltung/"), {"email": email, "role": "member"})
        assert list(answer.context["form"].errors) == ["__all__"]
    assert not Invitation.objects.filter(user=known).exists()


def test_a_manager_neither_makes_owners_nor_touches_one(city: Organisation, owner: User, manager: User) -> None:
    browser, person = signed_in(manager), UserFactory.create()
    assert browser.post(page(city, "verwaltung/"), {"email": person.email, "role": "owner"}).status_code == 422
    own, owners = (Membership.objects.get(user=user).public_id for user in (manager, owner))
    assert browser.post(f"/mitgliedschaften/{own}/rolle/", {"role": "owner"}).status_code == 422
    for part in ("rolle", "entfernen"):
        assert browser.post(f"/mitgliedschaften/{owners}/{part}/", {"role": "member"}).status_code == 403
        assert f"/mitgliedschaften/{owners}/{part}/" not in text_of(browser, page(city, "verwaltung/"))
    assert not Invitation.objects.exists()
    assert (role_of(city, person), role_of(city, manager), role_of(city, owner)) == (None, "manager", "owner")


def test_a_role_is_changed_and_a_person_taken_out(city: Organisation, owner: User, manager: User) -> None:
    browser = signed_in(owner)
    membership = Membership.objects.get(user=manager).public_id
    assert browser.post(f"/mitgliedschaften/{membership}/rolle/", {"role": "owner"}).status_code == 302
    assert role_of(city, manager) == "owner"
    assert manager.display_name in text_of(browser, f"/mitgliedschaften/{membership}/entfernen/")
    assert browser.post(f"/mitgliedschaften/{membership}/entfernen/").status_code == 302
    assert role_of(city, manager) is None


def test_who_steps_down_or_leaves_is_led_to_the_own_list(city: Organisation, owner: User, manager: User) -> None:
    browser = signed_in(manager)
    membership = Membership.objects.get(user=manager).public_id
    assert browser.post(f"/mitgliedschaften/{membership}/rolle/", {"role": "member"})["Location"] == OWN
    text = text_of(browser, OWN)
    assert city.name in text
    assert page(city, "verwaltung/") not in text
    assert browser.post(page(city, "verlassen/"))["Location"] == OWN
    assert role_of(city, manager) is None


def test_the_last_owner_is_told_what_to_do_first(city: Organisation, owner: User, manager: User) -> None:
    answer = signed_in(owner).post(page(city, "verlassen/"))
    assert answer.status_code == 422
    assert "verantwortliche Person" in answer.content.decode()
    assert role_of(city, owner) == "owner"
