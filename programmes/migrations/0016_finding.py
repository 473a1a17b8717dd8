"""What open roles are found by: their words in small letters, kept by the database."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
from django.db import migrations, models

CREATE = """
CREATE FUNCTION programmes_words_folded(skills varchar[], title varchar) RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT array_agg(DISTINCT lower(word)) FROM unnest(skills || title) AS word
$$;
ALTER TABLE programmes_openrole ADD COLUMN words text[] GENERATED ALWAYS AS (programmes_words_folded(skills, title)) STORED;
CREATE INDEX open_role_words ON programmes_openrole USING gin (words) WHERE state = 'open';
"""
DROP = """
ALTER TABLE programmes_openrole DROP COLUMN words;
DROP FUNCTION programmes_words_folded(varchar[], varchar);
"""


class Migration(migrations.Migration):
    dependencies = [("programmes", "0015_calls")]

    operations = [
        # Function, column and index go together: the column hangs on the function.
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunSQL(CREATE, DROP)],
            state_operations=[
                migrations.AddField(
                    model_name="openrole",
                    name="words",
                    field=models.GeneratedField(
                        db_persist=True,
                        expression=models.Func(
                            models.F("skills"), models.F("title"), function="programmes_words_folded"
                        ),
                        output_field=django.contrib.postgres.fields.ArrayField(
                            base_field=models.TextField(), size=None
                        ),
                    ),
                ),
                migrations.AddIndex(
                    model_name="openrole",
                    index=django.contrib.postgres.indexes.GinIndex(
                        condition=models.Q(("state", "open")), fields=["words"], name="open_role_words"
                    ),
                ),
            ],
        ),
    ]
