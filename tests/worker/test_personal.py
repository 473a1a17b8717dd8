"""A person gets everything, or is forgotten everywhere."""

import json
import os
import zipfile
from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import IO

import pytest
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.contrib.auth import get_user_model
from django.core.files.base import ContentFile
from django.core.files.storage import Storage
from django.test import Client

from backend.accounts.access import data_export_to_fetch
from backend.accounts.enums import ExportState
from backend.accounts.events import AccountErased, DataExportRequested
from backend.accounts.models import ApiToken, DataExport, User
from backend.accounts.personal import PersonalData
from backend.accounts.selectors.data_exports import data_export_latest
from backend.accounts.services.api_tokens import token_create, token_find
from backend.accounts.services.data_export import data_export_request, data_exports_expire, write_archive
from backend.accounts.services.erasure import account_erase
from backend.accounts.services.sign_in import sign_in_mail_request
from backend.core import clock
from backend.core.audit import audit_add, audit_first_bad, audit_reason, audit_seal
from backend.core.errors import NotFound
from backend.core.models import OutboxMessage
from backend.core.outbox import Event
from backend.core.storing import private_storage
from backend.notifications.enums import Category
from backend.notifications.models import Message
from backend.notifications.services.messages import message_create
from backend.notifications.texts import text_of
from funding import events as funding
from funding.enums import PledgeState
from funding.models import Pledge
from programmes import events as programmes
from programmes.enums import JoinRequestState, RegistrationState, ReviewState
from programmes.models import (
    Introduction,
    JoinRequest,
    PlaceHold,
    PlacingSeat,
    PlacingWish,
    Profile,
    ProgrammeRole,
    Registration,
    Review,
    TeamMember,
    TeamWait,
)
from tests.factories.accounts import UserFactory
from tests.factories.building import ReadmeFactory
from tests.factories.programmes import (
    ProfileFactory,
    SolutionFactory,
    SolutionVersionFactory,
    TeamFactory,
    TeamMemberFactory,
)
from tests.worker.world import World
from worker.notify import notify
from worker.personal import account_erased, data_export_build

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return World()


def archive_of(user: User) -> tuple[dict[str, list[dict[str, object]]], dict[str, bytes]]:
    export = data_export_request(user=user)
    data_export_build(DataExportRequested(export_id=export.pk))
    export = data_export_to_fetch(user, export.public_id)
    with zipfile.ZipFile(export.archive.open()) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    return json.loads(files.pop("data.json")), files


def test_the_archive_has_everything_and_nobody_elses(world: World) -> None:
    clara = world.clara
    ProfileFactory.create(user=clara, about="Ich mag Karten.")
    tables, _files = archive_of(clara)
    assert tables["account"][0]["email"] == "clara@example.org"
    assert tables["profile"][0]["about"] == "Ich mag Karten."
    assert tables["join_requests"][0]["motivation"] == "Ich möchte helfen."
    assert tables["placing_wishes"][0]["skills"] == ["Karten lesen"]
    assert [row["team__name"] for row in tables["place_holds"]] == [world.team.name]
    assert [row["challenge__title"] for row in tables["team_waits"]] == [world.challenge.title]
    assert [row["message"] for row in tables["introductions"]] == [world.introduction.message]
    assert [row["team__name"] for row in tables["placing_seats"]] == [world.team.name, None]
    assert [row["amount_minor"] for row in tables["pledges"]] == [2_000]
    assert tables["memberships"][0]["organisation__name"] == "Stiftung"
    assert [(row["organisation__name"], row["state"]) for row in tables["invitations"]] == [(world.city.name, "open")]
    text = json.dumps(tables)
    assert "tarik@example.org" not in text
    assert "frieda@example.org" not in text


