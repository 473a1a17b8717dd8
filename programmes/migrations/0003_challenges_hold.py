"""Whoever answers for a challenge goes on doing so, and what was merged stays merged.

Of two organisations that take an idea over, the first one has it. What something was merged into is no merged one
itself, and nothing new hangs on what was merged.
"""

from django.db import migrations

CREATE = """
CREATE FUNCTION programmes_challenge_owner_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'challenge % has an owner', NEW.id
        USING ERRCODE = 'check_violation', CONSTRAINT = 'challenge_owner_stays';
END $$;
CREATE TRIGGER challenge_owner_stays BEFORE UPDATE OF owner_id ON programmes_challenge
    FOR EACH ROW WHEN (OLD.owner_id IS NOT NULL AND NEW.owner_id IS DISTINCT FROM OLD.owner_id)
    EXECUTE FUNCTION programmes_challenge_owner_stays();

CREATE FUNCTION programmes_challenge_merged_once() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE there varchar;
BEGIN
    SELECT state INTO there FROM programmes_challenge WHERE id = NEW.merged_into_id FOR SHARE;
    IF there = 'merged' OR EXISTS (SELECT 1 FROM programmes_challenge WHERE merged_into_id = NEW.id) THEN
        RAISE EXCEPTION 'challenge % would be part of one that is merged', NEW.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'challenge_merged_once';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER challenge_merged_once BEFORE INSERT OR UPDATE OF merged_into_id ON programmes_challenge
    FOR EACH ROW WHEN (NEW.merged_into_id IS NOT NULL) EXECUTE FUNCTION programmes_challenge_merged_once();

CREATE FUNCTION programmes_challenge_not_merged() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (SELECT state FROM programmes_challenge WHERE id = NEW.challenge_id FOR SHARE) = 'merged' THEN
        RAISE EXCEPTION 'challenge % was merged', NEW.challenge_id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'challenge_not_merged';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER challenge_not_merged BEFORE INSERT OR UPDATE OF challenge_id ON programmes_team
    FOR EACH ROW EXECUTE FUNCTION programmes_challenge_not_merged();
CREATE TRIGGER challenge_not_merged BEFORE INSERT OR UPDATE OF challenge_id ON programmes_challengesupport
    FOR EACH ROW EXECUTE FUNCTION programmes_challenge_not_merged();
"""

DROP = """
DROP TRIGGER challenge_not_merged ON programmes_challengesupport;
DROP TRIGGER challenge_not_merged ON programmes_team;
DROP FUNCTION programmes_challenge_not_merged();
DROP TRIGGER challenge_merged_once ON programmes_challenge;
DROP FUNCTION programmes_challenge_merged_once();
DROP TRIGGER challenge_owner_stays ON programmes_challenge;
DROP FUNCTION programmes_challenge_owner_stays();
"""


class Migration(migrations.Migration):
    dependencies = [("programmes", "0002_triggers")]
    operations = [migrations.RunSQL(CREATE, DROP)]
