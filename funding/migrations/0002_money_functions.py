"""The reservation as one call that takes the hot lock last, and rules that hold even where Python is bypassed."""

from django.db import migrations

CREATE = """
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

CREATE FUNCTION funding_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'rows of % are never changed', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER rule_immutable BEFORE UPDATE OR DELETE ON funding_matchingrule
    FOR EACH ROW EXECUTE FUNCTION funding_refuse_change();
CREATE TRIGGER cause_immutable BEFORE UPDATE OR DELETE ON funding_matchcause
    FOR EACH ROW EXECUTE FUNCTION funding_refuse_change();
CREATE TRIGGER approval_immutable BEFORE UPDATE OR DELETE ON funding_matchapproval
    FOR EACH ROW EXECUTE FUNCTION funding_refuse_change();

-- Who belongs to a project: whoever is or was in its team, or shares an organisation with somebody of it.
CREATE FUNCTION funding_belongs_to_project(p_user bigint, p_project bigint) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (
        SELECT 1 FROM programmes_project p JOIN programmes_teammember m ON m.team_id = p.team_id
         WHERE p.id = p_project AND m.user_id = p_user
    ) OR EXISTS (
        SELECT 1 FROM programmes_project p JOIN programmes_teammember m ON m.team_id = p.team_id
          JOIN accounts_membership theirs ON theirs.user_id = m.user_id
          JOIN accounts_membership own ON own.organisation_id = theirs.organisation_id
         WHERE p.id = p_project AND own.user_id = p_user
    );
$$;

CREATE FUNCTION funding_approval_by_others() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    v_fund bigint;
    v_project bigint;
BEGIN
    SELECT fc.fund_id, c.project_id INTO v_fund, v_project FROM funding_match m
      JOIN funding_fundcampaign fc ON fc.id = m.position_id JOIN funding_campaign c ON c.id = fc.campaign_id
     WHERE m.id = NEW.match_id;
    IF NOT EXISTS (SELECT 1 FROM funding_fundmanager WHERE fund_id = v_fund AND user_id = NEW.manager_id) THEN
        RAISE EXCEPTION 'only managers of the fund approve its matches'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'approval_by_a_manager';
    END IF;
    IF funding_belongs_to_project(NEW.manager_id, v_project) THEN
        RAISE EXCEPTION 'nobody approves a match for the own project'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'approval_by_others';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER approval_by_others BEFORE INSERT ON funding_matchapproval
    FOR EACH ROW EXECUTE FUNCTION funding_approval_by_others();

CREATE FUNCTION funding_match_four_eyes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (SELECT count(*) FROM funding_matchapproval WHERE match_id = NEW.id) < 2 THEN
        RAISE EXCEPTION 'a match is approved by two managers'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'match_four_eyes';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER match_four_eyes BEFORE INSERT OR UPDATE OF state ON funding_match
    FOR EACH ROW WHEN (NEW.state IN ('approved', 'paid')) EXECUTE FUNCTION funding_match_four_eyes();

CREATE FUNCTION funding_payout_by_others() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    v_project bigint;
BEGIN
    SELECT project_id INTO v_project FROM funding_campaign WHERE id = NEW.campaign_id;
    IF funding_belongs_to_project(NEW.requested_by_id, v_project)
       OR funding_belongs_to_project(NEW.approved_by_id, v_project) THEN
        RAISE EXCEPTION 'nobody pays the own project'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'payout_by_others';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER payout_by_others BEFORE INSERT OR UPDATE OF requested_by_id, approved_by_id ON funding_payout
    FOR EACH ROW EXECUTE FUNCTION funding_payout_by_others();
"""

DROP = """
DROP TRIGGER payout_by_others ON funding_payout;
DROP FUNCTION funding_payout_by_others();
DROP TRIGGER match_four_eyes ON funding_match;
DROP FUNCTION funding_match_four_eyes();
DROP TRIGGER approval_by_others ON funding_matchapproval;
DROP FUNCTION funding_approval_by_others();
DROP FUNCTION funding_belongs_to_project(bigint, bigint);
DROP TRIGGER approval_immutable ON funding_matchapproval;
DROP TRIGGER cause_immutable ON funding_matchcause;
DROP TRIGGER rule_immutable ON funding_matchingrule;
DROP FUNCTION funding_refuse_change();
DROP FUNCTION funding_reserve_match(jsonb, text, text, timestamptz);
"""


class Migration(migrations.Migration):
    dependencies = [("funding", "0001_initial"), ("ledger", "0002_posting_function")]
    operations = [migrations.RunSQL(CREATE, DROP)]
