"""The README of a team's repository. Nothing here asks the net: what a fetch brings is set by each test."""

import hashlib
from collections.abc import Mapping
from datetime import timedelta

import pytest

from backend.accounts.models import User
from backend.core import clock
from backend.core.db import refuse_transaction
from backend.core.errors import Conflict, Invalid, LimitReached
from backend.core.models import OutboxMessage
from backend.core.outgoing import Fault, Fetched, NotFetched
from programmes.enums import Feature, SprintState, TeamState
from programmes.enums_of_building import ReadmeFailure
from programmes.models import Phase, Readme, Sprint, Team
from programmes.selectors.readmes import readme_of
from programmes.services import readmes
from programmes.services.forgetting import person_forget
from programmes.services.readmes import readme_ask, readme_fetch, readme_name, readmes_refresh_due
from tests.factories import building
from tests.factories import programmes as make

pytestmark = pytest.mark.django_db
ADDRESS = "https://codeberg.org/team/karte"
RAW = "https://codeberg.org/api/v1/repos/team/karte/raw/README.md"


@pytest.fixture
def team() -> Team:
    return make.TeamFactory.create()


@pytest.fixture
def lead(team: Team) -> User:
    return make.lead_of(team)


class Net:
    """What each address answers; all others have nothing."""

    def __init__(self) -> None:
        self.answers: Mapping[str, bytes | Fault] = {}
        self.asked: list[str] = []

    def fetch(self, address: str, **_options: object) -> Fetched:
        refuse_transaction()
        self.asked.append(address)
        answer = self.answers.get(address, Fault.NOT_FOUND)
        if isinstance(answer, Fault):
            raise NotFetched(answer)
        return Fetched(address, answer)


@pytest.fixture
def net(monkeypatch: pytest.MonkeyPatch) -> Net:
    made = Net()
    monkeypatch.setattr(readmes, "fetch", made.fetch)
    return made


def named(team: Team, lead: User, address: str = ADDRESS) -> Readme:
    readme = readme_name(actor=lead, team=team, address=address)
    assert readme
    return readme


def fetched(readme: Readme) -> Readme:
    readme_fetch(readme_id=readme.pk)
    readme.refresh_from_db()
    return readme


def asked() -> int:
    return OutboxMessage.objects.filter(topic="programmes.readme_asked", queue="bulk").count()


def test_a_named_repository_is_asked_for_and_what_comes_is_kept(team: Team, lead: User, net: Net) -> None:
    content = "\ufeff# Karte\r\n\r\nSo \u202egeht\x07 es.\n".encode()
    net.answers = {RAW: content}
    readme = fetched(named(team, lead))
    assert asked() == 1
    assert readme.text == "# Karte\n\nSo geht es."
    assert (readme.sha256, readme.source) == (hashlib.sha256(content).hexdigest(), RAW)
    assert readme.fetched_at
    assert not readme.failure


def test_other_names_are_tried_until_one_is_there(team: Team, lead: User, net: Net) -> None:
    other = RAW.replace("README.md", "README.txt")
    net.answers = {other: b"Da", RAW: Fault.NOT_TEXT}
    assert fetched(named(team, lead)).source == other
    assert net.asked == [RAW, RAW.replace("README.md", "readme.md"), other]


@pytest.mark.parametrize("fault", list(Fault))
def test_each_fault_has_words_and_leaves_what_was_there(team: Team, lead: User, net: Net, fault: Fault) -> None:
    net.answers = {RAW: b"Da"}
    readme = fetched(named(team, lead))
    net.answers = {RAW: fault}
    fetched(readme)
    assert readme.text == "Da"
    assert readme.failed_at
    assert str(readme.get_failure_display()) == str(ReadmeFailure(fault.value).label)
    net.answers = {RAW: b"Wieder da"}
    fetched(readme)
    assert (readme.text, readme.failure) == ("Wieder da", "")
    assert not readme.failed_at


