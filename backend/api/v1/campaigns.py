"""Campaigns: a project's crowdfunding, from the draft to its end."""

from dataclasses import dataclass
from typing import Any

from django.urls import path
from rest_framework import serializers

from backend.accounts.enums import Scope
from backend.api.fields import Amount, Body, Changes, Language, Moment, SearchText, Slug, Text
from backend.api.filters import ChoiceFilter, FilterSet, IdFilter
from backend.api.operations import Data, operation
from backend.api.shapes import ImageUrl, Ref, Shape
from backend.api.views import ApiView
from funding import access
from funding.enums import CampaignMode, CampaignOutcome, CampaignState, Region
from funding.selectors import campaigns as reads
from funding.services import campaigns


class CampaignShape(Shape):
    id = serializers.CharField(source="public_id")
    project = Ref("project")
    slug = serializers.CharField()
    title = serializers.CharField()
    summary = serializers.CharField()
    language = serializers.CharField()
    image_url = ImageUrl(source="image")
    region = serializers.ChoiceField(choices=Region.choices, allow_blank=True, help_text="Empty: the whole country.")
    currency = serializers.CharField()
    goal1_minor = serializers.IntegerField()
    goal2_minor = serializers.IntegerField(allow_null=True)
    starts_at = serializers.DateTimeField()
    ends_at = serializers.DateTimeField()
    mode = serializers.ChoiceField(
        choices=CampaignMode.choices, help_text="What happens if goal 1 is not reached: all goes back, or all is kept."
    )
    outcome = serializers.ChoiceField(
        choices=[("", ""), *CampaignOutcome.choices], help_text="How it ended; empty as long as that is open."
    )
    state = serializers.ChoiceField(choices=CampaignState.choices)


class FiguresShape(Shape):
    crowd_minor = serializers.IntegerField(help_text="What the backers gave.")
    fund_minor = serializers.IntegerField(help_text="What the fund adds to it.")
    total_minor = serializers.IntegerField()
    backers = serializers.IntegerField()


class CampaignListedShape(Shape):
    campaign = CampaignShape()
    figures = FiguresShape()


class UpdateShape(Shape):
    id = serializers.CharField(source="public_id")
    title = serializers.CharField()
    body = serializers.CharField()
    language = serializers.CharField()
    created_at = serializers.DateTimeField()


class CampaignStoryShape(CampaignShape):
    story = serializers.CharField()
    use_of_money = serializers.CharField()


class CampaignTextShape(CampaignStoryShape):
    curator_note = serializers.CharField()


class CampaignReadShape(CampaignStoryShape):
    curator_note = serializers.SerializerMethodField(help_text="For the team: empty once everybody sees the campaign.")

    def get_curator_note(self, campaign: Any) -> str:
        return "" if campaign.state in reads.SHOWN else str(campaign.curator_note)


class ToppedUpShape(Shape):
    fund = Ref("fund")
    matched_minor = serializers.IntegerField(help_text="What it has promised, reserved or paid.")


class CampaignDetailShape(Shape):
    campaign = CampaignReadShape()
    figures = FiguresShape()
    funds = ToppedUpShape(source="positions", many=True, help_text="All that top it up, in their order.")
    fund = Ref("position.fund", allow_null=True, help_text="The first of them.")


class CampaignBody(Body):
    slug = Slug(max_length=80)
    title = Text(max_length=120)
    summary = Text(max_length=300)
    story = Text(max_length=20_000, required=False, allow_blank=True, help_text="Markdown.")
    use_of_money = Text(max_length=4_000, required=False, allow_blank=True, help_text="Markdown.")
    language = Language(required=False)
    region = serializers.ChoiceField(choices=Region.choices, required=False, allow_blank=True)
    currency = serializers.ChoiceField(choices=["EUR"], required=False)
    goal1_minor = Amount()
    goal2_minor = Amount(required=False, allow_null=True)
    mode = serializers.ChoiceField(choices=CampaignMode.choices, required=False)
    starts_at = Moment()
    ends_at = Moment()


class CampaignChangesBody(CampaignBody, Changes):
    pass


class CurationBody(Body):
    note = Text(max_length=2_000, required=False, allow_blank=True)


class CurationRefusalBody(Body):
    note = Text(max_length=2_000, help_text="The team reads it.")


class UpdateBody(Body):
    title = Text(max_length=120)
    body = Text(max_length=10_000, help_text="Markdown.")
    language = Language(default="de")


class CampaignFilter(FilterSet):
    project = IdFilter("project")
    programme = IdFilter("project__cohort__programme")
    state = ChoiceFilter(choices=[pair for pair in CampaignState.choices if pair[0] in reads.SHOWN])


@dataclass(frozen=True, slots=True)
class Listed:
    campaign: Any
    figures: reads.CampaignFigures


def with_figures(page: list[Any]) -> list[Listed]:
    figures = reads.campaigns_figures(page)
    return [Listed(campaign, figures[campaign.pk]) for campaign in page]


class Campaigns(ApiView):
    @operation(
        id="campaigns_list",
        summary="Campaigns that run or ran",
        asks=SearchText,
        gives=CampaignListedShape,
        many=True,
        ordering=("-state", "ends_at", "id"),
        filters=CampaignFilter,
        together=with_figures,
    )
    def get(self, asked: Data) -> Any:
        return reads.campaigns_public(query=asked.get("q", ""))


