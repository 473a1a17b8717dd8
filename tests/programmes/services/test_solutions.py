from io import BytesIO
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage
from PIL import Image
from pytest_django import DjangoCaptureOnCommitCallbacks

from backend.accounts.models import User
from backend.core import clock
from backend.core.db import refuse_transaction
from backend.core.errors import Conflict, Invalid
from backend.core.models import AuditEntry, OutboxMessage
from backend.core.storing import private_storage
from programmes.domain.freezing import digest
from programmes.enums import Feature, SolutionState
from programmes.models import Phase, Solution, SolutionVersion, Team
from programmes.selectors.handing_in import frozen_form
from programmes.selectors.solutions import draft_version, versions_of
from programmes.services.solutions import solution_hand_in, solution_save_draft, solution_withdraw
from tests.backend.core.pdf_samples import pdf
from tests.factories import programmes as make

pytestmark = pytest.mark.django_db
LINKS = [{"label": "", "url": "https://example.org/karte"}]


@pytest.fixture
def team() -> Team:
    return make.TeamFactory.create()


@pytest.fixture
def lead(team: Team) -> User:
    return make.lead_of(team)


def picture() -> "ContentFile[bytes]":
    target = BytesIO()
    Image.new("RGB", (30, 20), "#0b3c49").save(target, "PNG")
    return ContentFile(target.getvalue(), name="karte.png")


def whole(team: Team, lead: User) -> Solution:
    return solution_save_draft(
        actor=lead, team=team, title="Karte", summary="Kurz.", body="Lang.", licence="MIT", links=LINKS
    )


def test_a_draft_may_have_gaps_and_is_written_into(team: Team, lead: User) -> None:
    first = solution_save_draft(actor=lead, team=team, body="Anfang")
    again = solution_save_draft(actor=lead, team=team, summary="Kurz.")
    version = again.versions.get()
    assert first == again
    assert (version.title, version.body, version.summary) == (team.name, "Anfang", "Kurz.")
    assert AuditEntry.objects.get().action == "programmes.solution_begun"


def test_handing_in_freezes_the_version(team: Team, lead: User) -> None:
    solution = solution_hand_in(actor=lead, solution=whole(team, lead))
    assert solution.state == SolutionState.HANDED_IN
    assert solution.current_version is not None
    assert solution.current_version.links == [{"label": "example.org", "url": "https://example.org/karte"}]
    solution_save_draft(actor=lead, team=team, body="Besser.")
    assert [(row.number, row.body, bool(row.handed_in_at)) for row in versions_of(solution, lead)] == [
        (2, "Besser.", False),
        (1, "Lang.", True),
    ]
    assert [row.number for row in versions_of(solution)] == [1]


def test_the_last_version_handed_in_counts(team: Team, lead: User) -> None:
    solution = solution_hand_in(actor=lead, solution=whole(team, lead))
    solution_save_draft(actor=lead, team=team, body="Besser.")
    solution.refresh_from_db()
    assert solution.current_version
    assert solution.current_version.number == 1
    solution = solution_hand_in(actor=lead, solution=solution)
    assert solution.current_version
    assert solution.current_version.number == 2
    assert OutboxMessage.objects.filter(topic="programmes.solution_handed_in").count() == 2


def test_handing_in_twice_is_once(team: Team, lead: User) -> None:
    solution = whole(team, lead)
    for _ in range(2):
        solution_hand_in(actor=lead, solution=solution)
    assert OutboxMessage.objects.count() == 1


def test_what_is_missing_is_named_at_its_field(team: Team, lead: User) -> None:
    solution = solution_save_draft(actor=lead, team=team, image=picture())
    with pytest.raises(Invalid) as error:
        solution_hand_in(actor=lead, solution=solution)
    assert set(error.value.fields) == {"summary", "body", "licence", "image_alt"}


def test_a_picture_is_kept_until_it_is_removed(team: Team, lead: User) -> None:
    solution = solution_save_draft(actor=lead, team=team, image=picture())
    version = draft_version(solution)
    assert version
    assert str(version.image.name).endswith(".webp")
    solution_save_draft(actor=lead, team=team, body="Lang.")
    version.refresh_from_db()
    assert version.image
    solution_save_draft(actor=lead, team=team, image=None)
    version.refresh_from_db()
    assert not version.image


