import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import backend.core.clock
import backend.core.ids


class Migration(migrations.Migration):
    dependencies = [
        ("programmes", "0006_selection_method"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="JuryRun",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(default=backend.core.clock.now, editable=False)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("public_id", backend.core.ids.PublicIdField("jur")),
                ("per_solution", models.PositiveSmallIntegerField(verbose_name="jurors for each solution")),
                ("most_each", models.PositiveSmallIntegerField(verbose_name="reviews for each juror at most")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("computing", "is being computed"),
                            ("ready", "ready"),
                            ("failed", "could not be computed"),
                        ],
                        default="computing",
                        max_length=9,
                        verbose_name="state",
                    ),
                ),
                ("progress_percent", models.PositiveSmallIntegerField(default=0, editable=False)),
                ("claimed_until", models.DateTimeField(editable=False, null=True)),
                ("assigned", models.PositiveIntegerField(default=0, editable=False)),
                ("missing", models.JSONField(default=dict, editable=False)),
                ("ready_at", models.DateTimeField(editable=False, null=True)),
                (
                    "requested_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "sprint",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="jury_runs", to="programmes.sprint"
                    ),
                ),
            ],
            options={
                "ordering": ["-id"],
                "indexes": [models.Index(fields=["sprint", "-id"], name="jury_run_list")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["computing", "ready", "failed"])),
                        name="jury_run_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "ready"), _negated=True), ("ready_at__isnull", False), _connector="OR"
                        ),
                        name="jury_run_ready_has_moment",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("per_solution__gte", 1), ("per_solution__lte", 20)),
                        name="jury_run_per_solution_within",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("most_each__gte", 1), ("most_each__lte", 1000)),
                        name="jury_run_most_each_within",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "computing")),
                        fields=("sprint",),
                        name="jury_run_computing_once",
                    ),
                ],
            },
        ),
    ]
