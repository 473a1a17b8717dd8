"""The README of a team's repository, and slides that are frozen with the version that they were handed in with."""

import backend.core.clock
import backend.core.ids
import backend.core.storing
import django.db.models.deletion
import programmes.models.solution
from django.conf import settings
from django.db import migrations, models

CREATE = """
CREATE TRIGGER slides_stay BEFORE UPDATE ON programmes_solutionversion
    FOR EACH ROW WHEN (OLD.handed_in_at IS NOT NULL AND
        (OLD.slides, OLD.slides_sha256, OLD.slides_bytes, OLD.slides_title)
        IS DISTINCT FROM
        (NEW.slides, NEW.slides_sha256, NEW.slides_bytes, NEW.slides_title))
    EXECUTE FUNCTION programmes_handed_in_stays();
"""

DROP = """
DROP TRIGGER slides_stay ON programmes_solutionversion;
"""

FAILURES = [
    ("address", "This is no address that we fetch from. It has to begin with https:// and have no password."),
    ("internal", "This address leads into an internal network. We fetch from the public internet only."),
    ("unknown_host", "There is no such site. Is the address written correctly?"),
    ("unreachable", "The site did not answer, or could not prove that it is the one."),
    ("not_found", "There is no README at this address, or the repository is not public."),
    ("not_public", "The site does not give us the README. Is the repository public?"),
    ("too_large", "The README is too large: we take at most 200 kB."),
    ("too_slow", "The site took too long to answer."),
    ("not_text", "What we found is no text. Please name the repository, or the README itself."),
    ("empty", "The README is empty."),
    ("broken", "The site answered with something that we do not understand."),
]


class Migration(migrations.Migration):
    dependencies = [
        ("programmes", "0016_several_solutions"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="solutionversion",
            name="slides",
            field=models.FileField(
                blank=True,
                editable=False,
                max_length=200,
                storage=backend.core.storing.private_storage,
                upload_to=programmes.models.solution.slides_path,
                verbose_name="slides",
            ),
        ),
        migrations.AddField(
            model_name="solutionversion",
            name="slides_sha256",
            field=models.CharField(blank=True, editable=False, max_length=64),
        ),
        migrations.AddField(
            model_name="solutionversion",
            name="slides_bytes",
            field=models.PositiveIntegerField(default=0, editable=False),
        ),
        migrations.AddField(
            model_name="solutionversion",
            name="slides_title",
            field=models.CharField(blank=True, max_length=120, verbose_name="title of the slides"),
        ),
        migrations.AddConstraint(
            model_name="solutionversion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("slides", ""), ("slides_bytes", 0), ("slides_sha256", ""), ("slides_title", "")),
                    models.Q(
                        ("slides_bytes__gt", 0),
                        ("slides_sha256__regex", "^[0-9a-f]{64}$"),
                        models.Q(("slides", ""), _negated=True),
                        models.Q(("slides_title", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="solution_version_slides_whole",
            ),
        ),
        migrations.CreateModel(
            name="Readme",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(default=backend.core.clock.now, editable=False)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("public_id", backend.core.ids.PublicIdField("rdm")),
                (
                    "address",
                    models.CharField(blank=True, max_length=500, verbose_name="address of your repository"),
                ),
                ("asked_at", models.DateTimeField(default=backend.core.clock.now, editable=False)),
                ("text", models.TextField(blank=True, editable=False, max_length=200000)),
                ("sha256", models.CharField(blank=True, editable=False, max_length=64)),
                ("source", models.CharField(blank=True, editable=False, max_length=1000)),
                ("fetched_at", models.DateTimeField(editable=False, null=True)),
                ("failure", models.CharField(blank=True, choices=FAILURES, editable=False, max_length=14)),
                ("failed_at", models.DateTimeField(editable=False, null=True)),
                (
                    "named_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="readmes",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "team",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="readme", to="programmes.team"
                    ),
                ),
            ],
            options={"ordering": ["id"]},
        ),
        migrations.AddConstraint(
            model_name="readme",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("fetched_at", None), ("sha256", ""), ("source", ""), ("text", "")),
                    models.Q(
                        ("fetched_at__isnull", False),
                        ("sha256__regex", "^[0-9a-f]{64}$"),
                        models.Q(("text", ""), _negated=True),
                        models.Q(("source", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="readme_fetched_whole",
            ),
        ),
        migrations.AddConstraint(
            model_name="readme",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("failed_at", None), ("failure", "")),
                    models.Q(("failed_at__isnull", False), models.Q(("failure", ""), _negated=True)),
                    _connector="OR",
                ),
                name="readme_failure_has_moment",
            ),
        ),
        migrations.AddConstraint(
            model_name="readme",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("address", ""), _negated=True),
                    models.Q(("failed_at", None), ("fetched_at", None)),
                    _connector="OR",
                ),
                name="readme_of_an_address",
            ),
        ),
        migrations.RunSQL(CREATE, DROP),
    ]