def test_the_archive_tells_how_somebody_signs_in_and_what_they_did(world: World) -> None:
    clara = world.clara
    Authenticator.objects.create(user=clara, type=Authenticator.Type.WEBAUTHN, data={"name": "Handy"})
    SocialAccount.objects.create(user=clara, provider="oidc", uid="c-1", extra_data={"given_name": "Clara"})
    audit_add(actor=clara, action="tests.said", row=clara, reason="Clara sagt warum")
    audit_add(actor=world.tarik, action="tests.said", row=clara, reason="Tarik auch")
    tables, _files = archive_of(clara)
    assert [row["type"] for row in tables["sign_in_keys"]] == ["webauthn"]
    assert tables["sign_in_providers"][0]["extra_data"] == {"given_name": "Clara"}
    assert tables["audit_log"][0] | {"at": ""} == {
        "at": "",
        "action": "tests.said",
        "object": clara.public_id,
        "reason": "Clara sagt warum",
    }
    assert "Tarik auch" not in json.dumps(tables)


def test_no_integer_key_leaves_with_it(world: World) -> None:
    tables, _files = archive_of(world.jonas)
    names = {name for rows in tables.values() for row in rows for name in row}
    assert not {name for name in names if name == "id" or (name.endswith("_id") and not name.endswith("public_id"))}


def test_pictures_are_in_it(world: World) -> None:
    version = SolutionVersionFactory.create(solution=world.solution, author=world.mira)
    version.image.save("karte.png", ContentFile(b"picture"))
    _tables, files = archive_of(world.mira)
    assert list(files.values()) == [b"picture"]


def test_slides_and_the_repository_that_one_has_named_are_in_it(world: World) -> None:
    kept = private_storage().save("slides/own.pdf", ContentFile(b"slides"))
    facts = {"slides": kept, "slides_sha256": "a" * 64, "slides_bytes": 6, "slides_title": "Unser Pitch"}
    SolutionVersionFactory.create(solution=world.solution, author=world.mira, **facts)
    ReadmeFactory.create(team=world.team, named_by=world.mira)
    tables, files = archive_of(world.mira)
    assert list(files.values()) == [b"slides"]
    assert "Unser Pitch" in {row["slides_title"] for row in tables["solution_versions"]}
    assert [row["address"] for row in tables["repositories"]] == ["https://codeberg.org/team/karte"]
    assert "repositories" not in {name for name, rows in archive_of(world.jonas)[0].items() if rows}


def test_a_picture_that_is_gone_does_not_stop_it(world: World) -> None:
    SolutionVersionFactory.create(solution=world.solution, author=world.mira, image="solutions/gone.png")
    _tables, files = archive_of(world.mira)
    assert files == {}


def test_asking_twice_is_asking_once(world: World) -> None:
    first = data_export_request(user=world.clara)
    assert data_export_request(user=world.clara) == first == data_export_latest(world.clara)
    asked = OutboxMessage.objects.filter(topic=DataExportRequested.topic)
    assert asked.count() == 1
    for _ in range(2):
        data_export_build(DataExportRequested(export_id=first.pk))
    assert Message.objects.filter(template="account/export_ready").count() == 1
    assert data_export_request(user=world.clara) != first


def test_only_its_owner_fetches_it_and_only_for_a_week(world: World) -> None:
    export = data_export_request(user=world.clara)
    with pytest.raises(NotFound):
        data_export_to_fetch(world.clara, export.public_id)
    data_export_build(DataExportRequested(export_id=export.pk))
    export = data_export_to_fetch(world.clara, export.public_id)
    with pytest.raises(NotFound):
        data_export_to_fetch(world.tarik, export.public_id)
    DataExport.objects.update(expires_at=clock.now() - timedelta(seconds=1))
    with pytest.raises(NotFound):
        data_export_to_fetch(world.clara, export.public_id)
    name = export.archive.name
    assert name
    assert export.archive.storage.exists(name)
    assert data_exports_expire() == 1
    assert data_exports_expire() == 0
    assert not export.archive.storage.exists(name)
    assert DataExport.objects.get().state == ExportState.EXPIRED


