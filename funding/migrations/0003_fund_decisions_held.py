"""Two people for what changes a fund, and one fund for a campaign unless several are declared: held in the database."""

from django.db import migrations

CREATE = """
CREATE FUNCTION funding_manages(p_user bigint, p_fund bigint) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (SELECT 1 FROM funding_fundmanager WHERE fund_id = p_fund AND user_id = p_user);
$$;

CREATE FUNCTION funding_acts_for(p_deputy bigint, p_manager bigint, p_fund bigint) RETURNS boolean
LANGUAGE sql STABLE AS $$
    SELECT p_manager IS NULL OR EXISTS (
        SELECT 1 FROM funding_funddeputy WHERE fund_id = p_fund AND deputy_id = p_deputy AND manager_id = p_manager
           AND ended_at IS NULL);
$$;

CREATE FUNCTION funding_proposal_held() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    v_fund funding_fund;
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.state <> 'proposed' OR NOT funding_manages(NEW.proposed_by_id, NEW.fund_id)
           OR NOT funding_acts_for(NEW.proposed_by_id, NEW.proposed_for_id, NEW.fund_id) THEN
            RAISE EXCEPTION 'a manager of the fund proposes, for nobody but who named a deputy'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'proposal_by_a_manager';
        END IF;
        RETURN NEW;
    END IF;
    IF OLD.state <> 'proposed' OR
       (NEW.fund_id, NEW.kind, NEW.subject_ref, NEW.payload, NEW.amount_minor, NEW.proposed_by_id, NEW.proposed_for_id)
       IS DISTINCT FROM
       (OLD.fund_id, OLD.kind, OLD.subject_ref, OLD.payload, OLD.amount_minor, OLD.proposed_by_id, OLD.proposed_for_id)
    THEN
        RAISE EXCEPTION 'what was proposed is not changed, nor is a decision' USING ERRCODE = 'restrict_violation';
    END IF;
    IF NEW.state <> 'approved' THEN
        RETURN NEW;
    END IF;
    IF NOT funding_manages(NEW.decided_by_id, NEW.fund_id)
       OR NOT funding_acts_for(NEW.decided_by_id, NEW.decided_for_id, NEW.fund_id) THEN
        RAISE EXCEPTION 'a manager of the fund decides, for nobody but who named a deputy'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'proposal_by_a_manager';
    END IF;
    SELECT * INTO v_fund FROM funding_fund WHERE id = NEW.fund_id;
    IF NEW.alone AND NOT (
        (v_fund.state = 'draft' AND NEW.kind IN ('rule', 'deposit', 'settings'))
        OR (NEW.kind = 'manager' AND (SELECT count(*) FROM funding_fundmanager WHERE fund_id = NEW.fund_id) < 2)
        OR (NEW.kind IN ('deposit', 'write_off') AND NEW.amount_minor > 0
            AND NEW.amount_minor < v_fund.solo_below_minor)) THEN
        RAISE EXCEPTION 'one person is not enough for this'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'proposal_alone_below_threshold';
    END IF;
    -- Neither the hand nor the name of a signature may come twice.
    IF NOT NEW.alone AND ARRAY[NEW.proposed_by_id, NEW.proposed_for_id] && ARRAY[NEW.decided_by_id]
       OR NOT NEW.alone AND NEW.decided_for_id IN (NEW.proposed_by_id, NEW.proposed_for_id) THEN
        RAISE EXCEPTION 'nobody decides what they proposed'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'proposal_four_eyes';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER proposal_held BEFORE INSERT OR UPDATE ON funding_fundproposal
    FOR EACH ROW EXECUTE FUNCTION funding_proposal_held();
CREATE FUNCTION funding_keep_decision() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'rows of % are never changed', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER proposal_kept BEFORE DELETE ON funding_fundproposal
    FOR EACH ROW EXECUTE FUNCTION funding_keep_decision();
CREATE TRIGGER remainder_share_immutable BEFORE UPDATE OR DELETE ON funding_remaindershare
    FOR EACH ROW EXECUTE FUNCTION funding_keep_decision();

CREATE TRIGGER fund_package_kept BEFORE UPDATE OR DELETE ON funding_fundpackage
    FOR EACH ROW WHEN (OLD.state = 'ready') EXECUTE FUNCTION funding_keep_decision();

CREATE FUNCTION funding_decided(p_fund bigint, p_kind text, p_subject text) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (SELECT 1 FROM funding_fundproposal
                    WHERE fund_id = p_fund AND kind = p_kind AND subject_ref = p_subject AND state = 'approved');
$$;

CREATE FUNCTION funding_deputy_manages() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT funding_manages(NEW.manager_id, NEW.fund_id) OR NOT funding_manages(NEW.deputy_id, NEW.fund_id) THEN
        RAISE EXCEPTION 'a deputy manages the fund, as does who is away'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'deputy_is_a_manager';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER deputy_manages BEFORE INSERT OR UPDATE OF manager_id, deputy_id, fund_id ON funding_funddeputy
    FOR EACH ROW EXECUTE FUNCTION funding_deputy_manages();

CREATE FUNCTION funding_holds_money(p_fund bigint, p_ref text) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (
        SELECT 1 FROM ledger_account a JOIN ledger_balance b ON b.account_id = a.id
         WHERE (a.kind = 'fund_pool' AND a.owner_ref = p_ref OR a.kind = 'match_money' AND a.owner_ref IN (
                  SELECT public_id FROM funding_fundcampaign WHERE fund_id = p_fund))
           AND (b.credits_posted <> b.debits_posted OR b.debits_pending <> 0 OR b.credits_pending <> 0));
$$;

CREATE FUNCTION funding_fund_steps() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.state = 'open' AND NOT funding_decided(NEW.id, 'open', '')
       OR NEW.state = 'closing' AND NOT funding_decided(NEW.id, 'close', '') THEN
        RAISE EXCEPTION 'two people open and close a fund'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'fund_step_by_two';
    END IF;
    IF NEW.state = 'closed' AND (OLD.state <> 'closing' OR funding_holds_money(NEW.id, NEW.public_id)) THEN
        RAISE EXCEPTION 'a closed fund holds nothing'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'fund_closed_holds_nothing';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER fund_steps BEFORE UPDATE OF state ON funding_fund
    FOR EACH ROW WHEN (OLD.state <> NEW.state) EXECUTE FUNCTION funding_fund_steps();

CREATE FUNCTION funding_deposit_by_two() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (SELECT state FROM funding_fund WHERE id = NEW.fund_id) <> 'draft'
       AND NOT funding_decided(NEW.fund_id, 'deposit', NEW.public_id)
       AND NOT EXISTS (SELECT 1 FROM funding_fundproposal p
                        WHERE p.id = NEW.rolled_over_by_id AND p.kind = 'remainder' AND p.state = 'approved') THEN
        RAISE EXCEPTION 'two people book money into an open fund'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'deposit_by_two';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER deposit_by_two BEFORE UPDATE OF state ON funding_deposit
    FOR EACH ROW WHEN (OLD.state <> NEW.state AND NEW.state = 'received') EXECUTE FUNCTION funding_deposit_by_two();

-- Whatever the service writes names who has approved it.
CREATE FUNCTION funding_rule_by_two() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (SELECT state FROM funding_fund WHERE id = NEW.fund_id) <> 'draft' AND NOT EXISTS (
        SELECT 1 FROM funding_fundproposal p WHERE p.id = NEW.proposal_id AND p.fund_id = NEW.fund_id
           AND p.kind = 'rule' AND p.state = 'approved' AND p.decided_by_id = NEW.approved_by_id) THEN
        RAISE EXCEPTION 'two people change the rule of an open fund'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'rule_by_two';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER rule_by_two BEFORE INSERT ON funding_matchingrule
    FOR EACH ROW WHEN (NEW.approved_by_id IS NOT NULL) EXECUTE FUNCTION funding_rule_by_two();

CREATE FUNCTION funding_deposit_purpose_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'what a deposit is for is never changed' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER deposit_purpose_kept BEFORE UPDATE ON funding_deposit FOR EACH ROW
    WHEN ((NEW.earmark, NEW.priority, NEW.sponsor_id) IS DISTINCT FROM (OLD.earmark, OLD.priority, OLD.sponsor_id))
    EXECUTE FUNCTION funding_deposit_purpose_kept();

-- A second fund needs the programme's word on how funds stack. The lock makes two that are taken in at once take turns.
CREATE FUNCTION funding_position_stacks() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM funding_campaign WHERE id = NEW.campaign_id FOR NO KEY UPDATE;
    IF EXISTS (SELECT 1 FROM funding_fundcampaign
                WHERE campaign_id = NEW.campaign_id AND id <> NEW.id AND state IN ('accepted', 'suspended'))
       AND NOT EXISTS (
        SELECT 1 FROM funding_campaign c JOIN programmes_project p ON p.id = c.project_id
          JOIN programmes_cohort h ON h.id = p.cohort_id JOIN funding_programmestacking s ON s.programme_id = h.programme_id
         WHERE c.id = NEW.campaign_id) THEN
        RAISE EXCEPTION 'several funds top a campaign up only where its programme says how'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'position_one_fund_a_campaign';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER position_stacks BEFORE INSERT OR UPDATE OF state ON funding_fundcampaign
    FOR EACH ROW WHEN (NEW.state IN ('accepted', 'suspended')) EXECUTE FUNCTION funding_position_stacks();

CREATE TRIGGER stacking_kept BEFORE DELETE ON funding_programmestacking
    FOR EACH ROW EXECUTE FUNCTION funding_keep_decision();
"""

