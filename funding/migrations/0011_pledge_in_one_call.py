"""A new pledge is written into the book, with its match, cause, reservation and sums, by one call."""

from django.db import migrations

CREATE = """
-- What the book says about a new pledge. The caller holds the lock on the fund's book, which ends with the commit: so
-- this is the last call before it. p_match is null where the pledge has no answer yet.
CREATE FUNCTION funding_book_pledge(p_head jsonb, p_pledge jsonb, p_match jsonb, p_position jsonb, p_at timestamptz)
RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    v_match_id bigint;
    v_transfer bigint;
    v_amount bigint := (p_match->>'amount')::bigint;
BEGIN
    UPDATE funding_fundbook
       SET sequence = (p_head->>'sequence')::bigint, matches = (p_head->>'matches')::bigint,
           given_minor = (p_head->>'given')::bigint, pots = p_head->'pots'
     WHERE fund_id = (p_head->>'fund_id')::bigint;
    INSERT INTO funding_fundevent (fund_id, sequence, kind, data, at)
    VALUES ((p_head->>'fund_id')::bigint, (p_head->>'sequence')::bigint, p_head->'event'->>'kind', p_head->'event', p_at);
    INSERT INTO funding_bookpledge (position_id, pledge_id, backer, sequence, version, amount_minor, left_minor, state,
        excluded, disputed, on_hold, method, at, hungry)
    VALUES ((p_position->>'id')::bigint, (p_pledge->>'id')::bigint, p_pledge->>'backer',
        (p_pledge->>'sequence')::bigint, (p_pledge->>'version')::int, (p_pledge->>'amount')::bigint,
        (p_pledge->>'amount')::bigint, 'pending', p_pledge->>'excluded', false, false, p_pledge->>'method', p_at,
        p_pledge->'hungry');
    UPDATE funding_fundcampaign
       SET book = p_position->'book', rule_id = (p_position->>'rule_id')::bigint,
           eligible_minor = (p_position->>'eligible')::bigint, matched_minor = (p_position->>'matched')::bigint,
           carried_minor = (p_position->>'carried')::bigint, updated_at = p_at
     WHERE id = (p_position->>'id')::bigint;
    IF jsonb_typeof(p_match) <> 'object' THEN
        RETURN NULL;
    END IF;
    IF v_amount > 0 THEN
        SELECT o_transfer_ids[1] INTO v_transfer FROM ledger_post(
            'match_reserved', 'match:' || (p_match->>'public_id') || ':reserve', p_match->>'public_id', p_at,
            p_match->'moves');
    END IF;
    INSERT INTO funding_match (
        created_at, updated_at, public_id, position_id, pledge_id, rule_id, sequence, number, amount_minor, base_minor,
        borne_minor, lost_minor, awarded_minor, entitled, splits, currency, state, book_state, due_before_minor,
        due_after_minor, bound, pool_before_minor, pool_after_minor, reservation_id)
    VALUES (
        p_at, p_at, p_match->>'public_id', (p_position->>'id')::bigint, (p_pledge->>'id')::bigint,
        (p_match->>'rule_id')::bigint, (p_head->>'sequence')::bigint, (p_match->>'number')::bigint, v_amount,
        (p_match->>'base')::bigint, 0, 0, 0, '0', p_match->'splits', p_match->>'currency', p_match->>'state',
        p_match->>'state', (p_match->>'due_before')::bigint, (p_match->>'due_after')::bigint, p_match->>'bound',
        (p_match->>'pool_before')::bigint, (p_match->>'pool_after')::bigint, v_transfer)
    RETURNING id INTO v_match_id;
    INSERT INTO funding_matchcause (match_id, kind, ref, amount_before_minor, amount_after_minor, base_after_minor, at)
    VALUES (v_match_id, 'pledge', p_match->>'ref', 0, v_amount, (p_match->>'base')::bigint, p_at);
    RETURN v_match_id;
END $$;
"""

DROP = "DROP FUNCTION funding_book_pledge(jsonb, jsonb, jsonb, jsonb, timestamptz)"


class Migration(migrations.Migration):
    dependencies = [("funding", "0010_stored_book")]
    operations = [migrations.RunSQL(CREATE, DROP)]
