"""People are linked and excluded by one call each, and cases hold matches even where Python is bypassed."""

from django.db import migrations

CREATE = """
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

-- Why a pledge does not count for a fund's match, or '' if nothing is known against it: its giver is of the team, is the
-- same person as somebody of the team, has paid from what the team or the payee uses, or is of the fund's sponsors.
CREATE FUNCTION funding_exclusion(p_pledge bigint, p_team text[], p_staff text[]) RETURNS text LANGUAGE sql STABLE AS $$
    WITH pledge AS (
        SELECT g.id, g.campaign_id, g.person, c.project_id
          FROM funding_pledge g JOIN funding_campaign c ON c.id = g.campaign_id WHERE g.id = p_pledge
    ), means AS (
        SELECT paid.digest FROM funding_pledgeidentity known
          JOIN funding_pledgeidentity paid ON paid.pledge_id = known.pledge_id AND paid.kind IN ('card', 'iban')
         WHERE known.digest = ANY (p_team)
        UNION
        SELECT unnest(a.means) FROM pledge JOIN funding_payeeaccount a ON a.project_id = pledge.project_id
    ), person AS (
        SELECT i.digest FROM pledge JOIN funding_pledgeidentity i ON i.campaign_id = pledge.campaign_id
          JOIN funding_pledge g ON g.id = i.pledge_id AND g.person = pledge.person
         WHERE i.digest = ANY (p_team || p_staff || ARRAY(SELECT digest FROM means)::text[])
    )
    SELECT CASE
        WHEN EXISTS (SELECT 1 FROM funding_pledgeidentity WHERE pledge_id = p_pledge AND digest = ANY (p_team))
            THEN 'own_team'
        WHEN EXISTS (SELECT 1 FROM person WHERE digest = ANY (p_team) OR digest IN (SELECT digest FROM means))
            THEN 'same_means'
        WHEN EXISTS (SELECT 1 FROM person WHERE digest = ANY (p_staff)) THEN 'sponsor_staff'
        ELSE '' END;
$$;

CREATE FUNCTION funding_match_without_case() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM funding_pledgecase WHERE pledge_id = NEW.pledge_id AND position_id = NEW.position_id
                  AND state <> 'counted') THEN
        RAISE EXCEPTION 'no match is approved or paid while a case about its pledge is open or excludes it'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'match_without_case';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER match_without_case BEFORE INSERT OR UPDATE OF state ON funding_match
    FOR EACH ROW WHEN (NEW.state IN ('approved', 'paid')) EXECUTE FUNCTION funding_match_without_case();

CREATE FUNCTION funding_case_holds() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM funding_match WHERE pledge_id = NEW.pledge_id AND position_id = NEW.position_id
                  AND (state IN ('approved', 'paid') OR (NEW.state = 'excluded' AND state <> 'released'))) THEN
        RAISE EXCEPTION 'a case holds the match of its pledge, and one that excludes ends it'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'case_holds';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER case_holds BEFORE INSERT OR UPDATE OF state ON funding_pledgecase
    FOR EACH ROW WHEN (NEW.state <> 'counted') EXECUTE FUNCTION funding_case_holds();

CREATE FUNCTION funding_case_decided_by_others() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    v_fund bigint;
    v_project bigint;
    v_backer bigint;
BEGIN
    SELECT fc.fund_id, c.project_id, g.backer_id INTO v_fund, v_project, v_backer FROM funding_pledgecase k
      JOIN funding_fundcampaign fc ON fc.id = k.position_id JOIN funding_campaign c ON c.id = fc.campaign_id
      JOIN funding_pledge g ON g.id = k.pledge_id WHERE k.id = NEW.case_id;
    IF NOT EXISTS (SELECT 1 FROM funding_fundmanager WHERE fund_id = v_fund AND user_id = NEW.decided_by_id)
       OR funding_belongs_to_project(NEW.decided_by_id, v_project) OR v_backer = NEW.decided_by_id THEN
        RAISE EXCEPTION 'a case is decided by a manager who neither belongs to the project nor gave the pledge'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'case_decided_by_others';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER case_decided_by_others BEFORE INSERT ON funding_casedecision
    FOR EACH ROW WHEN (NEW.decided_by_id IS NOT NULL) EXECUTE FUNCTION funding_case_decided_by_others();
CREATE FUNCTION funding_case_decision_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'decisions about cases are never changed' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER case_decision_immutable BEFORE UPDATE OR DELETE ON funding_casedecision
    FOR EACH ROW EXECUTE FUNCTION funding_case_decision_refuse_change();
"""

DROP = """
DROP TRIGGER case_decision_immutable ON funding_casedecision;
DROP FUNCTION funding_case_decision_refuse_change();
DROP TRIGGER case_decided_by_others ON funding_casedecision;
DROP FUNCTION funding_case_decided_by_others();
DROP TRIGGER case_holds ON funding_pledgecase;
DROP FUNCTION funding_case_holds();
DROP TRIGGER match_without_case ON funding_match;
DROP FUNCTION funding_match_without_case();
DROP FUNCTION funding_exclusion(bigint, text[], text[]);
DROP FUNCTION funding_person_link(bigint, text[], text[]);
"""


class Migration(migrations.Migration):
    dependencies = [("funding", "0003_fund_decisions_held")]
    operations = [migrations.RunSQL(CREATE, DROP)]
