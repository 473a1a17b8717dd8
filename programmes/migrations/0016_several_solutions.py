"""A team hands in several solutions where its sprint allows that. The way back is closed once a team has several."""

from typing import Any

import django.db.models.deletion
from django.db import migrations, models
from django.db.migrations.exceptions import IrreversibleError


def require_one_each(apps: Any, _schema_editor: Any) -> None:
    solutions = apps.get_model("programmes", "Solution").objects.order_by().values("team")
    several = solutions.annotate(count=models.Count("pk")).filter(count__gt=1).count()
    if several:
        raise IrreversibleError(f"{several} teams have several solutions, which the state before has no room for")


class Migration(migrations.Migration):
    dependencies = [("programmes", "0015_stages")]

    operations = [
        migrations.AddField(
            model_name="sprint",
            name="solutions_per_team",
            field=models.PositiveSmallIntegerField(default=1, verbose_name="solutions of a team"),
        ),
        migrations.AddConstraint(
            model_name="sprint",
            constraint=models.CheckConstraint(
                condition=models.Q(("solutions_per_team__gte", 1), ("solutions_per_team__lte", 5)),
                name="sprint_solutions_per_team_sane",
            ),
        ),
        migrations.AlterField(
            model_name="solution",
            name="team",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="solutions", to="programmes.team"
            ),
        ),
        migrations.RunPython(migrations.RunPython.noop, require_one_each),
    ]
