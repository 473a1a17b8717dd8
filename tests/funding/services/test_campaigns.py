from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.core.files.base import ContentFile
from PIL import Image
from pytest_django import DjangoCaptureOnCommitCallbacks

from backend.accounts.models import User
from backend.core import clock
from backend.core.errors import Conflict, Invalid, NotAllowed
from backend.core.models import OutboxMessage
from funding.enums import CampaignState
from funding.models import Campaign, CampaignUpdate
from funding.services.campaigns import (
    campaign_approve,
    campaign_decline,
    campaign_end,
    campaign_save_draft,
    campaign_start,
    campaign_submit,
    campaign_update_publish,
    campaigns_end_due,
    campaigns_start_due,
)
from programmes.enums import ProgrammeRoleKind, ProjectState
from programmes.models import Project
from tests.factories.accounts import UserFactory
from tests.factories.funding import CampaignFactory
from tests.factories.programmes import ProgrammeRoleFactory, ProjectFactory

pytestmark = pytest.mark.django_db


def fields(**changes: Any) -> dict[str, Any]:
    now = clock.now()
    return {
        "slug": "hilfekarte",
        "title": "Hilfekarte",
        "summary": "Wer hilft mir?",
        "story": "So fing es an.",
        "use_of_money": "Druck.",
        "goal1_minor": 100_000,
        "goal2_minor": 200_000,
        "starts_at": now - timedelta(days=1),
        "ends_at": now + timedelta(days=30),
        **changes,
    }


@pytest.fixture
def project() -> Project:
    return ProjectFactory.create()


def lead(project: Project) -> User:
    assert project.team.created_by is not None
    return project.team.created_by


def curator(project: Project) -> User:
    role = ProgrammeRoleFactory.create(programme=project.cohort.programme, role=ProgrammeRoleKind.CURATOR)
    return role.user


def draft(project: Project, **changes: Any) -> Campaign:
    return campaign_save_draft(project=project, actor=lead(project), fields=fields(**changes))


def told(topic: str) -> int:
    return OutboxMessage.objects.filter(topic=f"funding.{topic}").count()


def test_from_draft_to_its_end(project: Project) -> None:
    campaign = draft(project)
    assert campaign_submit(campaign=campaign, actor=lead(project)).state == CampaignState.SUBMITTED
    assert campaign_approve(campaign=campaign, actor=curator(project)).state == CampaignState.RUNNING
    assert campaign_end(campaign=campaign, actor=lead(project)).state == CampaignState.ENDED
    assert campaign_end(campaign=campaign).state == CampaignState.ENDED
    assert [told(f"campaign_{word}") for word in ("submitted", "approved", "started", "ended")] == [1, 1, 1, 1]


def test_a_draft_is_changed_field_by_field(project: Project) -> None:
    campaign = draft(project)
    changed = campaign_save_draft(
        project=project, actor=lead(project), fields={"title": " Neue\x00 Karte "}, campaign=campaign
    )
    assert (changed.title, changed.summary, changed.pk) == ("Neue Karte", "Wer hilft mir?", campaign.pk)


@pytest.mark.parametrize(
    ("field", "changes"),
    [
        ("goal1_minor", {"goal1_minor": 0, "goal2_minor": None}),
        ("goal1_minor", {"goal1_minor": -5, "goal2_minor": None}),
        ("goal1_minor", {"goal1_minor": 10**12, "goal2_minor": None}),
        ("goal2_minor", {"goal2_minor": 100_000}),
        ("ends_at", {"ends_at": clock.now() - timedelta(days=2)}),
        ("ends_at", {"ends_at": clock.now() + timedelta(days=200)}),
        ("currency", {"currency": "USD"}),
        ("title", {"title": ""}),
        ("title", {"title": "x" * 121}),
        ("slug", {"slug": "not a slug"}),
        ("state", {"state": "running"}),
    ],
)
def test_bad_input_is_said_beside_the_field(project: Project, field: str, changes: dict[str, Any]) -> None:
    with pytest.raises(Invalid) as caught:
        draft(project, **changes)
    assert list(caught.value.fields) == [field]
    assert not Campaign.objects.exists()


def test_a_taken_address_is_said_beside_the_field(project: Project) -> None:
    draft(project)
    with pytest.raises(Invalid) as caught:
        draft(ProjectFactory.create())
    assert list(caught.value.fields) == ["slug"]


def test_one_campaign_at_a_time(project: Project) -> None:
    draft(project)
    with pytest.raises(Conflict) as caught:
        draft(project, slug="noch-eine")
    assert caught.value.code == "campaign_exists"


def picture() -> "ContentFile[bytes]":
    target = BytesIO()
    image = Image.new("RGB", (30, 20), "#0b3c49")
    exif = image.getexif()
    exif[0x010F] = "Kamera von Clara"
    image.save(target, "JPEG", exif=exif)
    return ContentFile(target.getvalue(), name="baenke.jpg")


