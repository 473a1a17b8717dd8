"""Bookkeeping truths about what leaves, as name, truth and the query that finds what breaks it."""

PAYOUT_CHECKS = (
    (
        "payouts",
        "every payout is in the ledger in the state that it shows, with its whole amount",
        """
        SELECT o.public_id FROM funding_payout o LEFT JOIN ledger_transfer h ON h.id = o.hold_id
          LEFT JOIN ledger_transfer s ON s.pending_of_id = h.id
         WHERE (h.id IS NULL) <> (o.amount_minor = o.kept_minor) OR h.amount_minor <> o.amount_minor - o.kept_minor
            OR h.id IS NOT NULL AND coalesce(s.kind, 'held')
               <> CASE o.state WHEN 'paid' THEN 'post' WHEN 'failed' THEN 'void' ELSE 'held' END
        """,
    ),
    (
        "match_payouts",
        "a payout of match money is the sum of its matches, with what of them has come back since",
        """
        SELECT o.public_id FROM funding_payout o WHERE o.kind = 'match' AND o.state <> 'failed' AND o.amount_minor <> (
            SELECT coalesce(sum(m.amount_minor + coalesce((
                SELECT sum(c.amount_before_minor - c.amount_after_minor) FROM funding_matchcause c
                 WHERE c.match_id = m.id AND c.kind IN ('kept', 'repaid')), 0)), 0)
              FROM funding_match m WHERE m.payout_id = o.id)
        """,
    ),
)
