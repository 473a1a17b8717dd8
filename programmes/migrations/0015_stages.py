"""A selection in several stages: each has its method, its reviews and comparisons, and what went on at its end.

All that there is belongs to the first stage. A vote, whatever its kind, locks the sprint as far as it must, so that it
comes before the end of its stage or not at all. The way back is closed once a sprint has a second stage.
"""

import backend.core.clock
import django.db.models.deletion
import django.db.models.functions.comparison
from django.conf import settings
from django.db import migrations, models

CREATE = """
CREATE OR REPLACE FUNCTION programmes_method_named_beforehand() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    row jsonb;
    of_sprint bigint;
    of_stage smallint;
    now_in smallint;
BEGIN
    FOR row IN SELECT one FROM unnest(ARRAY[to_jsonb(OLD), to_jsonb(NEW)]) AS one WHERE one IS NOT NULL LOOP
        IF row ? 'method_id' THEN
            SELECT sprint_id, stage INTO of_sprint, of_stage
                FROM programmes_selectionmethod WHERE id = (row ->> 'method_id')::bigint;
        ELSE
            of_sprint := (row ->> 'sprint_id')::bigint;
            of_stage := (row ->> 'stage')::smallint;
        END IF;
        SELECT jury_stage INTO now_in FROM programmes_sprint WHERE id = of_sprint FOR NO KEY UPDATE;
        IF of_stage < now_in THEN
            RAISE EXCEPTION 'stage % of sprint % is over', of_stage, of_sprint
                USING ERRCODE = 'check_violation', CONSTRAINT = 'method_named_beforehand';
        END IF;
        IF TG_OP = 'DELETE' AND NOT row ? 'method_id' AND of_stage > 1 AND of_stage = now_in THEN
            RAISE EXCEPTION 'the jury of sprint % is in stage %', of_sprint, of_stage
                USING ERRCODE = 'check_violation', CONSTRAINT = 'method_of_current_stage';
        END IF;
        IF EXISTS (
            SELECT 1 FROM programmes_vote v
            JOIN programmes_review r ON r.id = v.review_id JOIN programmes_solution s ON s.id = r.solution_id
            WHERE v.kind = 'submitted' AND s.sprint_id = of_sprint AND r.stage = of_stage)
        THEN
            RAISE EXCEPTION 'a review of sprint % was submitted', of_sprint
                USING ERRCODE = 'check_violation', CONSTRAINT = 'method_named_beforehand';
        END IF;
        IF EXISTS (
            SELECT 1 FROM programmes_comparison c JOIN programmes_solution s ON s.id = c.first_id
            WHERE s.sprint_id = of_sprint AND c.stage = of_stage)
        THEN
            RAISE EXCEPTION 'solutions of sprint % were compared', of_sprint
                USING ERRCODE = 'check_violation', CONSTRAINT = 'method_named_beforehand';
        END IF;
    END LOOP;
    RETURN COALESCE(NEW, OLD);
END $$;

CREATE OR REPLACE FUNCTION programmes_vote_after_method() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    of_sprint bigint;
    of_stage smallint;
    now_in smallint;
BEGIN
    IF NEW.comparison_id IS NULL THEN
        SELECT s.sprint_id, r.stage INTO of_sprint, of_stage
            FROM programmes_review r JOIN programmes_solution s ON s.id = r.solution_id WHERE r.id = NEW.review_id;
    ELSE
        SELECT s.sprint_id, c.stage INTO of_sprint, of_stage
            FROM programmes_comparison c JOIN programmes_solution s ON s.id = c.first_id WHERE c.id = NEW.comparison_id;
    END IF;
    SELECT jury_stage INTO now_in FROM programmes_sprint WHERE id = of_sprint FOR SHARE;
    IF of_stage <> now_in THEN
        RAISE EXCEPTION 'a vote of stage % while the jury is in stage %', of_stage, now_in
            USING ERRCODE = 'check_violation', CONSTRAINT = 'vote_of_current_stage';
    END IF;
    RETURN NEW;
END $$;
DROP TRIGGER vote_after_method ON programmes_vote;
CREATE TRIGGER vote_after_method BEFORE INSERT ON programmes_vote
    FOR EACH ROW EXECUTE FUNCTION programmes_vote_after_method();

CREATE OR REPLACE FUNCTION programmes_comparison_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND (NEW.first_id, NEW.second_id, NEW.juror_id, NEW.stage) = (OLD.first_id, OLD.second_id, OLD.juror_id, OLD.stage) THEN
        RETURN NEW;
    END IF;
    IF TG_OP <> 'INSERT' THEN
        RAISE EXCEPTION 'a comparison stays one of the same two' USING ERRCODE = 'restrict_violation';
    END IF;
    IF (SELECT sprint_id FROM programmes_solution WHERE id = NEW.first_id)
        <> (SELECT sprint_id FROM programmes_solution WHERE id = NEW.second_id)
    THEN
        RAISE EXCEPTION 'solutions of two sprints are not compared'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'comparison_of_one_sprint';
    END IF;
    -- As a submitted review does: it comes before the method or after it, never both.
    PERFORM 1 FROM programmes_sprint WHERE id = (SELECT sprint_id FROM programmes_solution WHERE id = NEW.first_id) FOR SHARE;
    RETURN NEW;
END $$;
DROP TRIGGER comparison_stays ON programmes_comparison;
CREATE TRIGGER comparison_stays BEFORE INSERT OR DELETE OR UPDATE OF first_id, second_id, juror_id, stage
    ON programmes_comparison FOR EACH ROW EXECUTE FUNCTION programmes_comparison_stays();

CREATE FUNCTION programmes_jury_stage_moves_on() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the jury goes from stage % to the next one', OLD.jury_stage
        USING ERRCODE = 'check_violation', CONSTRAINT = 'jury_stage_moves_on';
END $$;
CREATE TRIGGER jury_stage_moves_on BEFORE UPDATE OF jury_stage ON programmes_sprint
    FOR EACH ROW WHEN (NEW.jury_stage NOT IN (OLD.jury_stage, OLD.jury_stage + 1))
    EXECUTE FUNCTION programmes_jury_stage_moves_on();
CREATE TRIGGER stage_pass_stays BEFORE UPDATE OR DELETE ON programmes_stagepass
    FOR EACH ROW EXECUTE FUNCTION programmes_decision_stays();
"""
DROP = """
DROP TRIGGER stage_pass_stays ON programmes_stagepass;
DROP TRIGGER jury_stage_moves_on ON programmes_sprint;
DROP FUNCTION programmes_jury_stage_moves_on();

CREATE OR REPLACE FUNCTION programmes_comparison_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND (NEW.first_id, NEW.second_id, NEW.juror_id) = (OLD.first_id, OLD.second_id, OLD.juror_id) THEN
        RETURN NEW;
    END IF;
    IF TG_OP <> 'INSERT' THEN
        RAISE EXCEPTION 'a comparison stays one of the same two' USING ERRCODE = 'restrict_violation';
    END IF;
    IF (SELECT sprint_id FROM programmes_solution WHERE id = NEW.first_id)
        <> (SELECT sprint_id FROM programmes_solution WHERE id = NEW.second_id)
    THEN
        RAISE EXCEPTION 'solutions of two sprints are not compared'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'comparison_of_one_sprint';
    END IF;
    -- As a submitted review does: it comes before the method or after it, never both.
    PERFORM 1 FROM programmes_sprint WHERE id = (SELECT sprint_id FROM programmes_solution WHERE id = NEW.first_id) FOR SHARE;
    RETURN NEW;
END $$;
DROP TRIGGER comparison_stays ON programmes_comparison;
CREATE TRIGGER comparison_stays BEFORE INSERT OR DELETE OR UPDATE OF first_id, second_id, juror_id
    ON programmes_comparison FOR EACH ROW EXECUTE FUNCTION programmes_comparison_stays();

DROP TRIGGER vote_after_method ON programmes_vote;
CREATE OR REPLACE FUNCTION programmes_vote_after_method() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM programmes_sprint WHERE id = (
        SELECT s.sprint_id FROM programmes_review r JOIN programmes_solution s ON s.id = r.solution_id
        WHERE r.id = NEW.review_id) FOR SHARE;
    RETURN NEW;
END $$;
CREATE TRIGGER vote_after_method BEFORE INSERT ON programmes_vote
    FOR EACH ROW WHEN (NEW.kind = 'submitted') EXECUTE FUNCTION programmes_vote_after_method();

CREATE OR REPLACE FUNCTION programmes_method_named_beforehand() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    row jsonb := to_jsonb(COALESCE(NEW, OLD));
    sprint bigint := COALESCE(
        (row ->> 'sprint_id')::bigint,
        (SELECT sprint_id FROM programmes_selectionmethod WHERE id = (row ->> 'method_id')::bigint));
BEGIN
    PERFORM 1 FROM programmes_sprint WHERE id = sprint FOR NO KEY UPDATE;
    IF EXISTS (
        SELECT 1 FROM programmes_vote v
        JOIN programmes_review r ON r.id = v.review_id JOIN programmes_solution s ON s.id = r.solution_id
        WHERE v.kind = 'submitted' AND s.sprint_id = sprint)
    THEN
        RAISE EXCEPTION 'a review of sprint % was submitted', sprint
            USING ERRCODE = 'check_violation', CONSTRAINT = 'method_named_beforehand';
    END IF;
    IF EXISTS (
        SELECT 1 FROM programmes_comparison c JOIN programmes_solution s ON s.id = c.first_id WHERE s.sprint_id = sprint)
    THEN
        RAISE EXCEPTION 'solutions of sprint % were compared', sprint
            USING ERRCODE = 'check_violation', CONSTRAINT = 'method_named_beforehand';
    END IF;
    RETURN COALESCE(NEW, OLD);
END $$;
"""

