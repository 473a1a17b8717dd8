"""What funding holds about a person."""

from backend.accounts.models import User
from backend.accounts.personal import PersonalData, rows
from funding.models import ApprovalRun, CampaignUpdate, CaseDecision, FundManager, MatchApproval, Pledge, Refund


def funding_personal_data(user: User) -> PersonalData:
    pledge = (
        "public_id", "campaign__title", "amount_minor", "currency", "state", "message", "is_anonymous", "created_at",
        "payment__paid_at", "payment__refunded_minor",
    )  # fmt: skip
    refunds = Refund.objects.filter(payment__pledge__backer=user)
    return PersonalData(
        {
            "pledges": rows(Pledge.objects.filter(backer=user), *pledge),
            "refunds": rows(refunds, "public_id", "amount_minor", "reason", "state", "created_at"),
            "managed_funds": rows(FundManager.objects.filter(user=user), "fund__name", "created_at"),
            "match_approvals": rows(
                MatchApproval.objects.filter(manager=user), "match__public_id", "amount_minor", "note", "created_at"
            ),
            "approval_runs": rows(
                ApprovalRun.objects.filter(requested_by=user),
                "fund__name",
                "total",
                "amount_minor",
                "note",
                "created_at",
            ),
            "cases": rows(
                CaseDecision.objects.filter(case__pledge__backer=user).order_by("id"),
                "case__pledge__public_id",
                "verdict",
                "reason",
                "answer_de",
                "answer_en",
                "created_at",
            ),
            "campaign_updates": rows(CampaignUpdate.objects.filter(author=user), "public_id", "title", "created_at"),
        }
    )
