"""Connectors, whom they may introduce, and whom they have introduced to whom."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import backend.core.clock
import backend.core.ids

STATES = [
    ("sent", "waits for both answers"),
    ("accepted", "in the team"),
    ("declined", "did not fit"),
    ("withdrawn", "withdrawn"),
]


class Migration(migrations.Migration):
    dependencies = [("programmes", "0018_overflow"), migrations.swappable_dependency(settings.AUTH_USER_MODEL)]

    operations = [
        migrations.AddField(
            model_name="registration",
            name="introducible_since",
            field=models.DateTimeField(
                blank=True, editable=False, null=True, verbose_name="connectors may introduce me to teams since"
            ),
        ),
        migrations.AddIndex(
            model_name="registration",
            index=models.Index(
                condition=models.Q(("introducible_since__isnull", False)),
                fields=["sprint", "introducible_since", "id"],
                name="registration_introducible",
            ),
        ),
        migrations.CreateModel(
            name="Connector",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(default=backend.core.clock.now, editable=False)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("public_id", backend.core.ids.PublicIdField("con")),
                (
                    "sprint",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="connectors", to="programmes.sprint"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="connecting",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "appointed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={"ordering": ["created_at", "id"]},
        ),
        migrations.CreateModel(
            name="Introduction",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(default=backend.core.clock.now, editable=False)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("public_id", backend.core.ids.PublicIdField("itd")),
                ("message", models.TextField(max_length=1000, verbose_name="why they fit")),
                (
                    "state",
                    models.CharField(choices=STATES, default="sent", max_length=10, verbose_name="state"),
                ),
                ("person_agreed_at", models.DateTimeField(editable=False, null=True)),
                ("team_agreed_at", models.DateTimeField(editable=False, null=True)),
                (
                    "team",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="introductions", to="programmes.team"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="introductions",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "sent_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="introductions_sent",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={"ordering": ["-id"]},
        ),
        migrations.AddConstraint(
            model_name="connector",
            constraint=models.UniqueConstraint(fields=("sprint", "user"), name="connector_once"),
        ),
        migrations.AddIndex(
            model_name="introduction", index=models.Index(fields=["user", "state"], name="introduction_of_user")
        ),
        migrations.AddIndex(
            model_name="introduction", index=models.Index(fields=["sent_by", "-id"], name="introduction_sent_list")
        ),
        migrations.AddConstraint(
            model_name="introduction",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["sent", "accepted", "declined", "withdrawn"])),
                name="introduction_state_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="introduction",
            constraint=models.UniqueConstraint(fields=("team", "user"), name="introduction_once"),
        ),
        migrations.AddConstraint(
            model_name="introduction",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "accepted"), _negated=True),
                    models.Q(("person_agreed_at__isnull", False), ("team_agreed_at__isnull", False)),
                    _connector="OR",
                ),
                name="introduction_accepted_by_both",
            ),
        ),
    ]