# What is checked at the end of the transaction would keep the table from being changed once more.
OF_SPRINT = """
SET CONSTRAINTS ALL IMMEDIATE;
UPDATE programmes_selectionpackage package SET sprint_id = cohort.sprint_id
    FROM programmes_cohort cohort WHERE cohort.id = package.cohort_id;
SET CONSTRAINTS ALL DEFERRED;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("programmes", "0014_selection_package"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="StagePass",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("stage", models.PositiveSmallIntegerField()),
                ("track", models.CharField(blank=True, max_length=40)),
                (
                    "reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("rank", "by its rank"),
                            ("track", "by a place kept for its category"),
                            ("tie_in", "equal at the last place, taken by the rule"),
                            ("tie_out", "equal at the last place, not taken by the rule"),
                            ("below", "its rank does not suffice"),
                            ("quorum", "too few reviews or comparisons"),
                        ],
                        max_length=10,
                    ),
                ),
                ("rank", models.PositiveIntegerField(null=True)),
                ("note", models.TextField(blank=True, max_length=2000, verbose_name="why")),
                ("at", models.DateTimeField(default=backend.core.clock.now, editable=False)),
            ],
            options={
                "ordering": ["stage", "id"],
            },
        ),
        migrations.AlterModelOptions(
            name="selectionmethod",
            options={"ordering": ["stage", "id"]},
        ),
        migrations.RemoveConstraint(
            model_name="comparison",
            name="comparison_once",
        ),
        migrations.RemoveConstraint(
            model_name="review",
            name="review_once",
        ),
        migrations.AddField(
            model_name="comparison",
            name="stage",
            field=models.PositiveSmallIntegerField(db_default=1, default=1, editable=False),
        ),
        migrations.AddField(
            model_name="decision",
            name="stage",
            field=models.PositiveSmallIntegerField(db_default=1, default=1),
        ),
        migrations.AddField(
            model_name="review",
            name="stage",
            field=models.PositiveSmallIntegerField(db_default=1, default=1, editable=False),
        ),
        migrations.AddField(
            model_name="selectionmethod",
            name="stage",
            field=models.PositiveSmallIntegerField(db_default=1, default=1, verbose_name="stage"),
        ),
        migrations.AddField(
            model_name="selectionmethod",
            name="title",
            field=models.CharField(
                blank=True, db_default="", default="", max_length=80, verbose_name="name of the stage"
            ),
        ),
        migrations.AddField(
            model_name="selectionpackage",
            name="sprint",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="selection_packages",
                to="programmes.sprint",
            ),
        ),
        migrations.RunSQL(OF_SPRINT, migrations.RunSQL.noop),
        migrations.AlterField(
            model_name="selectionpackage",
            name="sprint",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="selection_packages", to="programmes.sprint"
            ),
        ),
        migrations.AddField(
            model_name="selectionpackage",
            name="stage",
            field=models.PositiveSmallIntegerField(db_default=1, default=1, editable=False),
        ),
        migrations.AddField(
            model_name="sprint",
            name="jury_stage",
            field=models.PositiveSmallIntegerField(db_default=1, default=1, editable=False),
        ),
        migrations.AlterField(
            model_name="selectionmethod",
            name="sprint",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="selection_methods", to="programmes.sprint"
            ),
        ),
        migrations.AlterField(
            model_name="selectionpackage",
            name="cohort",
            field=models.OneToOneField(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="package", to="programmes.cohort"
            ),
        ),
        migrations.AddConstraint(
            model_name="comparison",
            constraint=models.UniqueConstraint(
                models.F("juror"),
                models.F("stage"),
                django.db.models.functions.comparison.Least("first", "second"),
                django.db.models.functions.comparison.Greatest("first", "second"),
                name="comparison_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.CheckConstraint(
                condition=models.Q(("stage__gte", 1), ("stage__lte", 3)), name="decision_stage_within"
            ),
        ),
        migrations.AddConstraint(
            model_name="review",
            constraint=models.UniqueConstraint(fields=("solution", "juror", "stage"), name="review_once"),
        ),
        migrations.AddConstraint(
            model_name="selectionmethod",
            constraint=models.UniqueConstraint(fields=("sprint", "stage"), name="selection_method_once"),
        ),
        migrations.AddConstraint(
            model_name="selectionmethod",
            constraint=models.CheckConstraint(
                condition=models.Q(("stage__gte", 1), ("stage__lte", 3)), name="selection_method_stage_within"
            ),
        ),
        migrations.AddConstraint(
            model_name="selectionpackage",
            constraint=models.UniqueConstraint(
                condition=models.Q(("cohort", None)), fields=("sprint", "stage"), name="selection_package_of_stage_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="sprint",
            constraint=models.CheckConstraint(
                condition=models.Q(("jury_stage__gte", 1), ("jury_stage__lte", 3)), name="sprint_jury_stage_within"
            ),
        ),
        migrations.AddField(
            model_name="stagepass",
            name="solution",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="passes", to="programmes.solution"
            ),
        ),
        migrations.AddConstraint(
            model_name="stagepass",
            constraint=models.UniqueConstraint(fields=("solution", "stage"), name="stage_pass_once"),
        ),
        migrations.AddConstraint(
            model_name="stagepass",
            constraint=models.CheckConstraint(
                condition=models.Q(("stage__gte", 1), ("stage__lt", 3)), name="stage_pass_stage_within"
            ),
        ),
        migrations.AddConstraint(
            model_name="stagepass",
            constraint=models.CheckConstraint(
                condition=models.Q(("rank__gte", 1), ("rank", None), _connector="OR"),
                name="stage_pass_rank_counts_from_one",
            ),
        ),
        migrations.AddConstraint(
            model_name="stagepass",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason__in", ["", "rank", "track", "tie_in", "tie_out", "below", "quorum"])),
                name="stage_pass_reason_known",
            ),
        ),
        migrations.RunSQL(CREATE, DROP),
    ]
