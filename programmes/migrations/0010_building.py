"""Late by a rule named beforehand, what was handed in with its hash, what is alike, and what teams tell while they build."""

import backend.core.clock
import backend.core.ids
import django.db.models.deletion
import programmes.models.solution
from django.conf import settings
from django.db import migrations, models

CREATE = """
CREATE FUNCTION programmes_grace_named_beforehand() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM programmes_phase
        WHERE sprint_id = NEW.id AND 'hand_in' = ANY (features) AND ends_at <= clock_timestamp())
        OR EXISTS (SELECT 1 FROM programmes_latehandin WHERE sprint_id = NEW.id)
    THEN
        RAISE EXCEPTION 'the deadline of sprint % has passed', NEW.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'grace_named_beforehand';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER grace_named_beforehand BEFORE UPDATE ON programmes_sprint
    FOR EACH ROW WHEN (OLD.state <> 'draft' AND OLD.grace_minutes IS DISTINCT FROM NEW.grace_minutes)
    EXECUTE FUNCTION programmes_grace_named_beforehand();

CREATE FUNCTION programmes_late_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'who came late is never changed' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER late_stays BEFORE UPDATE OR DELETE ON programmes_latehandin
    FOR EACH ROW EXECUTE FUNCTION programmes_late_stays();

CREATE FUNCTION programmes_log_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a version of a log is never changed' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER log_stays BEFORE UPDATE OR DELETE ON programmes_logversion
    FOR EACH ROW EXECUTE FUNCTION programmes_log_stays();

CREATE FUNCTION programmes_handed_in_has_hash() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'what is handed in is kept with its hash' USING ERRCODE = 'check_violation', CONSTRAINT = 'handed_in_has_hash';
END $$;
CREATE TRIGGER handed_in_has_hash BEFORE UPDATE ON programmes_solutionversion
    FOR EACH ROW WHEN (OLD.handed_in_at IS NULL AND NEW.handed_in_at IS NOT NULL AND NEW.sha256 = '')
    EXECUTE FUNCTION programmes_handed_in_has_hash();

CREATE TRIGGER hash_stays BEFORE UPDATE ON programmes_solutionversion
    FOR EACH ROW WHEN (OLD.handed_in_at IS NOT NULL AND
        (OLD.image_sha256, OLD.late_since, OLD.sha256) IS DISTINCT FROM (NEW.image_sha256, NEW.late_since, NEW.sha256))
    EXECUTE FUNCTION programmes_handed_in_stays();
"""

