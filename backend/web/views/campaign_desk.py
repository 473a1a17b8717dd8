"""A campaign's desk for its team: from the draft to the last payout."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from backend.core.money import Money
from backend.web.answers import Question, Sheet, ask_once, done, fill_in, sent
from backend.web.campaign_cards import bar_of
from backend.web.count_words import count_words
from backend.web.forms.campaign_desk import ApplyForm, CampaignForm, UpdateForm
from backend.web.paging import page_of
from backend.web.signed_in import SignedInRequest, signed_in
from funding import access
from funding.selectors.campaign_desk import campaign_desk
from funding.selectors.campaigns import pledges_of_campaign
from funding.selectors.cases import who_counts
from funding.services import campaigns, funds

TEXTS = (
    *("title", "slug", "summary", "story", "use_of_money", "language", "region", "image_alt"),
    *("mode", "starts_at", "ends_at"),
)
PER_PAGE = 50


def _url(campaign: Any) -> str:
    return reverse("web:campaign-desk", args=[campaign.slug])


@signed_in
def desk(request: SignedInRequest, slug: str) -> HttpResponse:
    campaign = access.campaign_to_see_payouts(request.user, slug)
    shown = campaign_desk(campaign, request.user)
    counts = count_words(who_counts(campaign))
    context = {"desk": shown, "campaign": campaign, "bar": bar_of(campaign, shown.figures), "counts": counts}
    return render(request, "web/campaign_desk/desk.html", context)


@signed_in
def create(request: SignedInRequest, public_id: str) -> HttpResponse:
    project = access.project_to_fund(request.user, public_id)
    back = reverse("web:project-desk", args=[public_id])
    sheet = Sheet(
        title=_("A campaign for “%(project)s”") % {"project": project.title},
        lead=_("It is a draft until you hand it in. A curator reads it before it starts."),
        button=_("Save the draft"),
        back=back,
        done=_("The draft is saved. Hand it in when it is complete."),
        above=[(project.title, back)],
    )
    initial = {"title": project.title, "summary": project.summary[:300], "language": project.language}
    form = CampaignForm(**sent(request), initial=initial)

    def act(clean: dict[str, Any]) -> str:
        return _url(campaigns.campaign_save_draft(project=project, actor=request.user, fields=_fields(clean)))

    return fill_in(request, sheet, form, act)


def _fields(clean: dict[str, Any]) -> dict[str, Any]:
    fields = {name: clean[name] for name in TEXTS}
    fields |= {f"{goal}_minor": clean[goal].amount_minor if clean[goal] else None for goal in ("goal1", "goal2")}
    if clean["image"]:
        fields["image"] = clean["image"]
    return fields


@signed_in
def edit(request: SignedInRequest, slug: str) -> HttpResponse:
    campaign = access.campaign_to_edit(request.user, slug)
    sheet = Sheet(
        title=_("Edit the campaign"),
        button=_("Save the draft"),
        back=_url(campaign),
        done=_("The draft is saved."),
        above=[(campaign.title, _url(campaign))],
    )
    initial = {name: getattr(campaign, name) for name in TEXTS} | _goals(campaign)
    form = CampaignForm(**sent(request), initial=initial)

    def act(clean: dict[str, Any]) -> str:
        fields = _fields(clean)
        return _url(
            campaigns.campaign_save_draft(
                project=campaign.project, actor=request.user, fields=fields, campaign=campaign
            )
        )

    return fill_in(request, sheet, form, act)


def _goals(campaign: Any) -> dict[str, Money | None]:
    second = campaign.goal2_minor
    return {
        "goal1": Money(campaign.goal1_minor, campaign.currency),
        "goal2": Money(second, campaign.currency) if second else None,
    }


@signed_in
def submit(request: SignedInRequest, slug: str) -> HttpResponse:
    campaign = access.campaign_to_edit(request.user, slug)
    question = Question(
        title=_("Hand the campaign “%(title)s” in?") % {"title": campaign.title},
        text=_("A curator reads it and decides. Until then you cannot change it."),
        button=_("Hand the campaign in"),
        stay=_("Go on writing"),
        back=_url(campaign),
        done=_("The campaign is handed in. We write to you when it is decided."),
    )
    return ask_once(request, question, lambda _clean: campaigns.campaign_submit(campaign=campaign, actor=request.user))


@signed_in
def end(request: SignedInRequest, slug: str) -> HttpResponse:
    campaign = access.campaign_to_end(request.user, slug)
    question = Question(
        title=_("End the campaign “%(title)s” now?") % {"title": campaign.title},
        text=_("Nobody can back it any more. What has come together stays yours. This cannot be taken back."),
        button=_("End the campaign"),
        stay=_("Let it run"),
        back=_url(campaign),
        done=_("The campaign has ended."),
    )
    return ask_once(request, question, lambda _clean: campaigns.campaign_end(campaign=campaign, actor=request.user))


@signed_in
def news(request: SignedInRequest, slug: str) -> HttpResponse:
    campaign = access.campaign_to_edit(request.user, slug)
    sheet = Sheet(
        title=_("Tell what is new"),
        button=_("Publish and tell all backers"),
        back=_url(campaign),
        done=_("Your news is public, and all backers are told."),
        above=[(campaign.title, _url(campaign))],
    )
    form = UpdateForm(**sent(request), initial={"language": campaign.language})
    return fill_in(
        request,
        sheet,
        form,
        lambda clean: campaigns.campaign_update_publish(campaign=campaign, actor=request.user, **clean),
    )


@signed_in
def apply(request: SignedInRequest, slug: str) -> HttpResponse:
    campaign = access.campaign_to_edit(request.user, slug)
    offered = {fund.slug: fund for fund in campaign_desk(campaign, request.user).funds}
    if not offered:
        return done(request, _("No fund takes in campaigns at the moment."), "web:campaign-desk", slug)
    sheet = Sheet(
        title=_("Ask a fund to top the campaign up"),
        lead=_(
            "The fund's managers look at your campaign. If they take it in, the fund adds to new pledges, not to"
            " earlier ones."
        ),
        button=_("Ask the fund"),
        back=_url(campaign),
        done=_("The fund has your request."),
        above=[(campaign.title, _url(campaign))],
    )
    form = ApplyForm(**sent(request), funds=list(offered.values()))

    def act(clean: dict[str, Any]) -> None:
        funds.fund_campaign_apply(fund=offered[clean["fund"]], campaign=campaign, actor=request.user)

    return fill_in(request, sheet, form, act)


@signed_in
def pledges(request: SignedInRequest, slug: str) -> HttpResponse:
    campaign = access.campaign_to_see_payouts(request.user, slug)
    rows = page_of(request, pledges_of_campaign(campaign), PER_PAGE)
    return render(request, "web/campaign_desk/pledges.html", {"campaign": campaign, "page": rows})
