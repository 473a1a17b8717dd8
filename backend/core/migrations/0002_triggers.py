"""The database itself refuses to change what has been written to the audit log."""

from django.db import migrations

CREATE = """
CREATE FUNCTION core_audit_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'the audit log is append-only' USING ERRCODE = 'restrict_violation';
    END IF;
    IF OLD.position IS NOT NULL
       OR (OLD.id, OLD.at, OLD.actor_ref, OLD.action, OLD.object_type, OLD.object_ref, OLD.facts, OLD.content_hash)
          IS DISTINCT FROM
          (NEW.id, NEW.at, NEW.actor_ref, NEW.action, NEW.object_type, NEW.object_ref, NEW.facts, NEW.content_hash) THEN
        RAISE EXCEPTION 'the audit log is append-only' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER audit_append_only BEFORE UPDATE OR DELETE ON core_auditentry
    FOR EACH ROW EXECUTE FUNCTION core_audit_append_only();

CREATE FUNCTION core_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'rows of % are never changed', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER audit_personal_append_only BEFORE UPDATE OR DELETE ON core_auditpersonal
    FOR EACH ROW EXECUTE FUNCTION core_refuse_change();
CREATE TRIGGER audit_seal_append_only BEFORE UPDATE OR DELETE ON core_auditseal
    FOR EACH ROW EXECUTE FUNCTION core_refuse_change();
"""

DROP = """
DROP TRIGGER audit_seal_append_only ON core_auditseal;
DROP TRIGGER audit_personal_append_only ON core_auditpersonal;
DROP FUNCTION core_refuse_change();
DROP TRIGGER audit_append_only ON core_auditentry;
DROP FUNCTION core_audit_append_only();
"""


class Migration(migrations.Migration):
    dependencies = [("core", "0001_initial")]
    operations = [migrations.RunSQL(CREATE, DROP)]
