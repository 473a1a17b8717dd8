"""The journal is never changed, and a reservation writes its event in the call that takes the lock on the pool."""

from django.db import migrations

CREATE = """
CREATE TRIGGER fund_event_immutable BEFORE UPDATE OR DELETE ON funding_fundevent
    FOR EACH ROW EXECUTE FUNCTION funding_refuse_change();

DROP FUNCTION funding_person_link(bigint, text[], text[]);
-- Keep what a pledge's giver is recognised by, and make all who share one of these one person: the one who gave first.
-- o_merged are those who were somebody else until now.
-- The caller holds the campaign's lock. All pledges with one digest have one person already, so one of them is enough.
CREATE FUNCTION funding_person_link(p_pledge bigint, p_kinds text[], p_digests text[], OUT o_person bigint, OUT o_merged bigint[])
LANGUAGE plpgsql AS $$
DECLARE
    v_campaign bigint;
    v_persons bigint[];
BEGIN
    SELECT campaign_id, person INTO v_campaign, o_person FROM funding_pledge WHERE id = p_pledge;
    INSERT INTO funding_pledgeidentity (campaign_id, pledge_id, kind, digest)
    SELECT v_campaign, p_pledge, given.kind, given.digest FROM unnest(p_kinds, p_digests) AS given(kind, digest)
        ON CONFLICT DO NOTHING;
    SELECT array_agg(DISTINCT others.person) INTO v_persons FROM unnest(p_digests) AS given(digest)
     CROSS JOIN LATERAL (
        SELECT g.person FROM funding_pledgeidentity i JOIN funding_pledge g ON g.id = i.pledge_id
         WHERE i.campaign_id = v_campaign AND i.digest = given.digest AND i.pledge_id <> p_pledge LIMIT 1) others;
    v_persons := array_remove(coalesce(v_persons, '{}'), o_person) || o_person;
    SELECT min(person) INTO o_person FROM unnest(v_persons) AS person;
    UPDATE funding_pledge SET person = o_person
     WHERE campaign_id = v_campaign AND person = ANY (v_persons) AND person <> o_person;
    o_merged := array_remove(v_persons, o_person);
END $$;

DROP FUNCTION funding_reserve_match(jsonb, text, text, timestamptz);
-- Reserve what the pool still has, up to p_wanted, and write the match with its first cause and the running sums.
-- Called as the last thing before commit: the lock on the pool's balance is held for this call and the commit alone.
CREATE FUNCTION funding_reserve_match(
    p_match jsonb, p_fund text, p_position text, p_at timestamptz,
    OUT o_match_id bigint, OUT o_amount bigint, OUT o_sequence bigint
) LANGUAGE plpgsql AS $$
DECLARE
    v_currency text := p_match->>'currency';
    v_wanted bigint := (p_match->>'wanted')::bigint;
    v_base bigint := (p_match->>'base')::bigint;
    v_bound text := p_match->>'bound';
    v_pool jsonb := jsonb_build_object('kind', 'fund_pool', 'owner', p_fund, 'limited', true);
    v_pool_id bigint;
    v_free bigint;
    v_transfer bigint;
    v_number bigint;
    v_fund_id bigint := (p_match->>'fund_id')::bigint;
BEGIN
    -- The fund's book first: its number is the place in the order.
    IF p_match->'event' IS NULL OR p_match->>'event' IS NULL THEN
        o_sequence := (p_match->>'sequence')::bigint;
    ELSE
        INSERT INTO funding_fundbook AS book (fund_id, sequence, matches) VALUES (v_fund_id, 1, 0)
            ON CONFLICT (fund_id) DO UPDATE SET sequence = book.sequence + 1 RETURNING sequence INTO o_sequence;
        INSERT INTO funding_fundevent (fund_id, sequence, kind, data, at)
        VALUES (v_fund_id, o_sequence, p_match->'event'->>'kind', p_match->'event', p_at);
    END IF;
    v_pool_id := ledger_account_id(v_pool, v_currency, p_at);
    UPDATE ledger_balance SET version = version + 1 WHERE account_id = v_pool_id
     RETURNING credits_posted - debits_posted - debits_pending INTO v_free;
    o_amount := least(v_wanted, v_free);
    IF o_amount < v_wanted THEN
        v_bound := 'pool';
    END IF;
    IF o_amount > 0 THEN
        SELECT o_transfer_ids[1] INTO v_transfer FROM ledger_post(
            'match_reserved', 'match:' || (p_match->>'public_id') || ':reserve', p_match->>'public_id', p_at,
            jsonb_build_array(jsonb_build_object(
                'kind', 'pending', 'debit', v_pool,
                'credit', jsonb_build_object('kind', 'match_money', 'owner', p_position, 'limited', true),
                'amount', o_amount, 'currency', v_currency)));
        UPDATE funding_fundbook SET matches = matches + 1 WHERE fund_id = v_fund_id RETURNING matches INTO v_number;
    ELSE
        -- What brings no money counts for nothing later either.
        v_base := 0;
    END IF;
    INSERT INTO funding_match (
        created_at, updated_at, public_id, position_id, pledge_id, rule_id, sequence, number, amount_minor, base_minor, borne_minor, currency,
        state, due_before_minor, due_after_minor, bound, pool_before_minor, pool_after_minor, reservation_id)
    VALUES (
        p_at, p_at, p_match->>'public_id', (p_match->>'position_id')::bigint, (p_match->>'pledge_id')::bigint,
        (p_match->>'rule_id')::bigint, o_sequence, v_number, o_amount, v_base, 0, v_currency,
        CASE WHEN o_amount > 0 THEN 'reserved' ELSE 'released' END,
        (p_match->>'due_before')::bigint, (p_match->>'due_after')::bigint, v_bound, v_free, v_free - o_amount, v_transfer)
    RETURNING id INTO o_match_id;
    INSERT INTO funding_matchcause (match_id, kind, ref, amount_before_minor, amount_after_minor, base_after_minor, at)
    VALUES (o_match_id, 'pledge', p_match->>'ref', 0, o_amount, v_base, p_at);
    UPDATE funding_fundcampaign
       SET rule_id = (p_match->>'rule_id')::bigint, eligible_minor = (p_match->>'eligible')::bigint + v_base,
           carried_minor = (p_match->>'carried')::bigint, matched_minor = matched_minor + o_amount,
           last_sequence = o_sequence, updated_at = p_at
     WHERE id = (p_match->>'position_id')::bigint;
END $$;
"""

