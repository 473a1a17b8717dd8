import backend.core.clock
import backend.core.ids
import django.db.models.deletion
import django.db.models.expressions
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("funding", "0006_match_bounds_of_versions"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ApprovalRun",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(default=backend.core.clock.now, editable=False)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("public_id", backend.core.ids.PublicIdField("apr")),
                (
                    "state",
                    models.CharField(
                        choices=[("running", "being noted"), ("stopped", "stopped"), ("done", "done")],
                        default="running",
                        max_length=7,
                        verbose_name="state",
                    ),
                ),
                ("wanted", models.JSONField(default=dict, editable=False)),
                ("note", models.CharField(blank=True, max_length=1000, verbose_name="note")),
                ("pieces", models.PositiveIntegerField(default=1, editable=False)),
                ("total", models.PositiveIntegerField(editable=False)),
                ("amount_minor", models.BigIntegerField(editable=False, verbose_name="amount")),
                ("noted", models.PositiveIntegerField(default=0, editable=False)),
                ("noted_minor", models.BigIntegerField(default=0, editable=False)),
                ("left", models.PositiveIntegerField(default=0, editable=False)),
                ("done_at", models.DateTimeField(editable=False, null=True)),
                (
                    "fund",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="approval_runs", to="funding.fund"
                    ),
                ),
                (
                    "requested_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ["-id"],
            },
        ),
        migrations.CreateModel(
            name="ApprovalItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("amount_minor", models.BigIntegerField()),
                (
                    "reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("amount_changed", "its amount has changed meanwhile"),
                            ("wrong_state", "it does not wait for an approval any more"),
                            ("not_successful", "the campaign is not successful any more"),
                            ("four_eyes", "you do not manage the fund any more, or you belong to the project now"),
                            ("other", "it could not be approved"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "match",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="funding.match"
                    ),
                ),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="items", to="funding.approvalrun"
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
            },
        ),
        migrations.AddIndex(
            model_name="approvalrun",
            index=models.Index(fields=["fund", "-id"], name="approval_run_of_fund"),
        ),
        migrations.AddConstraint(
            model_name="approvalrun",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["running", "stopped", "done"])), name="approval_run_state_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="approvalrun",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount_minor__gt", 0)), name="approval_run_positive"
            ),
        ),
        migrations.AddConstraint(
            model_name="approvalrun",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("amount_minor__gte", models.F("noted_minor")),
                    ("noted_minor__gte", 0),
                    ("total__gt", 0),
                    (
                        "total__gte",
                        django.db.models.expressions.CombinedExpression(models.F("noted"), "+", models.F("left")),
                    ),
                ),
                name="approval_run_no_more_than_asked",
            ),
        ),
        migrations.AddConstraint(
            model_name="approvalrun",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "done"), _negated=True),
                    models.Q(
                        ("done_at__isnull", False),
                        (
                            "total",
                            django.db.models.expressions.CombinedExpression(models.F("noted"), "+", models.F("left")),
                        ),
                    ),
                    _connector="OR",
                ),
                name="approval_run_done_is_complete",
            ),
        ),
        migrations.AddConstraint(
            model_name="approvalrun",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "running")),
                fields=("fund", "requested_by"),
                name="approval_run_one_at_a_time",
            ),
        ),
        migrations.AddIndex(
            model_name="approvalitem",
            index=models.Index(condition=models.Q(("reason", "")), fields=["run", "id"], name="approval_item_to_do"),
        ),
        migrations.AddConstraint(
            model_name="approvalitem",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount_minor__gt", 0)), name="approval_item_positive"
            ),
        ),
        migrations.AddConstraint(
            model_name="approvalitem",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("reason", ""),
                    ("reason__in", ["amount_changed", "wrong_state", "not_successful", "four_eyes", "other"]),
                    _connector="OR",
                ),
                name="approval_item_reason_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="approvalitem",
            constraint=models.UniqueConstraint(fields=("run", "match"), name="approval_item_once"),
        ),
    ]