class ProjectCampaigns(ApiView):
    @operation(
        id="campaigns_create",
        example={
            "slug": "ring-twice",
            "title": "Phones for Ring twice",
            "summary": "Fifty phones.",
            "goal1_minor": 200_000,
            "goal2_minor": 500_000,
            "starts_at": "2027-03-20T08:00:00+01:00",
            "ends_at": "2027-04-20T20:00:00+02:00",
        },
        summary="Begin a campaign",
        description="A draft, which only the team, its programme and the funds that take it in see.",
        takes=CampaignBody,
        gives=CampaignTextShape,
        status=201,
        scope=Scope.CAMPAIGNS_WRITE,
    )
    def post(self, project_id: str, data: Data) -> Any:
        project = access.project_to_fund(self.person, project_id)
        return campaigns.campaign_save_draft(project=project, actor=self.person, fields=data)


class Campaign(ApiView):
    @operation(id="campaigns_read", summary="A campaign with its figures", gives=CampaignDetailShape)
    def get(self, campaign_id: str) -> Any:
        return reads.campaign_page(access.campaign_to_view(self.actor, campaign_id), latest=0)

    @operation(
        id="campaigns_update",
        summary="Change a draft",
        takes=CampaignChangesBody,
        gives=CampaignTextShape,
        scope=Scope.CAMPAIGNS_WRITE,
    )
    def patch(self, campaign_id: str, data: Data) -> Any:
        campaign = access.campaign_to_edit(self.person, campaign_id)
        return campaigns.campaign_save_draft(
            project=campaign.project, actor=self.person, fields=data, campaign=campaign
        )


class CampaignSubmit(ApiView):
    @operation(
        id="campaigns_submit",
        summary="Hand a draft to the curators",
        gives=CampaignTextShape,
        scope=Scope.CAMPAIGNS_WRITE,
    )
    def post(self, campaign_id: str) -> Any:
        campaign = access.campaign_to_edit(self.person, campaign_id)
        return campaigns.campaign_submit(campaign=campaign, actor=self.person)


class CampaignApprove(ApiView):
    @operation(
        id="campaigns_approve",
        summary="Approve a campaign",
        description="As a curator who does not belong to the project. It starts at once if its beginning has come.",
        takes=CurationBody,
        gives=CampaignTextShape,
        scope=Scope.CAMPAIGNS_WRITE,
    )
    def post(self, campaign_id: str, data: Data) -> Any:
        campaign = access.campaign_to_curate(self.person, campaign_id)
        return campaigns.campaign_approve(campaign=campaign, actor=self.person, **data)


class CampaignDecline(ApiView):
    @operation(
        id="campaigns_decline",
        summary="Decline a campaign, with a reason",
        takes=CurationRefusalBody,
        gives=CampaignTextShape,
        scope=Scope.CAMPAIGNS_WRITE,
    )
    def post(self, campaign_id: str, data: Data) -> Any:
        campaign = access.campaign_to_curate(self.person, campaign_id)
        return campaigns.campaign_decline(campaign=campaign, actor=self.person, **data)


class CampaignEnd(ApiView):
    @operation(
        id="campaigns_end",
        summary="End a running campaign before its date",
        gives=CampaignTextShape,
        scope=Scope.CAMPAIGNS_WRITE,
    )
    def post(self, campaign_id: str) -> Any:
        campaign = access.campaign_to_end(self.person, campaign_id)
        return campaigns.campaign_end(campaign=campaign, actor=self.person)


class CampaignUpdates(ApiView):
    @operation(id="campaign_updates_list", summary="News of a campaign", gives=UpdateShape, many=True)
    def get(self, campaign_id: str) -> Any:
        return access.campaign_to_view(self.actor, campaign_id).updates.all()

    @operation(
        id="campaign_updates_publish",
        summary="Tell all backers what is new",
        takes=UpdateBody,
        gives=UpdateShape,
        status=201,
        scope=Scope.CAMPAIGNS_WRITE,
    )
    def post(self, campaign_id: str, data: Data) -> Any:
        campaign = access.campaign_to_edit(self.person, campaign_id)
        return campaigns.campaign_update_publish(campaign=campaign, actor=self.person, **data)


class OwnCampaigns(ApiView):
    @operation(
        id="campaigns_list_own",
        summary="Campaigns of my teams, drafts too",
        gives=CampaignShape,
        many=True,
        scope=Scope.READ,
    )
    def get(self) -> Any:
        return reads.campaigns_of(self.person)


class CurationQueue(ApiView):
    @operation(
        id="campaigns_list_to_curate",
        summary="Campaigns that wait for my decision",
        gives=CampaignShape,
        many=True,
        ordering=("updated_at", "id"),
        scope=Scope.READ,
    )
    def get(self) -> Any:
        return reads.campaigns_to_curate(self.person)


urlpatterns = [
    path("campaigns/", Campaigns.as_view(), name="campaigns"),
    path("projects/<pid:project_id>/campaigns/", ProjectCampaigns.as_view(), name="project-campaigns"),
    path("campaigns/<pid:campaign_id>/", Campaign.as_view(), name="campaign"),
    path("campaigns/<pid:campaign_id>/submit/", CampaignSubmit.as_view(), name="campaign-submit"),
    path("campaigns/<pid:campaign_id>/approve/", CampaignApprove.as_view(), name="campaign-approve"),
    path("campaigns/<pid:campaign_id>/decline/", CampaignDecline.as_view(), name="campaign-decline"),
    path("campaigns/<pid:campaign_id>/end/", CampaignEnd.as_view(), name="campaign-end"),
    path("campaigns/<pid:campaign_id>/updates/", CampaignUpdates.as_view(), name="campaign-updates"),
    path("me/campaigns/", OwnCampaigns.as_view(), name="own-campaigns"),
    path("me/curation/", CurationQueue.as_view(), name="curation-queue"),
]
