"""Which version of a fund's rule holds."""

from datetime import datetime

from funding.models import Fund, FundCampaign, FundProposal, MatchingRule


def rule_now(fund: Fund) -> MatchingRule | None:
    """The latest version, with its fund of this moment; None before the first is set."""
    return MatchingRule.objects.select_related("fund").filter(fund=fund).order_by("-version").first()


def rules_of_position(position: FundCampaign) -> list[MatchingRule]:
    """The version that holds, and those under which the campaign has pledges from before, which keep them."""
    rows, now = MatchingRule.objects.filter(fund=position.fund_id), rule_now(position.fund)
    earlier = rows.filter(version__in=[int(version) for version in (position.book or {}).get("groups", ())])
    return [rule for rule in earlier.order_by("version") if now is None or rule.pk != now.pk] + ([now] if now else [])


def rule_window_is_open(rule: MatchingRule, at: datetime) -> bool:
    starts, ends = rule.window_starts_at, rule.window_ends_at
    return (starts is None or starts <= at) and (ends is None or at < ends)


def rule_proposed(proposal: FundProposal) -> MatchingRule:
    """The rule that a proposal of that kind asks for, as if it were written; it is not."""
    return MatchingRule(fund=proposal.fund, definition=proposal.payload["definition"])


def rule_before(proposal: FundProposal) -> MatchingRule | None:
    """The version that held when a rule was proposed: one proposal of that kind waits at a time."""
    rows = MatchingRule.objects.filter(fund=proposal.fund_id, created_at__lt=proposal.created_at)
    return rows.order_by("-version").first()