DROP = """
DROP FUNCTION funding_reserve_match(jsonb, text, text, timestamptz);
-- Reserve what the pool still has, up to p_wanted, and write the match with its first cause and the running sums.
-- Called as the last thing before commit: the lock on the pool's balance is held for this call and the commit alone.
CREATE FUNCTION funding_reserve_match(
    p_match jsonb, p_fund text, p_position text, p_at timestamptz,
    OUT o_match_id bigint, OUT o_amount bigint, OUT o_sequence bigint
) LANGUAGE plpgsql AS $$
DECLARE
    v_currency text := p_match->>'currency';
    v_wanted bigint := (p_match->>'wanted')::bigint;
    v_base bigint := (p_match->>'base')::bigint;
    v_bound text := p_match->>'bound';
    v_pool jsonb := jsonb_build_object('kind', 'fund_pool', 'owner', p_fund, 'limited', true);
    v_pool_id bigint;
    v_free bigint;
    v_transfer bigint;
BEGIN
    v_pool_id := ledger_account_id(v_pool, v_currency, p_at);
    UPDATE ledger_balance SET version = version + 1 WHERE account_id = v_pool_id
     RETURNING credits_posted - debits_posted - debits_pending, version INTO v_free, o_sequence;
    o_amount := least(v_wanted, v_free);
    IF o_amount < v_wanted THEN
        v_bound := 'pool';
    END IF;
    IF o_amount > 0 THEN
        SELECT o_transfer_ids[1] INTO v_transfer FROM ledger_post(
            'match_reserved', 'match:' || (p_match->>'public_id') || ':reserve', p_match->>'public_id', p_at,
            jsonb_build_array(jsonb_build_object(
                'kind', 'pending', 'debit', v_pool,
                'credit', jsonb_build_object('kind', 'match_money', 'owner', p_position, 'limited', true),
                'amount', o_amount, 'currency', v_currency)));
    ELSE
        -- What brings no money counts for nothing later either.
        v_base := 0;
    END IF;
    INSERT INTO funding_match (
        created_at, updated_at, public_id, position_id, pledge_id, rule_id, sequence, amount_minor, base_minor, borne_minor, currency,
        state, due_before_minor, due_after_minor, bound, pool_before_minor, pool_after_minor, reservation_id)
    VALUES (
        p_at, p_at, p_match->>'public_id', (p_match->>'position_id')::bigint, (p_match->>'pledge_id')::bigint,
        (p_match->>'rule_id')::bigint, o_sequence, o_amount, v_base, 0, v_currency,
        CASE WHEN o_amount > 0 THEN 'reserved' ELSE 'released' END,
        (p_match->>'due_before')::bigint, (p_match->>'due_after')::bigint, v_bound, v_free, v_free - o_amount, v_transfer)
    RETURNING id INTO o_match_id;
    INSERT INTO funding_matchcause (match_id, kind, ref, amount_before_minor, amount_after_minor, base_after_minor, at)
    VALUES (o_match_id, 'pledge', p_match->>'ref', 0, o_amount, v_base, p_at);
    UPDATE funding_fundcampaign
       SET rule_id = (p_match->>'rule_id')::bigint, eligible_minor = (p_match->>'eligible')::bigint + v_base,
           carried_minor = (p_match->>'carried')::bigint, matched_minor = matched_minor + o_amount,
           last_sequence = o_sequence, updated_at = p_at
     WHERE id = (p_match->>'position_id')::bigint;
END $$;
DROP FUNCTION funding_person_link(bigint, text[], text[]);
-- Keep what a pledge's giver is recognised by, and make all who share one of these one person: the one who gave first.
-- The caller holds the campaign's lock. All pledges with one digest have one person already, so one of them is enough.
CREATE FUNCTION funding_person_link(p_pledge bigint, p_kinds text[], p_digests text[], OUT o_person bigint, OUT o_linked boolean)
LANGUAGE plpgsql AS $$
DECLARE
    v_campaign bigint;
    v_persons bigint[];
BEGIN
    SELECT campaign_id, person INTO v_campaign, o_person FROM funding_pledge WHERE id = p_pledge;
    INSERT INTO funding_pledgeidentity (campaign_id, pledge_id, kind, digest)
    SELECT v_campaign, p_pledge, given.kind, given.digest FROM unnest(p_kinds, p_digests) AS given(kind, digest)
        ON CONFLICT DO NOTHING;
    SELECT array_agg(DISTINCT others.person) INTO v_persons FROM unnest(p_digests) AS given(digest)
     CROSS JOIN LATERAL (
        SELECT g.person FROM funding_pledgeidentity i JOIN funding_pledge g ON g.id = i.pledge_id
         WHERE i.campaign_id = v_campaign AND i.digest = given.digest AND i.pledge_id <> p_pledge LIMIT 1) others;
    v_persons := coalesce(v_persons, '{}') || o_person;
    SELECT min(person) INTO o_person FROM unnest(v_persons) AS person;
    UPDATE funding_pledge SET person = o_person
     WHERE campaign_id = v_campaign AND person = ANY (v_persons) AND person <> o_person;
    o_linked := FOUND;
END $$;
DROP TRIGGER fund_event_immutable ON funding_fundevent;
"""


class Migration(migrations.Migration):
    dependencies = [("funding", "0007_rule_sets_and_journal")]
    operations = [migrations.RunSQL(CREATE, DROP)]
