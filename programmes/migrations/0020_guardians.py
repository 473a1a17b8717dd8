"""A place is kept until a guardian agrees: it is taken meanwhile."""

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
        WHERE sprint_id = NEW.sprint_id AND state IN ('registered', 'offered', 'consent') AND NOT beyond AND id <> NEW.id
    ) >= most THEN
        RAISE EXCEPTION 'sprint % is full', NEW.sprint_id USING ERRCODE = 'check_violation', CONSTRAINT = 'sprint_has_place';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER sprint_has_place BEFORE INSERT OR UPDATE OF state, sprint_id, beyond ON programmes_registration
    FOR EACH ROW WHEN (NEW.state IN ('registered', 'offered', 'consent') AND NOT NEW.beyond) EXECUTE FUNCTION programmes_sprint_has_place();

CREATE OR REPLACE FUNCTION programmes_sprint_capacity_holds() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (SELECT count(*) FROM programmes_registration WHERE sprint_id = NEW.id AND state IN ('registered', 'offered', 'consent') AND NOT beyond) > NEW.capacity THEN
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


class Migration(migrations.Migration):
    dependencies = [
        ("programmes", "0019_connecting"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="GuardianConsent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(default=backend.core.clock.now, editable=False)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("public_id", backend.core.ids.PublicIdField("gua")),
                ("name", models.CharField(blank=True, max_length=120, verbose_name="name of the guardian")),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="e-mail address of the guardian")),
                ("language", models.CharField(default="de", max_length=2)),
                (
                    "state",
                    models.CharField(
                        choices=[("asked", "was asked"), ("agreed", "has agreed"), ("declined", "has declined")],
                        default="asked",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("answered_at", models.DateTimeField(blank=True, null=True, verbose_name="answered")),
            ],
            options={
                "ordering": ["-created_at", "-id"],
            },
        ),
        migrations.RemoveConstraint(
            model_name="registration",
            name="registration_state_known",
        ),
        migrations.RemoveConstraint(
            model_name="registration",
            name="registration_offer_has_end",
        ),
        migrations.RemoveIndex(
            model_name="registration",
            name="registration_with_place",
        ),
        migrations.RemoveIndex(
            model_name="registration",
            name="registration_offered",
        ),
        migrations.AddField(
            model_name="sprint",
            name="age_limit",
            field=models.PositiveSmallIntegerField(default=0, verbose_name="age from which nobody must agree"),
        ),
        migrations.AddField(
            model_name="sprint",
            name="age_proof",
            field=models.CharField(
                choices=[
                    ("statement", "They say that they are old enough."),
                    ("birth_date", "They enter their date of birth, which is not kept."),
                ],
                default="statement",
                max_length=10,
                verbose_name="how the age is asked",
            ),
        ),
        migrations.AlterField(
            model_name="registration",
            name="state",
            field=models.CharField(
                choices=[
                    ("registered", "has a place"),
                    ("waiting", "on the waiting list"),
                    ("offered", "is offered a place"),
                    ("consent", "waits for a guardian"),
                    ("cancelled", "cancelled"),
                ],
                max_length=10,
                verbose_name="state",
            ),
        ),
        migrations.AddIndex(
            model_name="registration",
            index=models.Index(
                condition=models.Q(("state__in", ("registered", "offered", "consent"))),
                fields=["sprint"],
                name="registration_with_place",
            ),
        ),
        migrations.AddIndex(
            model_name="registration",
            index=models.Index(
                condition=models.Q(("state__in", ("offered", "consent"))),
                fields=["held_until", "id"],
                name="registration_offered",
            ),
        ),
        migrations.AddConstraint(
            model_name="registration",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["registered", "waiting", "offered", "consent", "cancelled"])),
                name="registration_state_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="registration",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("held_until__isnull", False), ("state__in", ("offered", "consent"))),
                    models.Q(models.Q(("state__in", ("offered", "consent")), _negated=True), ("held_until", None)),
                    _connector="OR",
                ),
                name="registration_offer_has_end",
            ),
        ),
        migrations.AddConstraint(
            model_name="sprint",
            constraint=models.CheckConstraint(condition=models.Q(("age_limit__lte", 21)), name="sprint_age_limit_sane"),
        ),
        migrations.AddConstraint(
            model_name="sprint",
            constraint=models.CheckConstraint(
                condition=models.Q(("age_proof__in", ["statement", "birth_date"])), name="sprint_age_proof_known"
            ),
        ),
        migrations.AddField(
            model_name="guardianconsent",
            name="registration",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT, related_name="consent", to="programmes.registration"
            ),
        ),
        migrations.AddConstraint(
            model_name="guardianconsent",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["asked", "agreed", "declined"])), name="guardian_consent_state_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="guardianconsent",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("answered_at", None), ("state", "asked")),
                    models.Q(models.Q(("state", "asked"), _negated=True), ("answered_at__isnull", False)),
                    _connector="OR",
                ),
                name="guardian_consent_answer_has_moment",
            ),
        ),
        migrations.AddConstraint(
            model_name="guardianconsent",
            constraint=models.CheckConstraint(
                condition=models.Q(("state", "declined"), models.Q(("email", ""), _negated=True), _connector="OR"),
                name="guardian_consent_has_address",
            ),
        ),
        migrations.RunSQL(CREATE, DROP),
    ]