def test_a_picture_is_written_anew_and_the_one_before_is_deleted(
    project: Project, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    campaign = draft(project, image=picture())
    storage, first = campaign.image.storage, str(campaign.image)
    assert first.startswith("campaigns/")
    with storage.open(first) as file:
        content = file.read()
    assert (content[8:12], b"Kamera" in content) == (b"WEBP", False)
    with django_capture_on_commit_callbacks(execute=True):
        campaign = campaign_save_draft(
            project=project, actor=lead(project), campaign=campaign, fields={"image": picture()}
        )
    assert [storage.exists(name) for name in (first, str(campaign.image))] == [False, True]


def test_a_refused_draft_leaves_no_picture(project: Project) -> None:
    campaign = draft(project, image=picture())
    storage = campaign.image.storage
    before = storage.listdir("campaigns")[1]
    with pytest.raises(Invalid):
        draft(project, image=picture(), goal1_minor=0)
    with pytest.raises(Invalid) as error:
        draft(project, image=ContentFile(b"<svg/>", name="a.png"))
    assert list(error.value.fields) == ["image"]
    assert storage.listdir("campaigns")[1] == before


def test_only_the_team_writes_and_only_for_an_active_project(project: Project) -> None:
    with pytest.raises(NotAllowed):
        campaign_save_draft(project=project, actor=UserFactory.create(), fields=fields())
    project.state = ProjectState.STOPPED
    with pytest.raises(Conflict):
        draft(project)


@pytest.mark.parametrize("state", [CampaignState.SUBMITTED, CampaignState.RUNNING, CampaignState.ENDED])
def test_only_a_draft_is_changed(state: CampaignState) -> None:
    campaign = CampaignFactory.create(state=state)
    with pytest.raises(Conflict):
        campaign_save_draft(
            project=campaign.project, actor=lead(campaign.project), fields={"title": "x"}, campaign=campaign
        )


def test_nothing_may_be_missing_when_it_is_handed_in(project: Project) -> None:
    campaign = draft(project, story="", starts_at=clock.now() - timedelta(days=9), ends_at=clock.now())
    with pytest.raises(Invalid) as caught:
        campaign_submit(campaign=campaign, actor=lead(project))
    assert set(caught.value.fields) == {"story", "ends_at"}


def test_a_decline_has_a_reason_and_the_draft_can_be_changed_again(project: Project) -> None:
    campaign = draft(project)
    campaign_submit(campaign=campaign, actor=lead(project))
    with pytest.raises(Invalid):
        campaign_decline(campaign=campaign, actor=curator(project), note=" \x8d")
    declined = campaign_decline(campaign=campaign, actor=curator(project), note="Bitte genauer.")
    assert (declined.state, declined.curator_note) == (CampaignState.DECLINED, "Bitte genauer.")
    again = campaign_save_draft(project=project, actor=lead(project), fields={"story": "Genauer."}, campaign=campaign)
    assert again.state == CampaignState.DRAFT


def test_nobody_curates_the_own_project(project: Project) -> None:
    campaign = draft(project)
    campaign_submit(campaign=campaign, actor=lead(project))
    ProgrammeRoleFactory.create(programme=project.cohort.programme, user=lead(project), role=ProgrammeRoleKind.CURATOR)
    for actor in (lead(project), UserFactory.create()):
        with pytest.raises(NotAllowed):
            campaign_approve(campaign=campaign, actor=actor)
        with pytest.raises(NotAllowed):
            campaign_decline(campaign=campaign, actor=actor, note="x")


def test_what_is_over_is_not_approved(project: Project) -> None:
    campaign = draft(project)
    campaign_submit(campaign=campaign, actor=lead(project))
    Campaign.objects.update(ends_at=clock.now())
    with pytest.raises(Conflict) as caught:
        campaign_approve(campaign=campaign, actor=curator(project))
    assert caught.value.code == "campaign_over"


def test_an_approved_one_waits_for_its_beginning(project: Project) -> None:
    campaign = draft(project, starts_at=clock.now() + timedelta(days=1))
    campaign_submit(campaign=campaign, actor=lead(project))
    assert campaign_approve(campaign=campaign, actor=curator(project), note="Gut!").state == CampaignState.APPROVED
    assert campaigns_start_due() == 0
    Campaign.objects.update(starts_at=clock.now())
    assert campaigns_start_due() == 1
    assert campaign_start(campaign=campaign).state == CampaignState.RUNNING
    assert told("campaign_started") == 1


def test_ends_come_by_themselves() -> None:
    over, running = CampaignFactory.create(), CampaignFactory.create()
    Campaign.objects.filter(pk=over.pk).update(ends_at=clock.now())
    assert campaigns_end_due() == 1
    over.refresh_from_db()
    running.refresh_from_db()
    assert (over.state, running.state) == (CampaignState.ENDED, CampaignState.RUNNING)


def test_only_the_lead_ends_it_early() -> None:
    with pytest.raises(NotAllowed):
        campaign_end(campaign=CampaignFactory.create(), actor=UserFactory.create())


def test_news_for_the_backers() -> None:
    campaign = CampaignFactory.create()
    update = campaign_update_publish(
        campaign=campaign, actor=lead(campaign.project), title="Neues\x00", body="Es geht voran."
    )
    assert (update.title, told("campaign_update_published")) == ("Neues", 1)
    with pytest.raises(Invalid):
        campaign_update_publish(campaign=campaign, actor=lead(campaign.project), title="", body="x")
    with pytest.raises(NotAllowed):
        campaign_update_publish(campaign=campaign, actor=UserFactory.create(), title="x", body="x")
    Campaign.objects.update(state=CampaignState.DRAFT)
    with pytest.raises(Conflict):
        campaign_update_publish(campaign=campaign, actor=lead(campaign.project), title="x", body="x")
    assert CampaignUpdate.objects.count() == 1
