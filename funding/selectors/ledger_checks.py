# ruff: noqa: S608  queries are made of constants of this module alone
"""Bookkeeping truths as single queries: each returns the rows that break it, so nothing means that it holds."""

from dataclasses import dataclass
from typing import Any

from django.db import connection

from funding.selectors.ledger_checks_closing import CLOSING_CHECKS
from funding.selectors.ledger_checks_payouts import PAYOUT_CHECKS

WITHOUT_END = 9_000_000_000_000_000
LIVE = "('reserved', 'confirmed', 'approved', 'paid', 'frozen')"

# Signed effect of transfers on an account, as the balance row should show it.
SUMMED = """
    SELECT account_id, sum(dp) AS dp, sum(dd) AS dd, sum(cp) AS cp, sum(cc) AS cc FROM (
        SELECT debit_account_id AS account_id,
               CASE kind WHEN 'pending' THEN amount_minor WHEN 'single' THEN 0 ELSE -amount_minor END AS dp,
               CASE WHEN kind IN ('single', 'post') THEN amount_minor ELSE 0 END AS dd, 0 AS cp, 0 AS cc
          FROM ledger_transfer
        UNION ALL
        SELECT credit_account_id, 0, 0,
               CASE kind WHEN 'pending' THEN amount_minor WHEN 'single' THEN 0 ELSE -amount_minor END,
               CASE WHEN kind IN ('single', 'post') THEN amount_minor ELSE 0 END
          FROM ledger_transfer
    ) sides GROUP BY account_id
"""


@dataclass(frozen=True, slots=True)
class Check:
    """`truth` is what must hold; `query` finds what breaks it."""

    name: str
    truth: str
    query: str


@dataclass(frozen=True, slots=True)
class Finding:
    check: Check
    broken: tuple[tuple[Any, ...], ...]

    @property
    def holds(self) -> bool:
        return not self.broken


