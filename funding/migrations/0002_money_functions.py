"""A pledge is booked by one call, and rules that hold even where Python is bypassed."""

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
        excluded, disputed, on_hold, method, at, hungry, at_most_minor, limited_by)
    VALUES ((p_position->>'id')::bigint, (p_pledge->>'id')::bigint, p_pledge->>'backer',
        (p_pledge->>'sequence')::bigint, (p_pledge->>'version')::int, (p_pledge->>'amount')::bigint,
        (p_pledge->>'amount')::bigint, 'pending', p_pledge->>'excluded', false, false, p_pledge->>'method', p_at,
        p_pledge->'hungry', (p_pledge->>'at_most')::bigint, p_pledge->>'limited_by');
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
        CASE WHEN v_amount > 0 THEN (p_match->>'base')::bigint ELSE 0 END, 0, 0, 0, '0', p_match->'splits', p_match->>'currency', p_match->>'state',
        p_match->>'state', (p_match->>'due_before')::bigint, (p_match->>'due_after')::bigint, p_match->>'bound',
        (p_match->>'pool_before')::bigint, (p_match->>'pool_after')::bigint, v_transfer)
    RETURNING id INTO v_match_id;
    INSERT INTO funding_matchcause (match_id, kind, ref, amount_before_minor, amount_after_minor, base_after_minor, at)
    VALUES (v_match_id, 'pledge', p_match->>'ref', 0, v_amount, (p_match->>'base')::bigint, p_at);
    RETURN v_match_id;
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
CREATE TRIGGER fund_event_immutable BEFORE UPDATE OR DELETE ON funding_fundevent
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
DROP TRIGGER fund_event_immutable ON funding_fundevent;
DROP TRIGGER approval_immutable ON funding_matchapproval;
DROP TRIGGER cause_immutable ON funding_matchcause;
DROP TRIGGER rule_immutable ON funding_matchingrule;
DROP FUNCTION funding_refuse_change();
DROP FUNCTION funding_book_pledge(jsonb, jsonb, jsonb, jsonb, timestamptz);
"""


class Migration(migrations.Migration):
    dependencies = [("funding", "0001_initial"), ("ledger", "0002_posting_function")]
    operations = [migrations.RunSQL(CREATE, DROP)]
