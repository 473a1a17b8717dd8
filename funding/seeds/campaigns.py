"""Stage "campaigns": up to five campaigns of the first projects, from a draft to one that has ended."""

from datetime import datetime, timedelta

from backend.accounts.models import User
from backend.core import clock
from funding.models import Campaign, Fund
from funding.seeds import cases, early, funds, people, simulations, texts
from funding.seeds.backers import Till, open_till
from funding.seeds.giving import Gift, approve, gifts, give
from funding.seeds.launching import draft_of, lead, payee, running
from funding.seeds.texts import Words
from funding.services.campaigns import campaign_end, campaign_submit, campaign_update_publish
from funding.services.funds import fund_campaign_apply
from funding.services.payments import pledge_expire
from funding.services.pledges import Backer
from funding.services.refunds import refund_request, refund_submit
from programmes.enums import MemberRole, ProjectState
from programmes.models import Project, TeamMember

DAY = timedelta(days=1)


def seed() -> None:
    projects = Project.objects.filter(state=ProjectState.ACTIVE).select_related("team", "cohort__programme")
    assigned = _assigned(list(projects.order_by("id")))
    if not assigned:
        return
    now = clock.now()
    programme = assigned[0][1].cohort.programme
    joint, village = (make(programme, now - 60 * DAY) for make in (funds.joint_fund, funds.village_fund))
    kickoff = early.fund(programme, now - 90 * DAY)
    with open_till("seed") as till:
        early.seed({words.slug: project for words, project in assigned}, kickoff, till, now)
        for words, project in assigned:
            STORIES[words.slug](project, village if words is texts.VILLAGE_SHOP else joint, till, now)
    funds.winter_fund(programme, now - 60 * DAY)
    funds.waiting_decisions(joint)
    simulations.first_day(joint)


def _assigned(projects: list[Project]) -> list[tuple[Words, Project]]:
    """Each campaign to the project that it speaks of; where that is not there, to any that is left."""
    wanted = (texts.RIDE_BENCH, texts.SCHOOL_MAP, texts.VILLAGE_SHOP, texts.CALL_BUS, texts.VALLEY_CARD)
    by_title = {project.title: project for project in projects}
    fitting = {words.slug: by_title[words.project] for words in wanted if words.project in by_title}
    others = iter([project for project in projects if project not in fitting.values()])
    found = [(words, fitting.get(words.slug) or next(others, None)) for words in wanted]
    return [(words, project) for words, project in found if project is not None]


def _ride_bench(project: Project, fund: Fund, till: Till, now: datetime) -> None:
    """Runs, with many backers: approvals wait, one was given once, one gift came from the own team, one went back; some
    are looked at.
    """
    campaign = running(project, texts.RIDE_BENCH, fund, since=now - 18 * DAY, until=now + 12 * DAY)
    if campaign is None:
        return
    for gift in gifts(campaign, 28, since=now - 18 * DAY, until=now - DAY):
        give(campaign, gift, till)
    _personal(campaign, "clara", 5_000, now - 6 * DAY, till)
    member = TeamMember.objects.filter(team=project.team, left_at=None).exclude(role=MemberRole.LEAD).first()
    if member is not None:
        own = Backer(user=member.user)
        give(campaign, Gift(key="seed:own-team", amount_minor=3_000, at=now - 4 * DAY, backer=own, card="team"), till)
    frieda, felix = people.person("frieda"), people.person("felix")
    approve(campaign, (frieda, felix), up_to=12, at=now - 3 * DAY)
    approve(campaign, (frieda,), up_to=17, at=now - 2 * DAY)
    _refund(campaign, frieda)
    cases.seed(campaign, till, now)
    late = Gift(
        key="seed:late", amount_minor=2_500, at=now - 2 * DAY, backer=Backer(name="Zoe Zander", email="zoe@example.org")
    )
    pledge_expire(pledge_id=give(campaign, late, till, pay=False).pk)
    payee(project, till)
    _updates(campaign, texts.RIDE_BENCH, now)


def _village_shop(project: Project, fund: Fund, till: Till, now: datetime) -> None:
    """Runs, and its fund is nearly used up: the next match will be partial."""
    campaign = running(project, texts.VILLAGE_SHOP, fund, since=now - 10 * DAY, until=now + 20 * DAY)
    if campaign is None:
        return
    for gift in gifts(campaign, 14, since=now - 10 * DAY, until=now - DAY):
        give(campaign, gift, till)
    _updates(campaign, texts.VILLAGE_SHOP, now)


def _school_map(project: Project, fund: Fund, till: Till, now: datetime) -> None:
    """Has ended above its goal; everything is approved."""
    campaign = running(project, texts.SCHOOL_MAP, fund, since=now - 45 * DAY, until=now + DAY)
    if campaign is None:
        return
    for gift in gifts(campaign, 16, since=now - 45 * DAY, until=now - 16 * DAY, scale=2):
        give(campaign, gift, till)
    with clock.at(now - 15 * DAY):
        campaign_end(campaign=campaign, actor=lead(project))
    approve(campaign, (people.person("frieda"), people.person("felix")), up_to=100, at=now - 12 * DAY)
    payee(project, till)
    _updates(campaign, texts.SCHOOL_MAP, now)


def _call_bus(project: Project, fund: Fund, till: Till, now: datetime) -> None:
    """Waits for a curator, and for the fund."""
    del till
    if not Campaign.objects.filter(slug=texts.CALL_BUS.slug).exists():
        campaign = draft_of(project, texts.CALL_BUS, since=now + 2 * DAY, until=now + 32 * DAY)
        campaign_submit(campaign=campaign, actor=lead(project))
        fund_campaign_apply(fund=fund, campaign=campaign, actor=lead(project))


def _valley_card(project: Project, fund: Fund, till: Till, now: datetime) -> None:
    del fund, till
    if not Campaign.objects.filter(slug=texts.VALLEY_CARD.slug).exists():
        draft_of(project, texts.VALLEY_CARD, since=now + 7 * DAY, until=now + 37 * DAY)


def _personal(campaign: Campaign, name: str, amount_minor: int, at: datetime, till: Till) -> None:
    backer = Backer(user=people.person(name))
    give(
        campaign, Gift(key=f"seed:{name}", amount_minor=amount_minor, at=at, backer=backer, message="Wie schön!"), till
    )


def _refund(campaign: Campaign, manager: User) -> None:
    pledge = campaign.pledges.select_related("payment").filter(state="confirmed", matches__state="confirmed").first()
    if pledge is not None:
        reason = "Doppelt unterstützt, auf Wunsch zurückgezahlt."
        refund = refund_request(payment=pledge.payment, amount_minor=pledge.amount_minor, reason=reason, actor=manager)
        refund_submit(refund_id=refund.pk)


def _updates(campaign: Campaign, words: Words, now: datetime) -> None:
    for number, (title, body) in enumerate(words.updates):
        with clock.at(now - (8 - 3 * number) * DAY):
            campaign_update_publish(campaign=campaign, actor=lead(campaign.project), title=title, body=body)


STORIES = {
    texts.RIDE_BENCH.slug: _ride_bench,
    texts.SCHOOL_MAP.slug: _school_map,
    texts.VILLAGE_SHOP.slug: _village_shop,
    texts.CALL_BUS.slug: _call_bus,
    texts.VALLEY_CARD.slug: _valley_card,
}
