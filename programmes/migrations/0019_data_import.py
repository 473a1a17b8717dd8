"""What is read of other systems: packages as well as tables of Devpost, in one table."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

import backend.core.ids

# In a package each table has rows of its own; what was found names the file that it was found in.
ROWS_BY_FILE = """
UPDATE programmes_dataimport SET
    into_id = sprint_id,
    rows = CASE WHEN projects = '[]' THEN '{}'::jsonb
        ELSE jsonb_build_object('projects.csv', projects, 'activities.csv', stars) END,
    findings = coalesce((
        SELECT jsonb_agg(jsonb_build_array('devpost.csv') || one ORDER BY place)
        FROM jsonb_array_elements(findings) WITH ORDINALITY AS told (one, place)
    ), '[]'::jsonb);
"""
ROWS_OF_DEVPOST = """
DELETE FROM programmes_dataimport WHERE source <> 'devpost';
UPDATE programmes_dataimport SET
    projects = coalesce(rows -> 'projects.csv', '[]'::jsonb),
    stars = coalesce(rows -> 'activities.csv', '[]'::jsonb),
    findings = coalesce((
        SELECT jsonb_agg(one - 0 ORDER BY place)
        FROM jsonb_array_elements(findings) WITH ORDINALITY AS told (one, place)
    ), '[]'::jsonb);
"""
STATES = ["reading", "ready", "taking", "done", "discarded", "failed"]


def forth(_apps: object, editor: BaseDatabaseSchemaEditor) -> None:
    editor.execute(ROWS_BY_FILE)


def back(_apps: object, editor: BaseDatabaseSchemaEditor) -> None:
    editor.execute(ROWS_OF_DEVPOST)


def sprint(**given: object) -> models.ForeignKey:
    return models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="programmes.sprint", **given)


class Migration(migrations.Migration):
    dependencies = [("programmes", "0018_abstain")]

    operations = [
        migrations.RemoveConstraint("devpostimport", "devpost_import_state_known"),
        migrations.RemoveConstraint("devpostimport", "devpost_import_taking_once"),
        migrations.RemoveConstraint("devpostimport", "devpost_import_done_has_moment"),
        migrations.RenameModel("DevpostImport", "DataImport"),
        migrations.RenameIndex("dataimport", new_name="data_import_list", old_name="devpost_import_list"),
        migrations.AlterField("dataimport", "public_id", backend.core.ids.PublicIdField("imp")),
        migrations.AlterField("dataimport", "sprint", sprint(related_name="data_imports")),
        migrations.AlterField(
            "dataimport",
            "layout",
            models.CharField(blank=True, editable=False, max_length=20, verbose_name="layout"),
        ),
        migrations.AlterField(
            "dataimport",
            "count",
            models.PositiveIntegerField(default=0, editable=False, verbose_name="challenges and solutions"),
        ),
        migrations.AddField(
            "dataimport",
            "source",
            models.CharField(
                choices=[("devpost", "table of Devpost"), ("package", "package")],
                default="devpost",
                editable=False,
                max_length=7,
                verbose_name="where it is from",
            ),
            preserve_default=False,
        ),
        migrations.AlterField(
            "dataimport",
            "state",
            models.CharField(
                choices=[
                    ("reading", "is being tried out"),
                    ("ready", "can be looked at"),
                    ("taking", "is being taken over"),
                    ("done", "taken over"),
                    ("discarded", "put aside"),
                    ("failed", "could not be taken over"),
                ],
                default="reading",
                max_length=10,
                verbose_name="state",
            ),
        ),
        migrations.AddField("dataimport", "into", sprint(editable=False, null=True, related_name="+")),
        migrations.AddField("dataimport", "rows", models.JSONField(default=dict, editable=False)),
        migrations.AddField("dataimport", "tables", models.JSONField(default=list, editable=False)),
        migrations.RunPython(forth, reverse_code=back),
        migrations.RemoveField("dataimport", "projects"),
        migrations.RemoveField("dataimport", "stars"),
        migrations.AddConstraint(
            "dataimport",
            models.CheckConstraint(condition=models.Q(("state__in", STATES)), name="data_import_state_known"),
        ),
        migrations.AddConstraint(
            "dataimport",
            models.CheckConstraint(
                condition=models.Q(("source__in", ["devpost", "package"])), name="data_import_source_known"
            ),
        ),
        migrations.AddConstraint(
            "dataimport",
            models.UniqueConstraint(
                condition=models.Q(("state", "taking")), fields=("sprint",), name="data_import_taking_once"
            ),
        ),
        migrations.AddConstraint(
            "dataimport",
            models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "done"), _negated=True),
                    models.Q(("done_at__isnull", False), ("into__isnull", False)),
                    _connector="OR",
                ),
                name="data_import_done_is_known",
            ),
        ),
    ]