@pytest.mark.parametrize(
    ("content", "failure"),
    [(b"\xff\xfe\x00", "not_text"), (b"a\x00b", "not_text"), (b" \n\x07", "empty"), (b"", "empty")],
)
def test_what_is_no_text_is_not_kept(team: Team, lead: User, net: Net, content: bytes, failure: str) -> None:
    net.answers = {RAW: content}
    readme = fetched(named(team, lead))
    assert (readme.failure, readme.text, readme.fetched_at) == (failure, "", None)


def test_fetching_twice_is_fetching_once(team: Team, lead: User, net: Net) -> None:
    net.answers = {RAW: b"Da"}
    readme = fetched(named(team, lead))
    before = Readme.objects.values("text", "sha256", "failure").get()
    fetched(readme)
    assert Readme.objects.values("text", "sha256", "failure").get() == before


def test_what_came_for_an_earlier_address_is_not_kept(
    team: Team, lead: User, net: Net, monkeypatch: pytest.MonkeyPatch
) -> None:
    readme = named(team, lead)

    def slowly(address: str, **_options: object) -> Fetched:
        Readme.objects.filter(pk=readme.pk).update(address="https://example.org/other.md")
        return Fetched(address, b"Alt")

    monkeypatch.setattr(readmes, "fetch", slowly)
    assert fetched(readme).text == ""


@pytest.mark.parametrize(
    "address",
    ["http://example.org/x.md", "https://u:p@example.org/", "https://example.org:22/", "karte", "https://a b/"],
)
def test_an_address_that_could_never_be_fetched_is_refused_at_once(team: Team, lead: User, address: str) -> None:
    with pytest.raises(Invalid) as error:
        readme_name(actor=lead, team=team, address=address)
    assert set(error.value.fields) == {"address"}
    assert not Readme.objects.exists()


def test_another_address_forgets_what_the_first_one_said_and_none_forgets_all(team: Team, lead: User, net: Net) -> None:
    net.answers = {RAW: b"Da"}
    readme = fetched(named(team, lead))
    assert readme_name(actor=lead, team=team, address=f" {ADDRESS} ") == readme
    assert asked() == 1
    with clock.at(clock.now() + timedelta(seconds=11)):
        assert named(team, lead, "https://example.org/lies.md").text == ""
        assert asked() == 2
        with pytest.raises(LimitReached):
            named(team, lead)
        readme_name(actor=lead, team=team, address="")
    assert readme_of(team) is None
    assert asked() == 2
    readme_fetch(readme_id=readme.pk)
    with pytest.raises(Conflict):
        readme_ask(actor=lead, team=team)


def test_asking_again_is_possible_once_a_minute(team: Team, lead: User) -> None:
    named(team, lead)
    begun = clock.now()
    with pytest.raises(LimitReached):
        readme_ask(actor=lead, team=team)
    with clock.at(begun + timedelta(minutes=1)):
        readme_ask(actor=lead, team=team)
        with pytest.raises(LimitReached):
            readme_ask(actor=lead, team=team)
    assert asked() == 2


def test_once_the_sprint_is_archived_nothing_is_asked(team: Team, lead: User) -> None:
    Sprint.objects.update(state=SprintState.ARCHIVED)
    team.refresh_from_db()
    with pytest.raises(Conflict):
        readme_name(actor=lead, team=team, address=ADDRESS)


def test_the_daily_round_asks_for_those_who_build() -> None:
    building.ReadmeFactory.create()
    now = clock.now()
    archived, dissolved, reviewing, over, unnamed = building.ReadmeFactory.create_batch(5)
    Sprint.objects.filter(teams=archived.team).update(state=SprintState.ARCHIVED)
    Team.objects.filter(pk=dissolved.team_id).update(state=TeamState.DISSOLVED)
    Phase.objects.filter(sprint__teams=reviewing.team).update(features=[Feature.REVIEW])
    Phase.objects.filter(sprint__teams=over.team).update(starts_at=now - timedelta(9), ends_at=now)
    Readme.objects.filter(pk=unnamed.pk).update(address="")
    assert readmes_refresh_due() == asked() == 1


def test_who_is_forgotten_leaves_the_team_its_repository(team: Team, lead: User) -> None:
    make.TeamMemberFactory.create(team=team)
    named(team, lead)
    person_forget(user=lead)
    readme = readme_of(team)
    assert readme
    assert readme.named_by is None
