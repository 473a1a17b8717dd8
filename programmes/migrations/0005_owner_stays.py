"""Whoever answers for a challenge goes on doing so: of two organisations that take an idea over, the first one has it."""

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
"""
DROP = """
DROP TRIGGER challenge_owner_stays ON programmes_challenge;
DROP FUNCTION programmes_challenge_owner_stays();
"""


class Migration(migrations.Migration):
    dependencies = [("programmes", "0004_ideas")]
    operations = [migrations.RunSQL(CREATE, DROP)]