def test_a_picture_that_nothing_shows_is_deleted(
    team: Team, lead: User, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    def save(**given: Any) -> SolutionVersion:
        with django_capture_on_commit_callbacks(execute=True):
            solution = solution_save_draft(actor=lead, team=team, **given)
        version = draft_version(solution)
        assert version
        return version

    version = save(title="Karte", summary="Kurz.", body="Lang.", licence="MIT", image=picture(), image_alt="Karte")
    storage, first = version.image.storage, str(version.image)
    second = str(save(image=picture()).image)
    assert [storage.exists(name) for name in (first, second)] == [False, True]
    solution_hand_in(actor=lead, solution=version.solution)
    assert not save(image=None).image
    assert storage.exists(second), "the version that was handed in shows it"


def test_a_picture_is_stored_before_the_transaction(team: Team, lead: User, monkeypatch: pytest.MonkeyPatch) -> None:
    save, seen = FileSystemStorage.save, []

    def outside(storage: FileSystemStorage, *args: Any, **kwargs: Any) -> str:
        refuse_transaction()
        seen.append(save(storage, *args, **kwargs))
        return seen[-1]

    monkeypatch.setattr(FileSystemStorage, "save", outside)
    version = draft_version(solution_save_draft(actor=lead, team=team, image=picture()))
    assert version
    assert [str(version.image)] == seen


def test_a_refused_draft_leaves_no_picture(team: Team, lead: User) -> None:
    solution_save_draft(actor=lead, team=team, image=picture())
    storage = SolutionVersion._meta.get_field("image").storage
    before = storage.listdir("solutions")[1]
    team.sprint.phases.all().delete()
    with pytest.raises(Conflict):
        solution_save_draft(actor=lead, team=team, image=picture())
    assert storage.listdir("solutions")[1] == before


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", ""),
        ("title", "x" * 161),
        ("body", "Bild\x00"),
        ("licence", "beerware"),
        ("language", "xx"),
        ("links", [{"label": "x", "url": "javascript:alert(1)"}]),
        ("image", ContentFile(b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", name="a.png")),
    ],
)
def test_nonsense_changes_nothing(team: Team, lead: User, field: str, value: object) -> None:
    with pytest.raises(Invalid) as error:
        solution_save_draft(actor=lead, team=team, **{field: value})  # type: ignore[arg-type]  # nonsense on purpose
    assert list(error.value.fields) == [field]
    assert not Solution.objects.exists()


def test_the_server_closes_the_window(team: Team, lead: User) -> None:
    solution = whole(team, lead)
    with clock.at(team.sprint.phases.get().ends_at):
        with pytest.raises(Conflict) as error:
            solution_hand_in(actor=lead, solution=solution)
        with pytest.raises(Conflict):
            solution_save_draft(actor=lead, team=team, body="Zu spät.")
    assert error.value.code == "phase_closed"


def test_one_may_write_until_the_window_to_hand_in_closes(team: Team, lead: User) -> None:
    Phase.objects.update(features=[Feature.HAND_IN])
    assert whole(team, lead)
    Phase.objects.update(features=[Feature.BUILD])
    solution = whole(team, lead)
    with pytest.raises(Conflict):
        solution_hand_in(actor=lead, solution=solution)


def test_one_may_take_it_back_and_hand_it_in_again(team: Team, lead: User) -> None:
    solution = solution_hand_in(actor=lead, solution=whole(team, lead))
    for _ in range(2):
        solution = solution_withdraw(actor=lead, solution=solution)
    assert solution.state == SolutionState.WITHDRAWN
    assert solution_hand_in(actor=lead, solution=solution).state == SolutionState.HANDED_IN


def test_what_was_decided_stays() -> None:
    solution = make.SolutionFactory.create(state=SolutionState.SELECTED)
    lead = make.lead_of(solution.team)
    with pytest.raises(Conflict):
        solution_save_draft(actor=lead, team=solution.team, body="Nachtrag")
    with pytest.raises(Conflict):
        solution_hand_in(actor=lead, solution=solution)


def test_a_dissolved_team_hands_nothing_in() -> None:
    team = make.TeamFactory.create(state="dissolved")
    with pytest.raises(Conflict):
        solution_save_draft(actor=make.lead_of(team), team=team, body="Noch da?")


def slides(note: bytes = b"") -> "ContentFile[bytes]":
    return ContentFile(pdf(note), name="folien.pdf")


def test_slides_are_frozen_with_the_version_and_deleted_once_nothing_shows_them(
    team: Team, lead: User, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    def save(**given: Any) -> SolutionVersion:
        with django_capture_on_commit_callbacks(execute=True):
            version = draft_version(solution_save_draft(actor=lead, team=team, **given))
        assert version
        return version

    version = save(title="Karte", summary="Kurz.", body="Lang.", licence="MIT", slides=slides(), slides_title="Pitch")
    storage, first = version.slides.storage, str(version.slides)
    assert storage.path(first) == private_storage().path(first)
    exchanged = save(slides=slides(b"neu"))
    assert [storage.exists(name) for name in (first, str(exchanged.slides))] == [False, True]
    handed_in = solution_hand_in(actor=lead, solution=version.solution).current_version
    assert handed_in
    assert handed_in.slides_sha256 == digest(slides(b"neu").read())
    assert handed_in.slides_sha256 in frozen_form(handed_in, handed_in.solution).decode()
    assert save(body="Mehr.").slides == handed_in.slides
    gone = save(slides=None)
    assert (str(gone.slides), gone.slides_title, gone.slides_bytes) == ("", "", 0)
    assert storage.exists(str(handed_in.slides)), "the version that was handed in has them"


def test_slides_have_a_title_and_a_title_has_slides(team: Team, lead: User) -> None:
    before = sorted(private_storage().listdir("slides")[1]) if private_storage().exists("slides") else []
    for given, field in (({"slides": slides()}, "slides_title"), ({"slides_title": "Pitch"}, "slides")):
        with pytest.raises(Invalid) as error:
            solution_save_draft(actor=lead, team=team, **given)
        assert set(error.value.fields) == {field}
    assert not private_storage().exists("slides") or sorted(private_storage().listdir("slides")[1]) == before