def test_an_archive_of_somebody_erased_is_not_made(world: World) -> None:
    export = data_export_request(user=world.clara)
    account_erase(user=world.clara)
    data_export_build(DataExportRequested(export_id=export.pk))
    assert not DataExport.objects.exists()


def files_in(storage: Storage) -> list[str]:
    return storage.listdir("exports")[1]


def test_an_archive_of_somebody_erased_meanwhile_is_not_kept(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    export = data_export_request(user=world.clara)
    before = write_archive

    def erase_meanwhile(target: IO[bytes], parts: Sequence[PersonalData]) -> None:
        before(target, parts)
        account_erase(user=world.clara)

    monkeypatch.setattr("backend.accounts.services.data_export.write_archive", erase_meanwhile)
    data_export_build(DataExportRequested(export_id=export.pk))
    assert not any(export.public_id in name for name in files_in(private_storage()))
    assert not Message.objects.filter(template="account/export_ready").exists()


def test_a_second_builder_leaves_no_file(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    export = data_export_request(user=world.clara)
    before = write_archive

    def build_meanwhile(target: IO[bytes], parts: Sequence[PersonalData]) -> None:
        monkeypatch.undo()
        before(target, parts)
        data_export_build(DataExportRequested(export_id=export.pk))

    monkeypatch.setattr("backend.accounts.services.data_export.write_archive", build_meanwhile)
    data_export_build(DataExportRequested(export_id=export.pk))
    kept = data_export_to_fetch(world.clara, export.public_id).archive.name
    assert [f"exports/{name}" for name in files_in(private_storage()) if export.public_id in name] == [kept]


def test_a_file_that_a_crash_left_goes_with_the_expired_ones(world: World) -> None:
    export = data_export_request(user=world.clara)
    data_export_build(DataExportRequested(export_id=export.pk))
    storage = private_storage()
    left, new = (storage.save("exports/exp_left.zip", ContentFile(b"left")) for _ in range(2))
    for name in (left, data_export_to_fetch(world.clara, export.public_id).archive.name):
        os.utime(storage.path(str(name)), (0, 0))
    data_exports_expire()
    assert not storage.exists(left)
    assert storage.exists(new)
    assert storage.exists(str(data_export_to_fetch(world.clara, export.public_id).archive.name))


def test_codes_sent_to_the_address_are_forgotten(world: World) -> None:
    for address in ("clara@example.org", "tarik@example.org"):
        sign_in_mail_request(address=address, subject="Code", body="Code", code="ABC")
    account_erase(user=world.clara)
    assert [row.address for row in Message.objects.filter(template="account/sign_in")] == ["tarik@example.org"]


# Whom a message tells about, by what has happened.
NAMED: list[tuple[str, Callable[[World], Event]]] = [
    ("clara", lambda w: programmes.JoinRequested(join_request_id=w.join_request.pk)),
    ("clara", lambda w: programmes.TeamMemberLeft(team_id=w.team.pk, user_id=w.clara.pk)),
    ("clara", lambda w: funding.PledgeConfirmed(pledge_id=w.pledge.pk)),
    ("jonas", lambda w: programmes.ReviewRecused(review_id=w.review.pk)),
    ("frieda", lambda w: funding.MatchFirstApproved(match_id=w.match.pk)),
    ("frieda", lambda w: funding.PayoutRequested(payout_id=w.payout.pk)),
]


@pytest.mark.parametrize(("name", "event"), NAMED)
def test_what_others_were_told_loses_the_name(world: World, name: str, event: Callable[[World], Event]) -> None:
    user: User = getattr(world, name)
    notify(event(world), "1")
    told = Message.objects.exclude(recipient=user)
    shown = user.display_name
    assert any(shown in str(text_of(message, "de")) for message in told), "the message is about this person"
    account_erase(user=user)
    for _ in range(2):
        account_erased(AccountErased(user_id=user.pk))
    for message in told.exclude(template="account/erased"):
        assert shown not in str(message.context)
        assert "Ich möchte helfen." not in str(message.context)
        assert shown not in str(text_of(message, "de"))
    assert any("Eine Person, die nicht mehr da ist" in str(text_of(message, "de")) for message in told.all())


def test_an_erased_account_is_nobodys_any_more(world: World, client: Client) -> None:
    clara = world.clara
    client.force_login(clara, backend="allauth.account.auth_backends.AuthenticationBackend")
    _token, clear = token_create(user=clara, name="x", scopes=["read"])
    message_create(recipient=clara, category=Category.TEAM, template="account/note", dedupe_key="1")
    entry = audit_add(actor=clara, action="tests.said", row=clara, reason="Clara sagt warum")
    for _ in range(2):
        account_erase(user=clara)
    clara.refresh_from_db()
    assert (clara.email, clara.display_name) == (f"{clara.public_id}@erased.invalid", "")
    assert not clara.is_active
    assert clara.shown_name != "Clara"
    assert token_find(clear=clear) is None
    assert not ApiToken.objects.exists()
    assert not clara.memberships.exists()
    assert not clara.invitations.exists()
    assert not Message.objects.filter(recipient=clara).exists()
    assert audit_reason(entry) is None
    audit_seal()
    assert audit_first_bad() is None
    assert OutboxMessage.objects.filter(topic=AccountErased.topic).count() == 1
    backend = "allauth.account.auth_backends.AuthenticationBackend"
    assert client.session["_auth_user_backend"] == backend
    assert get_user_model().objects.filter(is_active=True, pk=clara.pk).first() is None


def test_the_last_mail_goes_to_the_old_address(world: World) -> None:
    account_erase(user=world.clara)
    farewell = Message.objects.get(template="account/erased")
    assert (farewell.recipient, farewell.address) == (None, "clara@example.org")


def test_the_address_can_be_used_anew(world: World) -> None:
    account_erase(user=world.clara)
    assert UserFactory.create(email="clara@example.org").pk != world.clara.pk


def test_other_packages_forget_too(world: World) -> None:
    clara = world.clara
    ProfileFactory.create(user=clara)
    other = TeamFactory.create(challenge=world.challenge)
    TeamMemberFactory.create(team=other, user=clara)
    account_erase(user=clara)
    for _ in range(2):
        account_erased(AccountErased(user_id=clara.pk))
    assert not Profile.objects.filter(user=clara).exists()
    assert not TeamMember.objects.filter(user=clara, left_at=None).exists()
    states = Registration.objects.filter(user=clara).values_list("state", flat=True)
    assert set(states) == {RegistrationState.CANCELLED}
    assert not PlacingWish.objects.filter(user=clara).exists()
    assert not PlacingSeat.objects.filter(user=clara).exists()
    for left in (PlaceHold, TeamWait, Introduction):
        assert not left.objects.filter(user=clara).exists()
    request = JoinRequest.objects.get(user=clara)
    assert (request.state, request.motivation) == (JoinRequestState.WITHDRAWN, "")
    pledge = Pledge.objects.get(backer=clara)
    # The amount stays: the law requires it.
    assert (pledge.amount_minor, pledge.state, pledge.shown_name) == (2_000, PledgeState.CONFIRMED, "")


def test_roles_and_open_reviews_are_given_back(world: World) -> None:
    for user in (world.jonas, world.olivia):
        account_erase(user=user)
        account_erased(AccountErased(user_id=user.pk))
    assert Review.objects.get().state == ReviewState.RECUSED
    assert not ProgrammeRole.objects.filter(user__in=[world.jonas, world.olivia]).exists()


def test_the_last_member_of_a_team_with_a_solution_stays_without_a_name(world: World) -> None:
    team = TeamFactory.create(challenge=world.challenge)
    SolutionFactory.create(team=team, handed_in=True)
    (member,) = team.members.all()
    account_erase(user=member.user)
    account_erased(AccountErased(user_id=member.user_id))
    member.refresh_from_db()
    assert member.left_at is None
    assert not member.user.display_name
