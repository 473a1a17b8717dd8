"""How people come into teams, and places that are held: nobody takes one that is held for somebody else."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import backend.core.clock
import backend.core.ids

JOINING = [("on_request", "the team answers each request"), ("at_once", "whoever wants to joins at once")]

CREATE = """
CREATE OR REPLACE FUNCTION programmes_team_has_place() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE most integer; taken integer;
BEGIN
    SELECT size_limit INTO most FROM programmes_team WHERE id = NEW.team_id FOR NO KEY UPDATE;
    SELECT count(*) INTO taken FROM programmes_teammember WHERE team_id = NEW.team_id AND left_at IS NULL AND id <> NEW.id;
    IF taken >= most THEN
        RAISE EXCEPTION 'team % is full', NEW.team_id USING ERRCODE = 'check_violation', CONSTRAINT = 'team_has_place';
    END IF;
    -- By the clock of who writes: the row says when it was made.
    IF TG_OP = 'INSERT' AND taken + (
        SELECT count(*) FROM programmes_placehold
        WHERE team_id = NEW.team_id AND user_id <> NEW.user_id AND held_at <= NEW.created_at AND until > NEW.created_at
    ) >= most THEN
        RAISE EXCEPTION 'the last place of team % is held', NEW.team_id USING ERRCODE = 'check_violation', CONSTRAINT = 'team_has_place';
    END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION programmes_hold_has_place() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE most integer;
BEGIN
    SELECT size_limit INTO most FROM programmes_team WHERE id = NEW.team_id FOR NO KEY UPDATE;
    IF (SELECT count(*) FROM programmes_teammember WHERE team_id = NEW.team_id AND left_at IS NULL) + (
        SELECT count(*) FROM programmes_placehold WHERE team_id = NEW.team_id AND id <> NEW.id AND until > NEW.held_at
    ) >= most THEN
        RAISE EXCEPTION 'team % has no place to hold', NEW.team_id USING ERRCODE = 'check_violation', CONSTRAINT = 'hold_has_place';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER hold_has_place BEFORE INSERT OR UPDATE OF team_id, held_at, until ON programmes_placehold
    FOR EACH ROW EXECUTE FUNCTION programmes_hold_has_place();
"""

DROP = """
DROP TRIGGER hold_has_place ON programmes_placehold;
DROP FUNCTION programmes_hold_has_place();
CREATE OR REPLACE FUNCTION programmes_team_has_place() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE most integer;
BEGIN
    SELECT size_limit INTO most FROM programmes_team WHERE id = NEW.team_id FOR NO KEY UPDATE;
    IF (SELECT count(*) FROM programmes_teammember WHERE team_id = NEW.team_id AND left_at IS NULL AND id <> NEW.id) >= most THEN
        RAISE EXCEPTION 'team % is full', NEW.team_id USING ERRCODE = 'check_violation', CONSTRAINT = 'team_has_place';
    END IF;
    RETURN NEW;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("programmes", "0016_finding"), migrations.swappable_dependency(settings.AUTH_USER_MODEL)]

    operations = [
        migrations.AddField(
            model_name="sprint",
            name="team_joining",
            field=models.CharField(
                choices=JOINING,
                default="on_request",
                max_length=10,
                verbose_name="how people come into new teams",
            ),
        ),
        migrations.AddField(
            model_name="team",
            name="joining",
            field=models.CharField(
                choices=JOINING, default="on_request", max_length=10, verbose_name="how people come in"
            ),
        ),
        migrations.CreateModel(
            name="PlaceHold",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(default=backend.core.clock.now, editable=False)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("public_id", backend.core.ids.PublicIdField("hld")),
                ("joining", models.CharField(choices=JOINING, max_length=10)),
                ("held_at", models.DateTimeField()),
                ("until", models.DateTimeField(verbose_name="held until")),
                (
                    "sprint",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="place_holds", to="programmes.sprint"
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="place_holds", to="programmes.team"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="place_holds",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={"ordering": ["until", "id"]},
        ),
        migrations.AddConstraint(
            model_name="sprint",
            constraint=models.CheckConstraint(
                condition=models.Q(("team_joining__in", ["on_request", "at_once"])), name="sprint_team_joining_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="team",
            constraint=models.CheckConstraint(
                condition=models.Q(("joining__in", ["on_request", "at_once"])), name="team_joining_known"
            ),
        ),
        migrations.AddIndex(
            model_name="placehold", index=models.Index(fields=["team", "until"], name="place_hold_of_team")
        ),
        migrations.AddIndex(model_name="placehold", index=models.Index(fields=["until"], name="place_hold_over")),
        migrations.AddConstraint(
            model_name="placehold",
            constraint=models.UniqueConstraint(fields=("sprint", "user"), name="place_hold_once"),
        ),
        migrations.AddConstraint(
            model_name="placehold",
            constraint=models.CheckConstraint(
                condition=models.Q(("until__gt", models.F("held_at"))), name="place_hold_until_after_start"
            ),
        ),
        migrations.AddConstraint(
            model_name="placehold",
            constraint=models.CheckConstraint(
                condition=models.Q(("joining__in", ["on_request", "at_once"])), name="place_hold_joining_known"
            ),
        ),
        migrations.RunSQL(CREATE, DROP),
    ]