DROP = """
DROP TRIGGER stacking_kept ON funding_programmestacking;
DROP TRIGGER position_stacks ON funding_fundcampaign;
DROP FUNCTION funding_position_stacks();
DROP TRIGGER deposit_purpose_kept ON funding_deposit;
DROP FUNCTION funding_deposit_purpose_kept();
DROP TRIGGER rule_by_two ON funding_matchingrule;
DROP FUNCTION funding_rule_by_two();
DROP TRIGGER deposit_by_two ON funding_deposit;
DROP FUNCTION funding_deposit_by_two();
DROP TRIGGER fund_steps ON funding_fund;
DROP FUNCTION funding_fund_steps();
DROP FUNCTION funding_holds_money(bigint, text);
DROP TRIGGER deputy_manages ON funding_funddeputy;
DROP FUNCTION funding_deputy_manages();
DROP FUNCTION funding_decided(bigint, text, text);
DROP TRIGGER fund_package_kept ON funding_fundpackage;
DROP TRIGGER remainder_share_immutable ON funding_remaindershare;
DROP TRIGGER proposal_kept ON funding_fundproposal;
DROP FUNCTION funding_keep_decision();
DROP TRIGGER proposal_held ON funding_fundproposal;
DROP FUNCTION funding_proposal_held();
DROP FUNCTION funding_acts_for(bigint, bigint, bigint);
DROP FUNCTION funding_manages(bigint, bigint);
"""


class Migration(migrations.Migration):
    dependencies = [("funding", "0002_money_functions")]
    operations = [migrations.RunSQL(CREATE, DROP)]
