"""What organisers ask at registration, in versions: one that somebody has answered stays as it is."""

import backend.core.clock
import backend.core.ids
import django.db.models.deletion
from django.db import migrations, models

CREATE = """
CREATE FUNCTION programmes_answered_form_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM programmes_registrationanswers WHERE form_id = OLD.id) THEN
        RAISE EXCEPTION 'a form that somebody has answered is never changed' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER answered_form_stays BEFORE UPDATE OF definition, sprint_id, number ON programmes_registrationform
    FOR EACH ROW WHEN ((OLD.definition, OLD.sprint_id, OLD.number) IS DISTINCT FROM (NEW.definition, NEW.sprint_id, NEW.number))
    EXECUTE FUNCTION programmes_answered_form_stays();
"""
DROP = """
DROP TRIGGER answered_form_stays ON programmes_registrationform;
DROP FUNCTION programmes_answered_form_stays();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("programmes", "0008_offered_places"),
    ]

    operations = [
        migrations.CreateModel(
            name="RegistrationForm",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(default=backend.core.clock.now, editable=False)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("public_id", backend.core.ids.PublicIdField("frm")),
                ("number", models.PositiveSmallIntegerField(verbose_name="version")),
                ("definition", models.JSONField()),
                (
                    "sprint",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="forms", to="programmes.sprint"
                    ),
                ),
            ],
            options={
                "ordering": ["sprint", "number"],
            },
        ),
        migrations.CreateModel(
            name="RegistrationAnswers",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(default=backend.core.clock.now, editable=False)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("public_id", backend.core.ids.PublicIdField("ans")),
                ("values", models.JSONField(default=dict)),
                ("consents", models.JSONField(default=list)),
                (
                    "registration",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="answers",
                        to="programmes.registration",
                    ),
                ),
                (
                    "form",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="answers",
                        to="programmes.registrationform",
                    ),
                ),
            ],
            options={
                "ordering": ["registration", "id"],
            },
        ),
        migrations.AddField(
            model_name="sprint",
            name="form",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="programmes.registrationform",
            ),
        ),
        migrations.AddConstraint(
            model_name="registrationform",
            constraint=models.UniqueConstraint(fields=("sprint", "number"), name="registration_form_number_once"),
        ),
        migrations.RunSQL(CREATE, DROP),
    ]
