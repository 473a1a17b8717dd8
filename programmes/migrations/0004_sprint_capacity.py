"""A sprint keeps at least as many places as have been given, as a team does; the services lock the sprint first."""

from django.db import migrations

CREATE = """
CREATE FUNCTION programmes_sprint_capacity_holds() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (SELECT count(*) FROM programmes_registration WHERE sprint_id = NEW.id AND state = 'registered') > NEW.capacity THEN
        RAISE EXCEPTION 'sprint % has given more places than that', NEW.id USING ERRCODE = 'check_violation', CONSTRAINT = 'sprint_capacity_holds';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER sprint_capacity_holds BEFORE UPDATE OF capacity ON programmes_sprint
    FOR EACH ROW WHEN (NEW.capacity IS NOT NULL AND NEW.capacity IS DISTINCT FROM OLD.capacity)
    EXECUTE FUNCTION programmes_sprint_capacity_holds();
"""

DROP = """
DROP TRIGGER sprint_capacity_holds ON programmes_sprint;
DROP FUNCTION programmes_sprint_capacity_holds();
"""


class Migration(migrations.Migration):
    dependencies = [("programmes", "0003_milestone_review_note")]
    operations = [migrations.RunSQL(CREATE, DROP)]
