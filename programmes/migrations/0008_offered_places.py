"""Places that are offered until a deadline: they are taken meanwhile, and the database counts them, too."""

from django.conf import settings
from django.db import migrations, models

CREATE = """
DROP TRIGGER sprint_has_place ON programmes_registration;
CREATE OR REPLACE FUNCTION programmes_sprint_has_place() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE most integer;
BEGIN
    SELECT capacity INTO most FROM programmes_sprint WHERE id = NEW.sprint_id FOR NO KEY UPDATE;
    IF most IS NOT NULL AND (
        SELECT count(*) FROM programmes_registration
        WHERE sprint_id = NEW.sprint_id AND state IN ('registered', 'offered') AND id <> NEW.id
    ) >= most THEN
        RAISE EXCEPTION 'sprint % is full', NEW.sprint_id USING ERRCODE = 'check_violation', CONSTRAINT = 'sprint_has_place';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER sprint_has_place BEFORE INSERT OR UPDATE OF state, sprint_id ON programmes_registration
    FOR EACH ROW WHEN (NEW.state IN ('registered', 'offered')) EXECUTE FUNCTION programmes_sprint_has_place();

CREATE OR REPLACE FUNCTION programmes_sprint_capacity_holds() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (SELECT count(*) FROM programmes_registration WHERE sprint_id = NEW.id AND state IN ('registered', 'offered')) > NEW.capacity THEN
        RAISE EXCEPTION 'sprint % has given more places than that', NEW.id USING ERRCODE = 'check_violation', CONSTRAINT = 'sprint_capacity_holds';
    END IF;
    RETURN NEW;
END $$;
"""
DROP = """
DROP TRIGGER sprint_has_place ON programmes_registration;
CREATE OR REPLACE FUNCTION programmes_sprint_has_place() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE most integer;
BEGIN
    SELECT capacity INTO most FROM programmes_sprint WHERE id = NEW.sprint_id FOR NO KEY UPDATE;
    IF most IS NOT NULL AND (
        SELECT count(*) FROM programmes_registration
        WHERE sprint_id = NEW.sprint_id AND state = 'registered' AND id <> NEW.id
    ) >= most THEN
        RAISE EXCEPTION 'sprint % is full', NEW.sprint_id USING ERRCODE = 'check_violation', CONSTRAINT = 'sprint_has_place';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER sprint_has_place BEFORE INSERT OR UPDATE OF state, sprint_id ON programmes_registration
    FOR EACH ROW WHEN (NEW.state = 'registered') EXECUTE FUNCTION programmes_sprint_has_place();

CREATE OR REPLACE FUNCTION programmes_sprint_capacity_holds() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (SELECT count(*) FROM programmes_registration WHERE sprint_id = NEW.id AND state = 'registered') > NEW.capacity THEN
        RAISE EXCEPTION 'sprint % has given more places than that', NEW.id USING ERRCODE = 'check_violation', CONSTRAINT = 'sprint_capacity_holds';
    END IF;
    RETURN NEW;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("programmes", "0007_announcements"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="registration",
            name="registration_state_known",
        ),
        migrations.RemoveIndex(
            model_name="registration",
            name="registration_with_place",
        ),
        migrations.AddField(
            model_name="registration",
            name="held_until",
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name="place kept until"),
        ),
        migrations.AddField(
            model_name="sprint",
            name="accept_hours",
            field=models.PositiveSmallIntegerField(default=0, verbose_name="hours to accept a place that became free"),
        ),
        migrations.AlterField(
            model_name="registration",
            name="state",
            field=models.CharField(
                choices=[
                    ("registered", "has a place"),
                    ("waiting", "on the waiting list"),
                    ("offered", "is offered a place"),
                    ("cancelled", "cancelled"),
                ],
                max_length=10,
                verbose_name="state",
            ),
        ),
        migrations.AddIndex(
            model_name="registration",
            index=models.Index(
                condition=models.Q(("state__in", ("registered", "offered"))),
                fields=["sprint"],
                name="registration_with_place",
            ),
        ),
        migrations.AddIndex(
            model_name="registration",
            index=models.Index(
                condition=models.Q(("state", "offered")), fields=["held_until", "id"], name="registration_offered"
            ),
        ),
        migrations.AddConstraint(
            model_name="registration",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["registered", "waiting", "offered", "cancelled"])),
                name="registration_state_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="registration",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("held_until__isnull", False), ("state", "offered")),
                    models.Q(models.Q(("state", "offered"), _negated=True), ("held_until", None)),
                    _connector="OR",
                ),
                name="registration_offer_has_end",
            ),
        ),
        migrations.AddConstraint(
            model_name="sprint",
            constraint=models.CheckConstraint(
                condition=models.Q(("accept_hours__lte", 336)), name="sprint_accept_hours_sane"
            ),
        ),
        migrations.RunSQL(CREATE, DROP),
    ]
