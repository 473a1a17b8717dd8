"""A division is carried out by two people and as it was seen, also where Python is bypassed."""

from django.db import migrations

CREATE = """
CREATE FUNCTION funding_allocation_held() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.state <> 'computing' THEN
            RAISE EXCEPTION 'a division is computed first'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'allocation_computed_first';
        END IF;
        RETURN NEW;
    END IF;
    IF (NEW.fund_id, NEW.position_id, NEW.public_id) IS DISTINCT FROM (OLD.fund_id, OLD.position_id, OLD.public_id)
       OR OLD.state <> 'computing' AND
          (NEW.lines, NEW.people, NEW.sequence, NEW.pool_minor, NEW.amount_minor)
          IS DISTINCT FROM (OLD.lines, OLD.people, OLD.sequence, OLD.pool_minor, OLD.amount_minor)
       OR OLD.state = 'committed' THEN
        RAISE EXCEPTION 'the figures of a division are never changed' USING ERRCODE = 'restrict_violation';
    END IF;
    IF NEW.state = 'committed' AND NOT EXISTS (
        SELECT 1 FROM funding_fundproposal p WHERE p.id = NEW.proposal_id AND p.fund_id = NEW.fund_id
           AND p.kind = 'allocation' AND p.subject_ref = NEW.public_id AND p.state = 'approved' AND NOT p.alone) THEN
        RAISE EXCEPTION 'two people divide the money of a fund'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'allocation_by_two';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER allocation_held BEFORE INSERT OR UPDATE ON funding_allocationrun
    FOR EACH ROW EXECUTE FUNCTION funding_allocation_held();
CREATE TRIGGER allocation_kept BEFORE DELETE ON funding_allocationrun
    FOR EACH ROW WHEN (OLD.state = 'committed') EXECUTE FUNCTION funding_keep_decision();
"""

DROP = """
DROP TRIGGER allocation_kept ON funding_allocationrun;
DROP TRIGGER allocation_held ON funding_allocationrun;
DROP FUNCTION funding_allocation_held();
"""


class Migration(migrations.Migration):
    dependencies = [("funding", "0004_who_counts_functions")]
    operations = [migrations.RunSQL(CREATE, DROP)]