CHECKS = (
    Check(
        "balances",
        "every balance is the sum of its transfers",
        f"""
        SELECT a.kind, a.owner_ref FROM ledger_account a
          LEFT JOIN ledger_balance b ON b.account_id = a.id LEFT JOIN ({SUMMED}) s ON s.account_id = a.id
         WHERE a.limited AND (b.account_id IS NULL
               OR (b.debits_pending, b.debits_posted, b.credits_pending, b.credits_posted) IS DISTINCT FROM
                  (coalesce(s.dp, 0), coalesce(s.dd, 0), coalesce(s.cp, 0), coalesce(s.cc, 0)))
        """,
    ),
    Check(
        "limits",
        "no fund's pool and no campaign's money is below zero, promises included",
        """
        SELECT a.kind, a.owner_ref FROM ledger_balance b JOIN ledger_account a ON a.id = b.account_id
         WHERE b.credits_posted < b.debits_posted + b.debits_pending
            OR least(b.debits_pending, b.debits_posted, b.credits_pending, b.credits_posted) < 0
        """,
    ),
    Check(
        "settled_once",
        "a pending transfer is made final or given back at most once, in full",
        """
        SELECT t.id, p.id FROM ledger_transfer t JOIN ledger_transfer p ON p.id = t.pending_of_id
         WHERE p.kind <> 'pending' OR (t.amount_minor, t.debit_account_id, t.credit_account_id, t.currency)
               IS DISTINCT FROM (p.amount_minor, p.debit_account_id, p.credit_account_id, p.currency)
        UNION ALL
        SELECT min(id), pending_of_id FROM ledger_transfer WHERE pending_of_id IS NOT NULL
         GROUP BY pending_of_id HAVING count(*) > 1
        """,
    ),
    Check(
        "currencies",
        "a transfer stays in the currency of both its accounts",
        """
        SELECT t.id FROM ledger_transfer t JOIN ledger_account d ON d.id = t.debit_account_id
          JOIN ledger_account c ON c.id = t.credit_account_id
         WHERE t.currency <> d.currency OR t.currency <> c.currency
        """,
    ),
    Check(
        "postings",
        "every posting has transfers",
        """
        SELECT p.id, p.kind FROM ledger_posting p LEFT JOIN ledger_transfer t ON t.posting_id = p.id WHERE t.id IS NULL
        """,
    ),
    Check(
        "deposits",
        "what sponsors paid in is what the ledger says",
        """
        SELECT d.public_id, d.state FROM funding_deposit d LEFT JOIN (
            SELECT p.reference,
                   sum(CASE p.kind WHEN 'deposit_received' THEN t.amount_minor ELSE -t.amount_minor END) AS held
              FROM ledger_posting p JOIN ledger_transfer t ON t.posting_id = p.id
             WHERE p.kind IN ('deposit_received', 'deposit_returned') GROUP BY p.reference
        ) l ON l.reference = d.public_id
         WHERE coalesce(l.held, 0) <> CASE d.state WHEN 'received' THEN d.amount_minor ELSE 0 END
        """,
    ),
    Check(
        "fund_adds_up",
        "paid in = free + reserved + approved + paid + returned, for every fund",
        f"""
        WITH held AS (SELECT a.kind, a.owner_ref, s.* FROM ledger_account a JOIN ({SUMMED}) s ON s.account_id = a.id)
        SELECT f.public_id FROM funding_fund f
         WHERE coalesce((SELECT sum(dd) - sum(cc) FROM held WHERE kind = 'fund_source' AND owner_ref = f.public_id), 0)
            <> coalesce((SELECT sum(cc) - sum(dd) FROM held WHERE kind = 'fund_pool' AND owner_ref = f.public_id), 0)
             + coalesce((SELECT sum(cc) - sum(dd) FROM held WHERE kind = 'match_money' AND owner_ref IN
                  (SELECT public_id FROM funding_fundcampaign WHERE fund_id = f.id)), 0)
             + coalesce((SELECT sum(cc) - sum(dd) FROM held
                  WHERE kind IN ('fund_paid', 'fund_borne', 'fund_claimed', 'fund_open')
                  AND owner_ref = f.public_id), 0)
        """,
    ),
    Check(
        "reservations",
        "what is reserved in the ledger is what matches reserve, for every fund",
        """
        SELECT f.public_id FROM funding_fund f
          LEFT JOIN ledger_account a ON a.kind = 'fund_pool' AND a.owner_ref = f.public_id
          LEFT JOIN ledger_balance b ON b.account_id = a.id
         WHERE coalesce(b.debits_pending, 0) <> coalesce((
            SELECT sum(m.amount_minor) FROM funding_match m JOIN funding_fundcampaign p ON p.id = m.position_id
             WHERE p.fund_id = f.id AND m.granted_at IS NULL AND m.state <> 'released'), 0)
        """,
    ),
    Check(
        "approved",
        "approved money of a campaign is what its approved matches say",
        """
        SELECT p.public_id FROM funding_fundcampaign p
          LEFT JOIN ledger_account a ON a.kind = 'match_money' AND a.owner_ref = p.public_id
          LEFT JOIN ledger_balance b ON b.account_id = a.id
         WHERE coalesce(b.credits_posted - b.debits_posted, 0) <> coalesce((
            SELECT sum(m.amount_minor) FROM funding_match m WHERE m.position_id = p.id
               AND m.granted_at IS NOT NULL AND m.state IN ('approved', 'frozen')), 0)
        """,
    ),
    Check(
        "paid",
        "what a fund has paid, and what of it stands without a pledge, is what its matches say",
        f"""
        SELECT f.public_id FROM funding_fund f
          LEFT JOIN (SELECT p.fund_id, sum(m.amount_minor) FILTER (WHERE m.state IN ('paid', 'clawed_back')) AS paid,
                            sum(m.borne_minor) AS borne, sum(m.open_minor) AS open,
                            sum(m.claim_minor + coalesce((
                                SELECT sum(part::bigint) FROM jsonb_each_text(m.kept) AS k(payer, part)), 0)) AS claimed
                       FROM funding_match m JOIN funding_fundcampaign p ON p.id = m.position_id GROUP BY p.fund_id
          ) m ON m.fund_id = f.id
          LEFT JOIN (SELECT a.owner_ref, sum(s.cc - s.dd) AS paid,
                            sum(s.cc - s.dd) FILTER (WHERE a.kind = 'fund_borne') AS borne,
                            sum(s.cc - s.dd) FILTER (WHERE a.kind = 'fund_claimed') AS claimed,
                            sum(s.cc - s.dd) FILTER (WHERE a.kind = 'fund_open') AS open
                       FROM ledger_account a JOIN ({SUMMED}) s ON s.account_id = a.id
                      WHERE a.kind IN ('fund_paid', 'fund_borne', 'fund_claimed', 'fund_open')
                      GROUP BY a.owner_ref
          ) l ON l.owner_ref = f.public_id
         WHERE (coalesce(m.paid, 0), coalesce(m.borne, 0), coalesce(m.claimed, 0), coalesce(m.open, 0))
            <> (coalesce(l.paid, 0), coalesce(l.borne, 0), coalesce(l.claimed, 0), coalesce(l.open, 0))
        """,
    ),
    Check(
        "frozen",
        "a match is on hold while, and only while, its payment is disputed or a case about its pledge is open",
        """
        SELECT m.public_id FROM funding_match m JOIN funding_payment p ON p.pledge_id = m.pledge_id
         WHERE m.state IN ('confirmed', 'approved', 'frozen') AND (m.state = 'frozen') <> EXISTS (
            SELECT 1 FROM funding_dispute d WHERE d.payment_id = p.id AND d.state = 'open'
            UNION ALL
            SELECT 1 FROM funding_pledgecase k
             WHERE k.pledge_id = m.pledge_id AND k.position_id = m.position_id AND k.state = 'open')
        """,
    ),
    Check(
        "cases",
        "no match is approved or paid beside an open case, and none lives beside one that excludes its pledge",
        f"""
        SELECT k.public_id, m.public_id FROM funding_pledgecase k
          JOIN funding_match m ON m.pledge_id = k.pledge_id AND m.position_id = k.position_id
         WHERE (k.state = 'open' AND m.state IN ('approved', 'paid', 'clawed_back'))
            OR (k.state = 'excluded' AND m.state IN {LIVE})
        UNION ALL
        SELECT k.public_id, d.public_id FROM funding_pledgecase k LEFT JOIN LATERAL (
            SELECT * FROM funding_casedecision WHERE case_id = k.id ORDER BY id DESC LIMIT 1) d ON true
         WHERE k.state <> 'open' AND d.verdict IS DISTINCT FROM k.state
        """,
    ),
    Check(
        "people",
        "pledges that share an account, an address, a card or a bank account are of one person",
        """
        SELECT i.campaign_id, min(g.public_id) FROM funding_pledgeidentity i JOIN funding_pledge g ON g.id = i.pledge_id
         GROUP BY i.campaign_id, i.digest HAVING count(DISTINCT g.person) > 1
        """,
    ),
    Check(
        "four_eyes",
        "every approved match has two approvals by different managers who do not belong to the project",
        """
        SELECT m.public_id FROM funding_match m WHERE m.granted_at IS NOT NULL AND 2 > (
            SELECT count(DISTINCT manager_id) FROM funding_matchapproval a WHERE a.match_id = m.id)
        UNION ALL
        SELECT m.public_id FROM funding_matchapproval a JOIN funding_match m ON m.id = a.match_id
          JOIN funding_fundcampaign p ON p.id = m.position_id JOIN funding_campaign c ON c.id = p.campaign_id
          JOIN programmes_project r ON r.id = c.project_id
          JOIN programmes_teammember t ON t.team_id = r.team_id AND t.created_at <= a.created_at
         WHERE t.user_id = a.manager_id OR EXISTS (
            SELECT 1 FROM accounts_membership own JOIN accounts_membership theirs USING (organisation_id)
             WHERE own.user_id = a.manager_id AND theirs.user_id = t.user_id
               AND greatest(own.created_at, theirs.created_at) <= a.created_at)
        """,
    ),
    Check(
        "causes",
        "the causes of a match lead from nothing to what it is",
        """
        SELECT m.public_id FROM funding_match m LEFT JOIN LATERAL (
            SELECT * FROM funding_matchcause c WHERE c.match_id = m.id ORDER BY c.id DESC LIMIT 1) last ON true
         WHERE (m.amount_minor, m.base_minor) IS DISTINCT FROM (last.amount_after_minor,
            CASE WHEN last.amount_after_minor > 0 THEN last.base_after_minor ELSE 0 END)
        UNION ALL
        SELECT m.public_id FROM funding_match m JOIN (
            SELECT match_id, amount_before_minor,
                   lag(amount_after_minor, 1, 0::bigint) OVER (PARTITION BY match_id ORDER BY id) AS expected
              FROM funding_matchcause) c ON c.match_id = m.id
         WHERE c.amount_before_minor <> c.expected
        """,
    ),
    Check(
        "caps",
        "no match exceeds the caps of its rule",
        f"""
        SELECT m.public_id FROM funding_match m JOIN funding_matchingrule r ON r.id = m.rule_id
         WHERE m.pledge_id IS NOT NULL AND m.amount_minor > (r.definition->'caps'->>'pledge_match_minor')::bigint
        UNION ALL
        SELECT p.public_id FROM funding_fundcampaign p JOIN funding_match m ON m.position_id = p.id
          JOIN funding_matchingrule r ON r.id = m.rule_id WHERE m.state IN {LIVE}
         GROUP BY p.public_id
        HAVING sum(m.amount_minor) > max(coalesce((r.definition->'caps'->>'campaign_minor')::bigint, {WITHOUT_END}))
        """,
    ),
    Check(
        "bases",
        "no match of one pledge stands on more than it, less what went back, unless the fund bears it",
        f"""
        SELECT m.public_id FROM funding_match m JOIN funding_pledge g ON g.id = m.pledge_id
          JOIN funding_payment p ON p.pledge_id = g.id JOIN funding_matchingrule r ON r.id = m.rule_id
         WHERE m.state IN {LIVE} AND m.payout_id IS NULL AND r.definition->>'base' IN ('pledge', 'backer')
           AND (m.base_minor > g.amount_minor - p.refunded_minor OR g.state IN ('expired', 'failed'))
        """,
    ),
    Check(
        "running_sums",
        "what a position has matched is the sum of its matches",
        f"""
        SELECT p.public_id FROM funding_fundcampaign p LEFT JOIN (
            SELECT position_id, sum(amount_minor) AS matched FROM funding_match
             WHERE state IN {LIVE} GROUP BY position_id
        ) s ON s.position_id = p.id
         WHERE p.matched_minor <> coalesce(s.matched, 0)
        """,
    ),
    Check(
        "book_pool",
        "what a fund's book has free is what the ledger has free, and each pot gives what its matches say",
        """
        SELECT f.public_id FROM funding_fundbook k JOIN funding_fund f ON f.id = k.fund_id
          LEFT JOIN ledger_account a ON a.kind = 'fund_pool' AND a.owner_ref = f.public_id
          LEFT JOIN ledger_balance b ON b.account_id = a.id
         WHERE k.paid_in_minor - k.given_minor
               <> coalesce(b.credits_posted - b.debits_posted - b.debits_pending, 0)
        UNION ALL
        SELECT f.public_id FROM funding_fundbook k JOIN funding_fund f ON f.id = k.fund_id
          CROSS JOIN LATERAL jsonb_each(k.pots) AS pot(name, numbers)
         WHERE (numbers->>1)::bigint <> coalesce((
            SELECT sum((m.splits->>pot.name)::bigint) FROM funding_match m
              JOIN funding_fundcampaign p ON p.id = m.position_id WHERE p.fund_id = k.fund_id), 0)
        UNION ALL
        SELECT m.public_id FROM funding_match m LEFT JOIN LATERAL (
            SELECT sum(part::bigint) AS sum FROM jsonb_each_text(m.splits) AS parts(pot, part)) s ON true
         WHERE m.amount_minor <> coalesce(s.sum, 0)
        """,
    ),
    Check(
        "journal_gaps",
        "the journal of a fund has every number up to its latest once, and each match names one of them",
        """
        SELECT k.fund_id FROM funding_fundbook k LEFT JOIN (
            SELECT fund_id, count(*) AS events, max(sequence) AS latest FROM funding_fundevent GROUP BY fund_id
        ) e ON e.fund_id = k.fund_id
         WHERE (k.sequence, k.sequence) IS DISTINCT FROM (coalesce(e.events, 0), coalesce(e.latest, 0))
        UNION ALL
        SELECT m.id FROM funding_match m JOIN funding_fundcampaign p ON p.id = m.position_id
          LEFT JOIN funding_fundevent e ON e.fund_id = p.fund_id AND e.sequence = m.sequence WHERE e.id IS NULL
        """,
    ),
    Check(
        "payments",
        "every paid pledge is in the ledger, once, with its whole amount",
        """
        SELECT g.public_id FROM funding_pledge g JOIN funding_payment p ON p.pledge_id = g.id
          LEFT JOIN ledger_posting l ON l.idempotency_key = 'payment:' || p.public_id || ':received'
          LEFT JOIN ledger_transfer t ON t.posting_id = l.id
         WHERE (p.paid_at IS NOT NULL) <> (l.id IS NOT NULL) OR (l.id IS NOT NULL AND t.amount_minor <> g.amount_minor)
        """,
    ),
    Check(
        "campaign_money",
        "a campaign's money is paid − fee + fee owed or borne − gone back − recovered − paid out",
        """
        SELECT c.public_id FROM funding_campaign c
          LEFT JOIN ledger_account a ON a.kind = 'campaign_money' AND a.owner_ref = c.public_id
          LEFT JOIN ledger_balance b ON b.account_id = a.id
         WHERE coalesce(b.credits_posted - b.debits_posted, 0) <> coalesce((
            SELECT sum(g.amount_minor - p.fee_minor) FROM funding_pledge g JOIN funding_payment p ON p.pledge_id = g.id
             WHERE g.campaign_id = c.id AND p.paid_at IS NOT NULL), 0)
          + coalesce((SELECT sum(CASE WHEN t.credit_account_id = a.id THEN t.amount_minor ELSE -t.amount_minor END)
              FROM ledger_transfer t JOIN ledger_posting l ON l.id = t.posting_id
             WHERE (t.credit_account_id = a.id OR t.debit_account_id = a.id) AND t.kind IN ('single', 'post')
               AND l.kind <> 'payment_received'), 0)
          + coalesce((SELECT sum(t.amount_minor) FROM ledger_transfer t JOIN ledger_posting l ON l.id = t.posting_id
              JOIN ledger_account d ON d.id = t.debit_account_id
             WHERE d.kind = 'campaign_debt' AND d.owner_ref = c.public_id AND l.kind = 'payment_received'), 0)
        """,
    ),
    Check(
        "refunds",
        "what of a payment went back is what refunds and lost disputes say, and no more than was paid",
        """
        SELECT g.public_id FROM funding_pledge g JOIN funding_payment p ON p.pledge_id = g.id
          LEFT JOIN (SELECT payment_id, sum(amount_minor) FILTER (WHERE state <> 'failed') AS asked,
                            sum(amount_minor) FILTER (WHERE state = 'succeeded') AS gone
                       FROM funding_refund GROUP BY payment_id) r ON r.payment_id = p.id
          LEFT JOIN (SELECT payment_id, sum(amount_minor) AS gone
                       FROM funding_dispute WHERE state = 'lost' GROUP BY payment_id) d ON d.payment_id = p.id
         WHERE g.amount_minor < coalesce(r.asked, 0)
            OR p.refunded_minor <> least(g.amount_minor, coalesce(r.gone, 0) + coalesce(d.gone, 0))
        """,
    ),
    Check(
        "money_back",
        "every refund and dispute is in the ledger in the state that it shows, with its whole amount",
        """
        SELECT o.reference FROM (
            SELECT 'refund:' || public_id AS reference, amount_minor, hold_id, state = 'succeeded' AS has_left,
                   state IN ('requested', 'submitted') AS waits FROM funding_refund
            UNION ALL
            SELECT 'dispute:' || public_id, amount_minor, hold_id, state = 'lost', state = 'open' FROM funding_dispute
        ) o LEFT JOIN (
            SELECT l.reference,
                   sum(CASE c.kind WHEN 'processor' THEN t.amount_minor ELSE -t.amount_minor END)
                       FILTER (WHERE t.kind IN ('single', 'post')) AS gone,
                   sum(CASE t.kind WHEN 'pending' THEN t.amount_minor WHEN 'single' THEN 0 ELSE -t.amount_minor END)
                       AS held
              FROM ledger_posting l JOIN ledger_transfer t ON t.posting_id = l.id
              JOIN ledger_account d ON d.id = t.debit_account_id JOIN ledger_account c ON c.id = t.credit_account_id
             WHERE 'processor' IN (d.kind, c.kind) AND l.kind LIKE ANY (ARRAY['refund_%', 'dispute_%'])
             GROUP BY l.reference
        ) b ON b.reference = o.reference
         WHERE coalesce(b.gone, 0) <> CASE WHEN o.has_left THEN o.amount_minor ELSE 0 END
            OR coalesce(b.held, 0) <> CASE WHEN o.waits AND o.hold_id IS NOT NULL THEN o.amount_minor ELSE 0 END
        """,
    ),
    *(Check(*parts) for parts in (*PAYOUT_CHECKS, *CLOSING_CHECKS)),
)


def ledger_findings() -> list[Finding]:
    """Ask every check, one query each."""
    findings = []
    with connection.cursor() as cursor:
        for check in CHECKS:
            cursor.execute(check.query)
            findings.append(Finding(check, tuple(cursor.fetchall())))
    return findings
