from collections import defaultdict
from typing import Any

import django.db.models.deletion
from django.db import migrations, models

CREATE = """
CREATE FUNCTION programmes_vote_follows() RETURNS trigger LANGUAGE plpgsql AS $$
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
CREATE TRIGGER vote_follows AFTER INSERT ON programmes_vote FOR EACH ROW EXECUTE FUNCTION programmes_vote_follows();

CREATE FUNCTION programmes_vote_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a vote is never changed' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER vote_stays BEFORE UPDATE OR DELETE ON programmes_vote FOR EACH ROW EXECUTE FUNCTION programmes_vote_stays();
"""

DROP = """
DROP TRIGGER vote_stays ON programmes_vote;
DROP FUNCTION programmes_vote_stays();
DROP TRIGGER vote_follows ON programmes_vote;
DROP FUNCTION programmes_vote_follows();
"""


def from_reviews(apps: Any, _schema_editor: Any) -> None:
    """Of reviews from before the log: what is known of them, which is how they stand."""
    review, score, vote = (apps.get_model("programmes", name) for name in ("Review", "Score", "Vote"))
    points: dict[int, dict[str, int]] = defaultdict(dict)
    for key, criterion, given in score.objects.values_list("review_id", "criterion__public_id", "points"):
        points[key][criterion] = given
    rows = []
    for one in review.objects.order_by("created_at", "id").iterator():
        rows.append(vote(review=one, kind="assigned", at=one.created_at))
        if one.state == "submitted" and points[one.pk]:
            rows.append(vote(review=one, kind="submitted", points=points[one.pk], at=one.submitted_at))
        if one.state == "recused":
            rows.append(vote(review=one, kind="recused", at=one.updated_at))
    vote.objects.bulk_create(rows, batch_size=1_000)


class Migration(migrations.Migration):
    dependencies = [("programmes", "0004_registration_counts")]

    operations = [
        migrations.CreateModel(
            name="Vote",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=10)),
                ("points", models.JSONField(default=dict)),
                ("at", models.DateTimeField()),
                (
                    "review",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="votes", to="programmes.review"
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["assigned", "submitted", "reopened", "recused"])),
                        name="vote_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "submitted"), models.Q(("points", {}), _negated=True)),
                            models.Q(models.Q(("kind", "submitted"), _negated=True), ("points", {})),
                            _connector="OR",
                        ),
                        name="vote_has_points_if_submitted",
                    ),
                ],
            },
        ),
        migrations.RunSQL(CREATE, DROP),
        migrations.RunPython(from_reviews, migrations.RunPython.noop),
    ]
