"""Checking in at the door, people beyond the places, who take none of them, and certificates."""

import backend.core.clock
import backend.core.ids
import django.db.models.deletion
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
        WHERE sprint_id = NEW.sprint_id AND state IN ('registered', 'offered') AND NOT beyond AND id <> NEW.id
    ) >= most THEN
        RAISE EXCEPTION 'sprint % is full', NEW.sprint_id USING ERRCODE = 'check_violation', CONSTRAINT = 'sprint_has_place';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER sprint_has_place BEFORE INSERT OR UPDATE OF state, sprint_id, beyond ON programmes_registration
    FOR EACH ROW WHEN (NEW.state IN ('registered', 'offered') AND NOT NEW.beyond) EXECUTE FUNCTION programmes_sprint_has_place();

CREATE OR REPLACE FUNCTION programmes_sprint_capacity_holds() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (SELECT count(*) FROM programmes_registration WHERE sprint_id = NEW.id AND state IN ('registered', 'offered') AND NOT beyond) > NEW.capacity THEN
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


class Migration(migrations.Migration):
    dependencies = [
        ("programmes", "0009_registration_forms"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Certificate",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(default=backend.core.clock.now, editable=False)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("public_id", backend.core.ids.PublicIdField("crt")),
                ("code", models.CharField(editable=False, max_length=16, unique=True)),
                ("name", models.CharField(max_length=120, verbose_name="name on the certificate")),
            ],
            options={
                "ordering": ["-created_at", "-id"],
            },
        ),
        migrations.AddField(
            model_name="registration",
            name="beyond",
            field=models.BooleanField(default=False, editable=False, verbose_name="beyond the places"),
        ),
        migrations.AddField(
            model_name="registration",
            name="checked_in_at",
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name="checked in"),
        ),
        migrations.AddField(
            model_name="sprint",
            name="certificates",
            field=models.CharField(
                choices=[
                    ("nobody", "nobody"),
                    ("checked_in", "who was checked in"),
                    ("handed_in", "who was in a team that handed in"),
                ],
                default="nobody",
                max_length=12,
                verbose_name="who gets a certificate",
            ),
        ),
        migrations.AddField(
            model_name="sprint",
            name="walk_ins_beyond",
            field=models.BooleanField(default=False, verbose_name="people at the door may come in beyond the places"),
        ),
        migrations.AlterField(
            model_name="programmerole",
            name="role",
            field=models.CharField(
                choices=[
                    ("organiser", "Organiser"),
                    ("juror", "Juror"),
                    ("coach", "Coach"),
                    ("curator", "Curator"),
                    ("helper", "Helper at the door"),
                ],
                max_length=12,
                verbose_name="role",
            ),
        ),
        migrations.AddIndex(
            model_name="registration",
            index=models.Index(
                condition=models.Q(("checked_in_at__isnull", False)), fields=["sprint"], name="registration_checked_in"
            ),
        ),
        migrations.AddConstraint(
            model_name="registration",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state", "registered"), models.Q(("beyond", False), ("checked_in_at", None)), _connector="OR"
                ),
                name="registration_at_door_has_place",
            ),
        ),
        migrations.AddConstraint(
            model_name="sprint",
            constraint=models.CheckConstraint(
                condition=models.Q(("certificates__in", ["nobody", "checked_in", "handed_in"])),
                name="sprint_certificates_known",
            ),
        ),
        migrations.AddField(
            model_name="certificate",
            name="registration",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT, related_name="certificate", to="programmes.registration"
            ),
        ),
        migrations.RunSQL(CREATE, DROP),
    ]
