"""Bookkeeping truths about decisions and the end of a fund, as name, truth and the query that finds what breaks it."""

CLOSING_CHECKS = (
    (
        "remainders",
        "what a fund gave away when it closed is what was decided, shared to the cent, and in the ledger",
        """
        SELECT s.public_id FROM funding_remaindershare s
          LEFT JOIN ledger_posting p ON p.reference = s.public_id AND p.kind IN ('remainder_returned', 'rolled_over')
          LEFT JOIN ledger_transfer t ON t.posting_id = p.id
         WHERE t.amount_minor IS DISTINCT FROM s.amount_minor
            OR p.kind <> CASE s.use WHEN 'returned' THEN 'remainder_returned' ELSE 'rolled_over' END
        UNION ALL
        SELECT o.public_id FROM funding_fundproposal o
          LEFT JOIN (SELECT proposal_id, sum(amount_minor) AS amount FROM funding_remaindershare GROUP BY proposal_id) s
                 ON s.proposal_id = o.id
         WHERE o.kind = 'remainder'
           AND coalesce(s.amount, 0) <> CASE o.state WHEN 'approved' THEN o.amount_minor ELSE 0 END
        UNION ALL
        SELECT p.reference FROM ledger_posting p LEFT JOIN funding_remaindershare s ON s.public_id = p.reference
         WHERE p.kind IN ('remainder_returned', 'rolled_over') AND s.id IS NULL
        """,
    ),
    (
        "rolled_over",
        "what left one fund for another arrived there, as a deposit of the same sponsor",
        """
        SELECT s.public_id FROM funding_remaindershare s JOIN funding_deposit d ON d.id = s.deposit_id
         WHERE d.state = 'announced' OR (d.amount_minor, d.sponsor_id, d.currency, d.rolled_over_by_id)
               IS DISTINCT FROM (s.amount_minor, s.sponsor_id, s.currency, s.proposal_id)
        UNION ALL
        SELECT d.public_id FROM funding_deposit d LEFT JOIN funding_remaindershare s ON s.deposit_id = d.id
         WHERE d.rolled_over_by_id IS NOT NULL AND s.id IS NULL
        """,
    ),
    (
        "stacking",
        "no fund has more with a pledge than the funds of its campaign have left to it",
        """
        SELECT g.public_id FROM funding_bookpledge b JOIN funding_pledge g ON g.id = b.pledge_id
          JOIN funding_match m ON m.position_id = b.position_id AND m.pledge_id = b.pledge_id
         WHERE b.at_most_minor IS NOT NULL
         GROUP BY b.id, g.public_id
        HAVING sum(m.amount_minor - m.borne_minor - m.claim_minor - m.open_minor - coalesce((
                   SELECT sum(part::bigint) FROM jsonb_each_text(m.kept) AS k(payer, part)), 0)) > b.at_most_minor
        """,
    ),
    (
        "closed",
        "a closed fund holds nothing: neither free nor promised",
        """
        SELECT f.public_id FROM funding_fund f
          JOIN ledger_account a ON a.kind = 'fund_pool' AND a.owner_ref = f.public_id
            OR a.kind = 'match_money' AND a.owner_ref IN (
               SELECT public_id FROM funding_fundcampaign WHERE fund_id = f.id)
          JOIN ledger_balance b ON b.account_id = a.id
         WHERE f.state = 'closed'
           AND (b.credits_posted <> b.debits_posted OR b.debits_pending <> 0 OR b.credits_pending <> 0)
        """,
    ),
    (
        "write_offs",
        "what was written off is what was decided, and no campaign has less than no debt",
        """
        SELECT o.public_id FROM funding_fundproposal o
          LEFT JOIN ledger_posting p ON p.reference = o.public_id AND p.kind = 'debt_written_off'
          LEFT JOIN ledger_transfer t ON t.posting_id = p.id
         WHERE o.kind = 'write_off'
           AND coalesce(t.amount_minor, 0) <> CASE o.state WHEN 'approved' THEN o.amount_minor ELSE 0 END
        UNION ALL
        SELECT p.reference FROM ledger_posting p LEFT JOIN funding_fundproposal o ON o.public_id = p.reference
         WHERE p.kind = 'debt_written_off' AND o.id IS NULL
        UNION ALL
        SELECT a.owner_ref FROM ledger_account a
          JOIN ledger_transfer t ON a.id IN (t.debit_account_id, t.credit_account_id)
         WHERE a.kind = 'campaign_debt' AND t.kind IN ('single', 'post') GROUP BY a.owner_ref
        HAVING sum(CASE WHEN t.debit_account_id = a.id THEN t.amount_minor ELSE -t.amount_minor END) < 0
        """,
    ),
    (
        "decisions",
        "what changed a fund was decided by two people, or by one where one is enough",
        """
        SELECT o.public_id FROM funding_fundproposal o
         WHERE o.state = 'approved' AND NOT o.alone
           AND (o.decided_by_id IN (o.proposed_by_id, o.proposed_for_id)
                OR o.decided_for_id IN (o.proposed_by_id, o.proposed_for_id))
        """,
    ),
    (
        "divisions",
        "a division has given what two managers have seen, and nobody got from it twice",
        """
        SELECT r.public_id FROM funding_allocationrun r
          LEFT JOIN (SELECT ref, sum(amount_after_minor - amount_before_minor) AS amount FROM funding_matchcause
                      WHERE kind = 'allocation' AND amount_before_minor = 0 GROUP BY ref) c ON c.ref = r.public_id
         WHERE coalesce(c.amount, 0) <> CASE r.state WHEN 'committed' THEN r.amount_minor ELSE 0 END
        UNION ALL
        SELECT r.public_id FROM funding_allocationrun r LEFT JOIN funding_fundproposal o ON o.id = r.proposal_id
         WHERE r.state = 'committed' AND (o.kind, o.state, o.subject_ref, o.amount_minor)
               IS DISTINCT FROM ('allocation', 'approved', r.public_id, r.amount_minor)
        """,
    ),
    (
        "wholes",
        "a match of a campaign as a whole is on hold while, and only while, one of its pledges is in question",
        """
        SELECT m.public_id FROM funding_match m JOIN funding_fundcampaign p ON p.id = m.position_id
         WHERE m.pledge_id IS NULL AND m.state IN ('confirmed', 'approved', 'frozen')
           AND (m.state = 'frozen') <> ((p.book->>'frozen')::int > 0)
        """,
    ),
)
