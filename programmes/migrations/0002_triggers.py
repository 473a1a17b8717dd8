"""Rules across rows, held by the database itself: places in teams, points, what was handed in or answered.

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
"""

DROP = """
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
