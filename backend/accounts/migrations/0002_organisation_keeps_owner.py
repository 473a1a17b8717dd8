"""An organisation with people in it has an owner; held by the database itself, at the end of each transaction.

Deferred, since a handing over is two steps. Locks the organisation before it looks, so two owners cannot both leave.
"""

from django.db import migrations

CREATE = """
CREATE FUNCTION accounts_organisation_keeps_owner() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM accounts_organisation WHERE id = OLD.organisation_id FOR NO KEY UPDATE;
    IF EXISTS (SELECT 1 FROM accounts_membership WHERE organisation_id = OLD.organisation_id)
        AND NOT EXISTS (SELECT 1 FROM accounts_membership WHERE organisation_id = OLD.organisation_id AND role = 'owner')
    THEN
        RAISE EXCEPTION 'organisation % has no owner any more', OLD.organisation_id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'organisation_keeps_owner';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER organisation_keeps_owner AFTER DELETE OR UPDATE OF role, organisation_id ON accounts_membership
    DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW WHEN (OLD.role = 'owner') EXECUTE FUNCTION accounts_organisation_keeps_owner();
"""
DROP = """
DROP TRIGGER organisation_keeps_owner ON accounts_membership;
DROP FUNCTION accounts_organisation_keeps_owner();
"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]

    operations = [migrations.RunSQL(CREATE, DROP)]
