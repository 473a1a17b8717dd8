"""A jury's votes and what they follow: a log that is never changed, methods named beforehand, one stage after the other.

A vote and a change of the method both lock the sprint, so that one of them comes first: a vote comes before the end of
its stage or not at all.
"""

from django.db import migrations

CREATE = """
CREATE FUNCTION programmes_vote_follows() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    before text;
BEGIN
    IF NEW.comparison_id IS NULL THEN
        before := (SELECT kind FROM programmes_vote WHERE review_id = NEW.review_id AND id < NEW.id ORDER BY id DESC LIMIT 1);
    ELSE
        before := (SELECT kind FROM programmes_vote WHERE comparison_id = NEW.comparison_id AND id < NEW.id ORDER BY id DESC LIMIT 1);
    END IF;
    IF NEW.kind <> ALL (CASE
        WHEN NEW.comparison_id IS NOT NULL THEN
            CASE WHEN before = 'compared' THEN ARRAY['withdrawn'] ELSE ARRAY['compared'] END
        WHEN before IS NULL THEN ARRAY['assigned']
        WHEN before IN ('assigned', 'reopened') THEN ARRAY['submitted', 'recused']
        WHEN before = 'submitted' THEN ARRAY['reopened', 'recused']
        ELSE ARRAY[]::text[] END)
    THEN
        RAISE EXCEPTION 'a vote cannot be % after %', NEW.kind, before USING ERRCODE = 'check_violation', CONSTRAINT = 'vote_follows';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER vote_follows AFTER INSERT ON programmes_vote FOR EACH ROW EXECUTE FUNCTION programmes_vote_follows();

CREATE FUNCTION programmes_vote_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a vote is never changed' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER vote_stays BEFORE UPDATE OR DELETE ON programmes_vote FOR EACH ROW EXECUTE FUNCTION programmes_vote_stays();

CREATE FUNCTION programmes_method_named_beforehand() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    row jsonb;
    of_sprint bigint;
    of_stage smallint;
    now_in smallint;
BEGIN
    FOR row IN SELECT one FROM unnest(ARRAY[to_jsonb(OLD), to_jsonb(NEW)]) AS one WHERE one IS NOT NULL LOOP
        IF row ? 'method_id' THEN
            SELECT sprint_id, stage INTO of_sprint, of_stage
                FROM programmes_selectionmethod WHERE id = (row ->> 'method_id')::bigint;
        ELSE
            of_sprint := (row ->> 'sprint_id')::bigint;
            of_stage := (row ->> 'stage')::smallint;
        END IF;
        SELECT jury_stage INTO now_in FROM programmes_sprint WHERE id = of_sprint FOR NO KEY UPDATE;
        IF of_stage < now_in THEN
            RAISE EXCEPTION 'stage % of sprint % is over', of_stage, of_sprint
                USING ERRCODE = 'check_violation', CONSTRAINT = 'method_named_beforehand';
        END IF;
        IF TG_OP = 'DELETE' AND NOT row ? 'method_id' AND of_stage > 1 AND of_stage = now_in THEN
            RAISE EXCEPTION 'the jury of sprint % is in stage %', of_sprint, of_stage
                USING ERRCODE = 'check_violation', CONSTRAINT = 'method_of_current_stage';
        END IF;
        IF EXISTS (
            SELECT 1 FROM programmes_vote v
            JOIN programmes_review r ON r.id = v.review_id JOIN programmes_solution s ON s.id = r.solution_id
            WHERE v.kind = 'submitted' AND s.sprint_id = of_sprint AND r.stage = of_stage)
        THEN
            RAISE EXCEPTION 'a review of sprint % was submitted', of_sprint
                USING ERRCODE = 'check_violation', CONSTRAINT = 'method_named_beforehand';
        END IF;
        IF EXISTS (
            SELECT 1 FROM programmes_comparison c JOIN programmes_solution s ON s.id = c.first_id
            WHERE s.sprint_id = of_sprint AND c.stage = of_stage)
        THEN
            RAISE EXCEPTION 'solutions of sprint % were compared', of_sprint
                USING ERRCODE = 'check_violation', CONSTRAINT = 'method_named_beforehand';
        END IF;
    END LOOP;
    RETURN COALESCE(NEW, OLD);
END $$;
CREATE TRIGGER method_named_beforehand BEFORE INSERT OR UPDATE OR DELETE ON programmes_selectionmethod
    FOR EACH ROW EXECUTE FUNCTION programmes_method_named_beforehand();
CREATE TRIGGER method_named_beforehand BEFORE INSERT OR UPDATE OR DELETE ON programmes_trackquota
    FOR EACH ROW EXECUTE FUNCTION programmes_method_named_beforehand();

CREATE FUNCTION programmes_vote_after_method() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    of_sprint bigint;
    of_stage smallint;
    now_in smallint;
BEGIN
    IF NEW.comparison_id IS NULL THEN
        SELECT s.sprint_id, r.stage INTO of_sprint, of_stage
            FROM programmes_review r JOIN programmes_solution s ON s.id = r.solution_id WHERE r.id = NEW.review_id;
    ELSE
        SELECT s.sprint_id, c.stage INTO of_sprint, of_stage
            FROM programmes_comparison c JOIN programmes_solution s ON s.id = c.first_id WHERE c.id = NEW.comparison_id;
    END IF;
    SELECT jury_stage INTO now_in FROM programmes_sprint WHERE id = of_sprint FOR SHARE;
    IF of_stage <> now_in THEN
        RAISE EXCEPTION 'a vote of stage % while the jury is in stage %', of_stage, now_in
            USING ERRCODE = 'check_violation', CONSTRAINT = 'vote_of_current_stage';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER vote_after_method BEFORE INSERT ON programmes_vote
    FOR EACH ROW EXECUTE FUNCTION programmes_vote_after_method();

CREATE FUNCTION programmes_decision_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'what was decided is never changed' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER decision_stays BEFORE UPDATE OR DELETE ON programmes_decision
    FOR EACH ROW EXECUTE FUNCTION programmes_decision_stays();
CREATE TRIGGER stage_pass_stays BEFORE UPDATE OR DELETE ON programmes_stagepass
    FOR EACH ROW EXECUTE FUNCTION programmes_decision_stays();

CREATE FUNCTION programmes_comparison_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND (NEW.first_id, NEW.second_id, NEW.juror_id, NEW.stage) = (OLD.first_id, OLD.second_id, OLD.juror_id, OLD.stage) THEN
        RETURN NEW;
    END IF;
    IF TG_OP <> 'INSERT' THEN
        RAISE EXCEPTION 'a comparison stays one of the same two' USING ERRCODE = 'restrict_violation';
    END IF;
    IF (SELECT sprint_id FROM programmes_solution WHERE id = NEW.first_id)
        <> (SELECT sprint_id FROM programmes_solution WHERE id = NEW.second_id)
    THEN
        RAISE EXCEPTION 'solutions of two sprints are not compared'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'comparison_of_one_sprint';
    END IF;
    -- As a submitted review does: it comes before the method or after it, never both.
    PERFORM 1 FROM programmes_sprint WHERE id = (SELECT sprint_id FROM programmes_solution WHERE id = NEW.first_id) FOR SHARE;
    RETURN NEW;
END $$;
CREATE TRIGGER comparison_stays BEFORE INSERT OR DELETE OR UPDATE OF first_id, second_id, juror_id, stage
    ON programmes_comparison FOR EACH ROW EXECUTE FUNCTION programmes_comparison_stays();

CREATE FUNCTION programmes_jury_stage_moves_on() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the jury goes from stage % to the next one', OLD.jury_stage
        USING ERRCODE = 'check_violation', CONSTRAINT = 'jury_stage_moves_on';
END $$;
CREATE TRIGGER jury_stage_moves_on BEFORE UPDATE OF jury_stage ON programmes_sprint
    FOR EACH ROW WHEN (NEW.jury_stage NOT IN (OLD.jury_stage, OLD.jury_stage + 1))
    EXECUTE FUNCTION programmes_jury_stage_moves_on();

CREATE FUNCTION programmes_abstained_where_allowed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT (SELECT may_abstain FROM programmes_criterion WHERE id = NEW.criterion_id) THEN
        RAISE EXCEPTION 'nobody abstains from criterion %', NEW.criterion_id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'abstained_where_allowed';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER abstained_where_allowed BEFORE INSERT OR UPDATE ON programmes_score
    FOR EACH ROW WHEN (NEW.points IS NULL) EXECUTE FUNCTION programmes_abstained_where_allowed();
"""

