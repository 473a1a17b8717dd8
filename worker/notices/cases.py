"""Notices about cases: managers hear of a question, the backer of its answer."""

from backend.core import clock
from backend.notifications.enums import Category
from funding import events
from funding.models import CaseDecision, PledgeCase
from worker.notices import addresses, people
from worker.notices.campaigns import backer_of
from worker.notices.notice import Notice
from worker.notices.taking_part import Notices


def case_opened(event: events.CaseOpened) -> Notices:
    row = PledgeCase.objects.select_related("position__fund", "position__campaign", "opened_by").get(pk=event.case_id)
    fund, campaign = row.position.fund, row.position.campaign
    everybody = people.fund_managers(fund)
    return [
        Notice(
            to=people.without(everybody, row.opened_by) if row.opened_by else everybody,
            category=Category.MONEY,
            template="funding/case_opened",
            url=addresses.fund_desk(fund, "faelle"),
            context={"fund": fund.name, "campaign": campaign.title},
            once=f"cases_to_decide:{fund.public_id}:{clock.now():%Y-%m-%d}",
        )
    ]


def case_decided(event: events.CaseDecided) -> Notices:
    """Both languages travel with the message; the reader's is shown."""
    row = CaseDecision.objects.select_related(
        "case__position__fund", "case__pledge__campaign", "case__pledge__backer"
    ).get(pk=event.decision_id)
    pledge, fund = row.case.pledge, row.case.position.fund
    return [
        Notice(
            to=backer_of(pledge),
            category=Category.MONEY,
            template="funding/case_decided",
            url=addresses.campaign(pledge.campaign),
            context={
                "campaign": pledge.campaign.title,
                "fund": fund.name,
                "amount_minor": pledge.amount_minor,
                "currency": pledge.currency,
                "reference": pledge.public_id,
                "answer_de": row.answer_de,
                "answer_en": row.answer_en,
            },
        )
    ]