DROP = """
DROP TRIGGER hash_stays ON programmes_solutionversion;
DROP TRIGGER handed_in_has_hash ON programmes_solutionversion;
DROP FUNCTION programmes_handed_in_has_hash();
DROP TRIGGER log_stays ON programmes_logversion;
DROP FUNCTION programmes_log_stays();
DROP TRIGGER late_stays ON programmes_latehandin;
DROP FUNCTION programmes_late_stays();
DROP TRIGGER grace_named_beforehand ON programmes_sprint;
DROP FUNCTION programmes_grace_named_beforehand();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("programmes", "0009_mentoring"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="LateHandIn",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(default=backend.core.clock.now, editable=False)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("public_id", backend.core.ids.PublicIdField("lat")),
                ("at", models.DateTimeField(verbose_name="by our clock")),
                ("deadline", models.DateTimeField(verbose_name="deadline")),
                (
                    "outcome",
                    models.CharField(
                        choices=[("taken", "taken, and marked late"), ("refused", "refused")],
                        max_length=8,
                        verbose_name="outcome",
                    ),
                ),
            ],
            options={
                "ordering": ["-at", "-id"],
            },
        ),
        migrations.CreateModel(
            name="LogEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(default=backend.core.clock.now, editable=False)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("hidden_at", models.DateTimeField(editable=False, null=True, verbose_name="hidden")),
                (
                    "hidden_why",
                    models.TextField(blank=True, editable=False, max_length=2000, verbose_name="why it is hidden"),
                ),
                ("is_removed", models.BooleanField(default=False, editable=False, verbose_name="removed")),
                ("public_id", backend.core.ids.PublicIdField("log")),
                ("is_public", models.BooleanField(default=True, verbose_name="everybody may read it")),
            ],
            options={
                "ordering": ["-created_at", "-id"],
            },
        ),
        migrations.CreateModel(
            name="LogVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(default=backend.core.clock.now, editable=False)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("public_id", backend.core.ids.PublicIdField("lov")),
                ("number", models.PositiveIntegerField()),
                ("text", models.TextField(max_length=4000, verbose_name="what happened")),
                (
                    "language",
                    models.CharField(
                        choices=[("de", "German"), ("en", "English"), ("fr", "French"), ("it", "Italian")],
                        default="de",
                        max_length=2,
                        verbose_name="language of the text",
                    ),
                ),
                ("link", models.CharField(blank=True, max_length=500, verbose_name="address")),
                (
                    "image",
                    models.ImageField(
                        blank=True,
                        max_length=200,
                        upload_to=programmes.models.solution.image_path,
                        verbose_name="picture",
                    ),
                ),
                ("image_alt", models.CharField(blank=True, max_length=200, verbose_name="what the picture shows")),
            ],
            options={
                "ordering": ["-number"],
            },
        ),
        migrations.CreateModel(
            name="NearnessIndex",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("stamp", models.CharField(max_length=200)),
                ("built_at", models.DateTimeField()),
                ("content", models.BinaryField()),
                ("groups", models.JSONField(default=list)),
            ],
        ),
        migrations.AddField(
            model_name="solutionversion",
            name="image_sha256",
            field=models.CharField(blank=True, editable=False, max_length=64),
        ),
        migrations.AddField(
            model_name="solutionversion",
            name="late_since",
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="solutionversion",
            name="sha256",
            field=models.CharField(blank=True, editable=False, max_length=64),
        ),
        migrations.AddField(
            model_name="sprint",
            name="grace_minutes",
            field=models.PositiveSmallIntegerField(default=0, verbose_name="minutes of grace after the deadline"),
        ),
        migrations.AddConstraint(
            model_name="solutionversion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("late_since", None), ("handed_in_at__gte", models.F("late_since")), _connector="OR"
                ),
                name="solution_version_late_after_deadline",
            ),
        ),
        migrations.AddConstraint(
            model_name="solutionversion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("sha256", ""),
                    models.Q(("handed_in_at__isnull", False), ("sha256__regex", "^[0-9a-f]{64}$")),
                    _connector="OR",
                ),
                name="solution_version_hash_of_handed_in",
            ),
        ),
        migrations.AddConstraint(
            model_name="sprint",
            constraint=models.CheckConstraint(
                condition=models.Q(("grace_minutes__lte", 720)), name="sprint_grace_sane"
            ),
        ),
        migrations.AddField(
            model_name="latehandin",
            name="sprint",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="late_hand_ins", to="programmes.sprint"
            ),
        ),
        migrations.AddField(
            model_name="latehandin",
            name="team",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="late_hand_ins", to="programmes.team"
            ),
        ),
        migrations.AddField(
            model_name="latehandin",
            name="user",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="late_hand_ins", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="latehandin",
            name="version",
            field=models.OneToOneField(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="late_hand_in",
                to="programmes.solutionversion",
            ),
        ),
        migrations.AddField(
            model_name="logentry",
            name="created_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="log_entries", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="logentry",
            name="team",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="log_entries", to="programmes.team"
            ),
        ),
        migrations.AddField(
            model_name="logversion",
            name="author",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="log_versions", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="logversion",
            name="entry",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="versions", to="programmes.logentry"
            ),
        ),
        migrations.AddField(
            model_name="logentry",
            name="current_version",
            field=models.OneToOneField(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="current_of",
                to="programmes.logversion",
            ),
        ),
        migrations.AddField(
            model_name="nearnessindex",
            name="sprint",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.CASCADE, related_name="nearness", to="programmes.sprint"
            ),
        ),
        migrations.AddIndex(
            model_name="latehandin",
            index=models.Index(fields=["sprint", "-at", "-id"], name="late_of_sprint"),
        ),
        migrations.AddIndex(
            model_name="latehandin",
            index=models.Index(fields=["team", "-at", "-id"], name="late_of_team"),
        ),
        migrations.AddConstraint(
            model_name="latehandin",
            constraint=models.CheckConstraint(
                condition=models.Q(("at__gte", models.F("deadline"))), name="late_after_deadline"
            ),
        ),
        migrations.AddConstraint(
            model_name="latehandin",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("outcome", "taken"), ("version__isnull", False)),
                    models.Q(("outcome", "refused"), ("version", None)),
                    _connector="OR",
                ),
                name="late_has_version_if_taken",
            ),
        ),
        migrations.AddConstraint(
            model_name="logversion",
            constraint=models.UniqueConstraint(fields=("entry", "number"), name="log_version_number_once"),
        ),
        migrations.AddConstraint(
            model_name="logversion",
            constraint=models.CheckConstraint(
                condition=models.Q(("number__gt", 0)), name="log_version_number_positive"
            ),
        ),
        migrations.AddConstraint(
            model_name="logversion",
            constraint=models.CheckConstraint(
                condition=models.Q(("text", ""), _negated=True), name="log_version_says_something"
            ),
        ),
        migrations.AddConstraint(
            model_name="logversion",
            constraint=models.CheckConstraint(
                condition=models.Q(("image", ""), models.Q(("image_alt", ""), _negated=True), _connector="OR"),
                name="log_version_image_has_words",
            ),
        ),
        migrations.AddIndex(
            model_name="logentry",
            index=models.Index(fields=["team", "-created_at", "-id"], name="log_entry_of_team"),
        ),
        migrations.AddConstraint(
            model_name="logentry",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("hidden_at__isnull", False), models.Q(("hidden_why", ""), ("is_removed", False)), _connector="OR"
                ),
                name="logentry_hidden_has_moment",
            ),
        ),
        migrations.AddConstraint(
            model_name="logentry",
            constraint=models.CheckConstraint(
                condition=models.Q(("is_removed", False), models.Q(("hidden_why", ""), _negated=True), _connector="OR"),
                name="logentry_removed_has_reason",
            ),
        ),
        migrations.RunSQL(CREATE, DROP),
    ]
