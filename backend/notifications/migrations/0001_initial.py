import backend.core.clock
import backend.core.ids
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Circular",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(default=backend.core.clock.now, editable=False)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("public_id", backend.core.ids.PublicIdField("cir")),
                ("context", models.JSONField(default=dict)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Message",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(default=backend.core.clock.now, editable=False)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("public_id", backend.core.ids.PublicIdField("msg")),
                (
                    "recipient",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="inbox_messages",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("address", models.EmailField(blank=True, max_length=254)),
                ("language", models.CharField(default="de", max_length=2)),
                (
                    "category",
                    models.CharField(
                        choices=[
                            ("team", "My teams and requests"),
                            ("sprint", "Sprints and challenges I take part in"),
                            ("announcement", "Announcements of those who organise a sprint"),
                            ("review", "Reviews and selection"),
                            ("project", "My projects"),
                            ("campaign", "Campaigns I run or back"),
                            ("money", "Money: receipts, approvals, payouts (always at once)"),
                            ("account", "My account (always at once)"),
                        ],
                        max_length=12,
                    ),
                ),
                ("template", models.CharField(max_length=60)),
                ("context", models.JSONField(default=dict)),
                (
                    "circular",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="messages",
                        to="notifications.circular",
                    ),
                ),
                ("secrets", models.JSONField(default=dict)),
                ("url", models.CharField(blank=True, max_length=300)),
                ("dedupe_key", models.CharField(max_length=200, unique=True)),
                ("read_at", models.DateTimeField(null=True)),
                (
                    "mail_state",
                    models.CharField(
                        choices=[
                            ("none", "no mail"),
                            ("waiting", "waiting"),
                            ("digest", "in the next daily mail"),
                            ("sent", "sent"),
                            ("failed", "not delivered"),
                        ],
                        default="none",
                        max_length=10,
                    ),
                ),
                ("mail_attempts", models.PositiveSmallIntegerField(default=0)),
                ("mail_claimed_until", models.DateTimeField(null=True)),
                ("mail_sent_at", models.DateTimeField(null=True)),
            ],
            options={
                "ordering": ["-id"],
                "indexes": [
                    models.Index(fields=["recipient", "-id"], name="inbox"),
                    models.Index(condition=models.Q(("read_at", None)), fields=["recipient"], name="inbox_unread"),
                    models.Index(
                        condition=models.Q(("mail_state", "digest")), fields=["mail_state", "id"], name="digest_waiting"
                    ),
                    models.Index(
                        condition=models.Q(
                            ("circular__isnull", False), models.Q(("mail_state", "sent"), _negated=True)
                        ),
                        fields=["circular", "mail_state"],
                        name="message_of_circular_unsent",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("recipient__isnull", False), models.Q(("address", ""), _negated=True), _connector="OR"
                        ),
                        name="message_has_receiver",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Preference",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="message_preferences",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "category",
                    models.CharField(
                        choices=[
                            ("team", "My teams and requests"),
                            ("sprint", "Sprints and challenges I take part in"),
                            ("announcement", "Announcements of those who organise a sprint"),
                            ("review", "Reviews and selection"),
                            ("project", "My projects"),
                            ("campaign", "Campaigns I run or back"),
                            ("money", "Money: receipts, approvals, payouts (always at once)"),
                            ("account", "My account (always at once)"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "frequency",
                    models.CharField(
                        choices=[("at_once", "At once"), ("daily", "Once a day"), ("off", "Not by mail")], max_length=10
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("user", "category"), name="preference_once")],
            },
        ),
    ]
