"""How a jury's reviews become a selection, named before the first review, and why people decided otherwise.

A submitted vote and a change of the method both lock the sprint, so that one of them comes first.
"""

import django.db.models.deletion
from django.db import migrations, models

import backend.core.clock
import backend.core.ids

CREATE = """
CREATE FUNCTION programmes_method_named_beforehand() RETURNS trigger LANGUAGE plpgsql AS $$
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
CREATE TRIGGER method_named_beforehand BEFORE INSERT OR UPDATE OR DELETE ON programmes_selectionmethod
    FOR EACH ROW EXECUTE FUNCTION programmes_method_named_beforehand();
CREATE TRIGGER method_named_beforehand BEFORE INSERT OR UPDATE OR DELETE ON programmes_trackquota
    FOR EACH ROW EXECUTE FUNCTION programmes_method_named_beforehand();

CREATE FUNCTION programmes_vote_after_method() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM programmes_sprint WHERE id = (
        SELECT s.sprint_id FROM programmes_review r JOIN programmes_solution s ON s.id = r.solution_id
        WHERE r.id = NEW.review_id) FOR SHARE;
    RETURN NEW;
END $$;
CREATE TRIGGER vote_after_method BEFORE INSERT ON programmes_vote
    FOR EACH ROW WHEN (NEW.kind = 'submitted') EXECUTE FUNCTION programmes_vote_after_method();

CREATE FUNCTION programmes_decision_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'what was decided is never changed' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER decision_stays BEFORE UPDATE OR DELETE ON programmes_decision
    FOR EACH ROW EXECUTE FUNCTION programmes_decision_stays();
"""

DROP = """
DROP TRIGGER decision_stays ON programmes_decision;
DROP FUNCTION programmes_decision_stays();
DROP TRIGGER vote_after_method ON programmes_vote;
DROP FUNCTION programmes_vote_after_method();
DROP TRIGGER method_named_beforehand ON programmes_trackquota;
DROP TRIGGER method_named_beforehand ON programmes_selectionmethod;
DROP FUNCTION programmes_method_named_beforehand();
"""


class Migration(migrations.Migration):
    dependencies = [("programmes", "0005_vote")]

    operations = [
        migrations.CreateModel(
            name="SelectionMethod",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(default=backend.core.clock.now, editable=False)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("public_id", backend.core.ids.PublicIdField("sme")),
                (
                    "measure",
                    models.CharField(
                        choices=[
                            ("mean", "the mean of all points"),
                            ("median", "the median of all points"),
                            ("standard", "points adjusted for severe and mild jurors"),
                        ],
                        default="mean",
                        max_length=10,
                        verbose_name="the ranking goes by",
                    ),
                ),
                ("quorum", models.PositiveSmallIntegerField(default=1, verbose_name="least number of reviews")),
                ("places", models.PositiveSmallIntegerField(verbose_name="number of places")),
                (
                    "tie_rule",
                    models.CharField(
                        choices=[
                            ("all", "all of them are selected"),
                            ("none", "none of them is selected"),
                            ("lot", "lots are drawn that anybody can check"),
                        ],
                        default="all",
                        max_length=10,
                        verbose_name="if several are equal at the last place",
                    ),
                ),
                (
                    "sprint",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="selection_method",
                        to="programmes.sprint",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("measure__in", ["mean", "median", "standard"])),
                        name="selection_method_measure_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("tie_rule__in", ["all", "none", "lot"])),
                        name="selection_method_tie_rule_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("quorum__gte", 1), ("quorum__lte", 20)),
                        name="selection_method_quorum_within",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("places__gte", 1), ("places__lte", 10000)),
                        name="selection_method_places_within",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TrackQuota",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("places", models.PositiveSmallIntegerField(verbose_name="places kept")),
                (
                    "category",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="programmes.category"
                    ),
                ),
                (
                    "method",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="tracks",
                        to="programmes.selectionmethod",
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "constraints": [
                    models.UniqueConstraint(fields=("method", "category"), name="track_quota_once"),
                    models.CheckConstraint(condition=models.Q(("places__gte", 1)), name="track_quota_positive"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Decision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                            ("quorum", "too few reviews"),
                        ],
                        max_length=10,
                    ),
                ),
                ("rank", models.PositiveIntegerField(null=True)),
                ("note", models.TextField(blank=True, max_length=2000, verbose_name="why")),
                (
                    "solution",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decision",
                        to="programmes.solution",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("rank__gte", 1), ("rank", None), _connector="OR"),
                        name="decision_rank_counts_from_one",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("reason__in", ["", "rank", "track", "tie_in", "tie_out", "below", "quorum"])
                        ),
                        name="decision_reason_known",
                    ),
                ],
            },
        ),
        migrations.RunSQL(CREATE, DROP),
    ]
