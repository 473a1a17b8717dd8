"""Rules across rows, held by the database itself: places in teams, points, what was handed in or answered or said.

Each locks the row whose limit it holds before it counts, so two connections cannot both take the last place.
"""

from django.db import migrations

CREATE = """
CREATE FUNCTION programmes_team_has_place() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE most integer; taken integer;
BEGIN
    SELECT size_limit INTO most FROM programmes_team WHERE id = NEW.team_id FOR NO KEY UPDATE;
    SELECT count(*) INTO taken FROM programmes_teammember WHERE team_id = NEW.team_id AND left_at IS NULL AND id <> NEW.id;
    IF taken >= most THEN
        RAISE EXCEPTION 'team % is full', NEW.team_id USING ERRCODE = 'check_violation', CONSTRAINT = 'team_has_place';
    END IF;
    -- By the clock of who writes: the row says when it was made.
    IF TG_OP = 'INSERT' AND taken + (
        SELECT count(*) FROM programmes_placehold
        WHERE team_id = NEW.team_id AND user_id <> NEW.user_id AND held_at <= NEW.created_at AND until > NEW.created_at
    ) >= most THEN
        RAISE EXCEPTION 'the last place of team % is held', NEW.team_id USING ERRCODE = 'check_violation', CONSTRAINT = 'team_has_place';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER team_has_place BEFORE INSERT OR UPDATE OF left_at, team_id ON programmes_teammember
    FOR EACH ROW WHEN (NEW.left_at IS NULL) EXECUTE FUNCTION programmes_team_has_place();

CREATE FUNCTION programmes_hold_has_place() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE most integer;
BEGIN
    SELECT size_limit INTO most FROM programmes_team WHERE id = NEW.team_id FOR NO KEY UPDATE;
    IF (SELECT count(*) FROM programmes_teammember WHERE team_id = NEW.team_id AND left_at IS NULL) + (
        SELECT count(*) FROM programmes_placehold WHERE team_id = NEW.team_id AND id <> NEW.id AND until > NEW.held_at
    ) >= most THEN
        RAISE EXCEPTION 'team % has no place to hold', NEW.team_id USING ERRCODE = 'check_violation', CONSTRAINT = 'hold_has_place';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER hold_has_place BEFORE INSERT OR UPDATE OF team_id, held_at, until ON programmes_placehold
    FOR EACH ROW EXECUTE FUNCTION programmes_hold_has_place();

CREATE FUNCTION programmes_team_limit_holds() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (SELECT count(*) FROM programmes_teammember WHERE team_id = NEW.id AND left_at IS NULL) > NEW.size_limit THEN
        RAISE EXCEPTION 'team % has more members than that', NEW.id USING ERRCODE = 'check_violation', CONSTRAINT = 'team_limit_holds';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER team_limit_holds BEFORE UPDATE OF size_limit ON programmes_team
    FOR EACH ROW WHEN (NEW.size_limit < OLD.size_limit) EXECUTE FUNCTION programmes_team_limit_holds();

CREATE FUNCTION programmes_points_within() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.points > (SELECT max_points FROM programmes_criterion WHERE id = NEW.criterion_id) THEN
        RAISE EXCEPTION 'more points than the criterion has' USING ERRCODE = 'check_violation', CONSTRAINT = 'points_within';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER points_within BEFORE INSERT OR UPDATE ON programmes_score
    FOR EACH ROW EXECUTE FUNCTION programmes_points_within();

CREATE FUNCTION programmes_handed_in_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a version that was handed in is never changed' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER handed_in_stays BEFORE UPDATE ON programmes_solutionversion
    FOR EACH ROW WHEN (OLD.handed_in_at IS NOT NULL AND
        (OLD.handed_in_at, OLD.number, OLD.title, OLD.summary, OLD.body, OLD.language, OLD.image, OLD.image_alt, OLD.links, OLD.licence)
        IS DISTINCT FROM
        (NEW.handed_in_at, NEW.number, NEW.title, NEW.summary, NEW.body, NEW.language, NEW.image, NEW.image_alt, NEW.links, NEW.licence))
    EXECUTE FUNCTION programmes_handed_in_stays();

CREATE FUNCTION programmes_answered_form_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM programmes_registrationanswers WHERE form_id = OLD.id) THEN
        RAISE EXCEPTION 'a form that somebody has answered is never changed' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER answered_form_stays BEFORE UPDATE OF definition, sprint_id, number ON programmes_registrationform
    FOR EACH ROW WHEN ((OLD.definition, OLD.sprint_id, OLD.number) IS DISTINCT FROM (NEW.definition, NEW.sprint_id, NEW.number))
    EXECUTE FUNCTION programmes_answered_form_stays();

CREATE FUNCTION programmes_grace_named_beforehand() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM programmes_phase
        WHERE sprint_id = NEW.id AND 'hand_in' = ANY (features) AND ends_at <= clock_timestamp())
        OR EXISTS (SELECT 1 FROM programmes_latehandin WHERE sprint_id = NEW.id)
    THEN
        RAISE EXCEPTION 'the deadline of sprint % has passed', NEW.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'grace_named_beforehand';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER grace_named_beforehand BEFORE UPDATE ON programmes_sprint
    FOR EACH ROW WHEN (OLD.state <> 'draft' AND OLD.grace_minutes IS DISTINCT FROM NEW.grace_minutes)
    EXECUTE FUNCTION programmes_grace_named_beforehand();

CREATE FUNCTION programmes_late_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'who came late is never changed' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER late_stays BEFORE UPDATE OR DELETE ON programmes_latehandin
    FOR EACH ROW EXECUTE FUNCTION programmes_late_stays();

CREATE FUNCTION programmes_log_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a version of a log is never changed' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER log_stays BEFORE UPDATE OR DELETE ON programmes_logversion
    FOR EACH ROW EXECUTE FUNCTION programmes_log_stays();

CREATE FUNCTION programmes_handed_in_has_hash() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'what is handed in is kept with its hash' USING ERRCODE = 'check_violation', CONSTRAINT = 'handed_in_has_hash';
END $$;
CREATE TRIGGER handed_in_has_hash BEFORE UPDATE ON programmes_solutionversion
    FOR EACH ROW WHEN (OLD.handed_in_at IS NULL AND NEW.handed_in_at IS NOT NULL AND NEW.sha256 = '')
    EXECUTE FUNCTION programmes_handed_in_has_hash();

CREATE TRIGGER hash_stays BEFORE UPDATE ON programmes_solutionversion
    FOR EACH ROW WHEN (OLD.handed_in_at IS NOT NULL AND
        (OLD.image_sha256, OLD.late_since, OLD.sha256) IS DISTINCT FROM (NEW.image_sha256, NEW.late_since, NEW.sha256))
    EXECUTE FUNCTION programmes_handed_in_stays();
CREATE TRIGGER slides_stay BEFORE UPDATE ON programmes_solutionversion
    FOR EACH ROW WHEN (OLD.handed_in_at IS NOT NULL AND
        (OLD.slides, OLD.slides_sha256, OLD.slides_bytes, OLD.slides_title)
        IS DISTINCT FROM
        (NEW.slides, NEW.slides_sha256, NEW.slides_bytes, NEW.slides_title))
    EXECUTE FUNCTION programmes_handed_in_stays();
"""

