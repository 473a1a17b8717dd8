"""A juror may abstain from a criterion that allows it: a score without points, which the database takes nowhere else.

The way back forgets abstentions that are no part of the log of votes; the log is never changed.
"""

from django.db import migrations, models

CREATE = """
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
DELETE FROM programmes_score WHERE points IS NULL;
"""


class Migration(migrations.Migration):
    dependencies = [("programmes", "0017_readme_and_slides")]

    operations = [
        migrations.AddField(
            model_name="criterion",
            name="may_abstain",
            field=models.BooleanField(default=False, db_default=False, verbose_name="jurors may abstain"),
        ),
        migrations.AlterField(
            model_name="score",
            name="points",
            field=models.PositiveSmallIntegerField(null=True, verbose_name="points"),
        ),
        migrations.RunSQL(CREATE, DROP),
    ]
