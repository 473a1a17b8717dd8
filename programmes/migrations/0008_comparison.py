"""Solutions compared, two at a time: the same log of votes, the same guards.

A trigger of the log reads what came before of the same review or comparison. A vote that compares comes after the
method, as a submitted review does, and a comparison stays one of the same two.
"""

import django.db.models.deletion
import django.db.models.functions.comparison
from django.conf import settings
from django.db import migrations, models

import backend.core.clock
import backend.core.ids

CREATE = """
CREATE OR REPLACE FUNCTION programmes_vote_follows() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    before text;
BEGIN
    IF NEW.comparison_id IS NULL THEN
        before := (SELECT kind FROM programmes_vote WHERE review_id = NEW.review_id AND id < NEW.id ORDER BY id DESC LIMIT 1);
    ELSE
        before := (SELECT kind FROM programmes_vote WHERE comparison_id = NEW.comparison_id AND id < NEW.id ORDER BY id DESC LIMIT 1);
    END IF;
    IF NEW.kind <> ALL (CASE
        WHEN NEW.comparison_id IS NOT NULL THEN
            CASE WHEN before = 'compared' THEN ARRAY['withdrawn'] ELSE ARRAY['compared'] END
        WHEN before IS NULL THEN ARRAY['assigned']
        WHEN before IN ('assigned', 'reopened') THEN ARRAY['submitted', 'recused']
        WHEN before = 'submitted' THEN ARRAY['reopened', 'recused']
        ELSE ARRAY[]::text[] END)
    THEN
        RAISE EXCEPTION 'a vote cannot be % after %', NEW.kind, before USING ERRCODE = 'check_violation', CONSTRAINT = 'vote_follows';
    END IF;
    RETURN NEW;
END $$;

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

CREATE FUNCTION programmes_comparison_stays() RETURNS trigger LANGUAGE plpgsql AS $$
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
CREATE TRIGGER comparison_stays BEFORE INSERT OR DELETE OR UPDATE OF first_id, second_id, juror_id
    ON programmes_comparison FOR EACH ROW EXECUTE FUNCTION programmes_comparison_stays();
"""

DROP = """
DROP TRIGGER comparison_stays ON programmes_comparison;
DROP FUNCTION programmes_comparison_stays();

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
    RETURN COALESCE(NEW, OLD);
END $$;

CREATE OR REPLACE FUNCTION programmes_vote_follows() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    before text := (SELECT kind FROM programmes_vote WHERE review_id = NEW.review_id AND id < NEW.id ORDER BY id DESC LIMIT 1);
BEGIN
    IF NEW.kind <> ALL (CASE
        WHEN before IS NULL THEN ARRAY['assigned']
        WHEN before IN ('assigned', 'reopened') THEN ARRAY['submitted', 'recused']
        WHEN before = 'submitted' THEN ARRAY['reopened', 'recused']
        ELSE ARRAY[]::text[] END)
    THEN
        RAISE EXCEPTION 'a vote cannot be % after %', NEW.kind, before USING ERRCODE = 'check_violation', CONSTRAINT = 'vote_follows';
    END IF;
    RETURN NEW;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("programmes", "0007_jury_run"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Comparison",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(default=backend.core.clock.now, editable=False)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("public_id", backend.core.ids.PublicIdField("cmp")),
                (
                    "choice",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("first", "the first one"),
                            ("second", "the second one"),
                            ("tie", "both equally"),
                            ("skip", "skipped"),
                        ],
                        max_length=6,
                        verbose_name="choice",
                    ),
                ),
                (
                    "first",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="programmes.solution"
                    ),
                ),
                (
                    "juror",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="comparisons",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "second",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="programmes.solution"
                    ),
                ),
            ],
            options={
                "ordering": ["created_at", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("first", models.F("second")), _negated=True), name="comparison_of_two"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("choice__in", ["", "first", "second", "tie", "skip"])),
                        name="comparison_choice_known",
                    ),
                    models.UniqueConstraint(
                        models.F("juror"),
                        django.db.models.functions.comparison.Least("first", "second"),
                        django.db.models.functions.comparison.Greatest("first", "second"),
                        name="comparison_once",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="review",
            name="note",
            field=models.TextField(
                blank=True, db_default="", default="", max_length=2000, verbose_name="note to the jury"
            ),
        ),
        migrations.AlterField(
            model_name="vote",
            name="review",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="votes",
                to="programmes.review",
            ),
        ),
        migrations.AddField(
            model_name="vote",
            name="comparison",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="votes",
                to="programmes.comparison",
            ),
        ),
        migrations.AddField(
            model_name="vote",
            name="choice",
            field=models.CharField(blank=True, db_default="", default="", max_length=6),
        ),
        migrations.RemoveConstraint(model_name="vote", name="vote_kind_known"),
        migrations.AddConstraint(
            model_name="vote",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("kind__in", ["assigned", "submitted", "reopened", "recused", "compared", "withdrawn"])
                ),
                name="vote_kind_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="vote",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        models.Q(("kind__in", ["compared", "withdrawn"]), _negated=True),
                        ("choice", ""),
                        ("comparison", None),
                        ("review__isnull", False),
                    ),
                    models.Q(
                        ("choice__in", ["first", "second", "tie", "skip"]),
                        ("comparison__isnull", False),
                        ("kind", "compared"),
                        ("review", None),
                    ),
                    models.Q(("choice", ""), ("comparison__isnull", False), ("kind", "withdrawn"), ("review", None)),
                    _connector="OR",
                ),
                name="vote_is_of_one_thing",
            ),
        ),
        migrations.RemoveConstraint(model_name="selectionmethod", name="selection_method_measure_known"),
        migrations.AlterField(
            model_name="selectionmethod",
            name="measure",
            field=models.CharField(
                choices=[
                    ("mean", "the mean of all points"),
                    ("median", "the median of all points"),
                    ("standard", "points adjusted for severe and mild jurors"),
                    ("pairs", "comparing solutions, two at a time"),
                ],
                default="mean",
                max_length=10,
                verbose_name="the ranking goes by",
            ),
        ),
        migrations.AlterField(
            model_name="selectionmethod",
            name="quorum",
            field=models.PositiveSmallIntegerField(default=1, verbose_name="least number of reviews or comparisons"),
        ),
        migrations.AddField(
            model_name="selectionmethod",
            name="is_blind",
            field=models.BooleanField(db_default=False, default=False, verbose_name="jurors do not see the team"),
        ),
        migrations.AddConstraint(
            model_name="selectionmethod",
            constraint=models.CheckConstraint(
                condition=models.Q(("measure__in", ["mean", "median", "standard", "pairs"])),
                name="selection_method_measure_known",
            ),
        ),
        migrations.AlterField(
            model_name="decision",
            name="reason",
            field=models.CharField(
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
        migrations.RunSQL(CREATE, DROP),
    ]