DROP = """
DROP TRIGGER slides_stay ON programmes_solutionversion;
DROP TRIGGER hash_stays ON programmes_solutionversion;
DROP TRIGGER handed_in_has_hash ON programmes_solutionversion;
DROP FUNCTION programmes_handed_in_has_hash();
DROP TRIGGER log_stays ON programmes_logversion;
DROP FUNCTION programmes_log_stays();
DROP TRIGGER late_stays ON programmes_latehandin;
DROP FUNCTION programmes_late_stays();
DROP TRIGGER grace_named_beforehand ON programmes_sprint;
DROP FUNCTION programmes_grace_named_beforehand();
DROP TRIGGER answered_form_stays ON programmes_registrationform;
DROP FUNCTION programmes_answered_form_stays();
DROP TRIGGER handed_in_stays ON programmes_solutionversion;
DROP FUNCTION programmes_handed_in_stays();
DROP TRIGGER points_within ON programmes_score;
DROP FUNCTION programmes_points_within();
DROP TRIGGER hold_has_place ON programmes_placehold;
DROP FUNCTION programmes_hold_has_place();
DROP TRIGGER team_limit_holds ON programmes_team;
DROP FUNCTION programmes_team_limit_holds();
DROP TRIGGER team_has_place ON programmes_teammember;
DROP FUNCTION programmes_team_has_place();
"""


class Migration(migrations.Migration):
    dependencies = [("programmes", "0001_initial")]

    operations = [migrations.RunSQL(CREATE, DROP)]