DROP = """
DROP TRIGGER abstained_where_allowed ON programmes_score;
DROP FUNCTION programmes_abstained_where_allowed();
DROP TRIGGER jury_stage_moves_on ON programmes_sprint;
DROP FUNCTION programmes_jury_stage_moves_on();
DROP TRIGGER comparison_stays ON programmes_comparison;
DROP FUNCTION programmes_comparison_stays();
DROP TRIGGER stage_pass_stays ON programmes_stagepass;
DROP TRIGGER decision_stays ON programmes_decision;
DROP FUNCTION programmes_decision_stays();
DROP TRIGGER vote_after_method ON programmes_vote;
DROP FUNCTION programmes_vote_after_method();
DROP TRIGGER method_named_beforehand ON programmes_trackquota;
DROP TRIGGER method_named_beforehand ON programmes_selectionmethod;
DROP FUNCTION programmes_method_named_beforehand();
DROP TRIGGER vote_stays ON programmes_vote;
DROP FUNCTION programmes_vote_stays();
DROP TRIGGER vote_follows ON programmes_vote;
DROP FUNCTION programmes_vote_follows();
"""


class Migration(migrations.Migration):
    dependencies = [("programmes", "0004_registration_counts")]

    operations = [migrations.RunSQL(CREATE, DROP)]
