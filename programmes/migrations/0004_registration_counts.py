"""Registrations are counted as they come: to count the rows under the lock of the sprint made each dearer than the last."""

from django.db import migrations

# Once a statement, not once a row: a transaction that writes thousands would leave as many dead rows of the counter.
CREATE = """
ALTER TABLE programmes_registrationcount SET (fillfactor = 50);

CREATE FUNCTION programmes_registrations_add(of_sprint bigint, d_registered bigint, d_beyond bigint, d_held bigint, d_waiting bigint)
RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    -- The lock of all who give places, taken before the counter's own: so the order of the two is always the same.
    PERFORM 1 FROM programmes_sprint WHERE id = of_sprint FOR NO KEY UPDATE;
    UPDATE programmes_registrationcount SET registered = registered + d_registered, beyond = beyond + d_beyond,
        held = held + d_held, waiting = waiting + d_waiting WHERE sprint_id = of_sprint;
    IF NOT FOUND THEN
        INSERT INTO programmes_registrationcount (sprint_id, registered, beyond, held, waiting)
        VALUES (of_sprint, d_registered, d_beyond, d_held, d_waiting);
    END IF;
END $$;

CREATE FUNCTION programmes_registrations_counted() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE changed record;
BEGIN
    IF TG_OP = 'INSERT' THEN
        FOR changed IN
            SELECT sprint_id, count(*) FILTER (WHERE state = 'registered') AS registered, count(*) FILTER (WHERE beyond) AS beyond,
                count(*) FILTER (WHERE state IN ('offered', 'consent')) AS held, count(*) FILTER (WHERE state = 'waiting') AS waiting
            FROM new_rows GROUP BY sprint_id ORDER BY sprint_id
        LOOP
            PERFORM programmes_registrations_add(changed.sprint_id, changed.registered, changed.beyond, changed.held, changed.waiting);
        END LOOP;
    ELSIF TG_OP = 'DELETE' THEN
        FOR changed IN
            SELECT sprint_id, count(*) FILTER (WHERE state = 'registered') AS registered, count(*) FILTER (WHERE beyond) AS beyond,
                count(*) FILTER (WHERE state IN ('offered', 'consent')) AS held, count(*) FILTER (WHERE state = 'waiting') AS waiting
            FROM old_rows GROUP BY sprint_id ORDER BY sprint_id
        LOOP
            PERFORM programmes_registrations_add(changed.sprint_id, -changed.registered, -changed.beyond, -changed.held, -changed.waiting);
        END LOOP;
    ELSE
        FOR changed IN
            SELECT * FROM (
                SELECT sprint_id, coalesce(sum(n) FILTER (WHERE state = 'registered'), 0)::bigint AS registered,
                    coalesce(sum(n) FILTER (WHERE beyond), 0)::bigint AS beyond,
                    coalesce(sum(n) FILTER (WHERE state IN ('offered', 'consent')), 0)::bigint AS held,
                    coalesce(sum(n) FILTER (WHERE state = 'waiting'), 0)::bigint AS waiting
                FROM (SELECT sprint_id, state, beyond, 1 AS n FROM new_rows UNION ALL SELECT sprint_id, state, beyond, -1 FROM old_rows) AS changes
                GROUP BY sprint_id
            ) AS summed
            WHERE registered <> 0 OR beyond <> 0 OR held <> 0 OR waiting <> 0 ORDER BY sprint_id
        LOOP
            PERFORM programmes_registrations_add(changed.sprint_id, changed.registered, changed.beyond, changed.held, changed.waiting);
        END LOOP;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER registrations_counted_insert AFTER INSERT ON programmes_registration
    REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION programmes_registrations_counted();
CREATE TRIGGER registrations_counted_update AFTER UPDATE ON programmes_registration
    REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION programmes_registrations_counted();
CREATE TRIGGER registrations_counted_delete AFTER DELETE ON programmes_registration
    REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION programmes_registrations_counted();

CREATE FUNCTION programmes_sprint_has_place() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    most integer;
    taken integer := NEW.registered + NEW.held - NEW.beyond;
BEGIN
    IF TG_OP = 'UPDATE' AND taken <= OLD.registered + OLD.held - OLD.beyond THEN
        RETURN NEW;
    END IF;
    SELECT capacity INTO most FROM programmes_sprint WHERE id = NEW.sprint_id FOR NO KEY UPDATE;
    IF taken > most THEN
        RAISE EXCEPTION 'sprint % is full', NEW.sprint_id USING ERRCODE = 'check_violation', CONSTRAINT = 'sprint_has_place';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER sprint_has_place BEFORE INSERT OR UPDATE ON programmes_registrationcount
    FOR EACH ROW EXECUTE FUNCTION programmes_sprint_has_place();

-- A sprint keeps at least as many places as have been given, as a team does; the services lock the sprint first.
CREATE FUNCTION programmes_sprint_capacity_holds() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (SELECT registered + held - beyond FROM programmes_registrationcount WHERE sprint_id = NEW.id) > NEW.capacity THEN
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
DROP TRIGGER sprint_has_place ON programmes_registrationcount;
DROP FUNCTION programmes_sprint_has_place();
DROP TRIGGER registrations_counted_insert ON programmes_registration;
DROP TRIGGER registrations_counted_update ON programmes_registration;
DROP TRIGGER registrations_counted_delete ON programmes_registration;
DROP FUNCTION programmes_registrations_counted();
DROP FUNCTION programmes_registrations_add(bigint, bigint, bigint, bigint, bigint);
"""


class Migration(migrations.Migration):
    dependencies = [("programmes", "0003_challenges_hold")]
    operations = [migrations.RunSQL(CREATE, DROP)]
