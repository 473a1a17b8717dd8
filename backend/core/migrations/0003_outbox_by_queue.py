"""Each queue is read by itself: what waits for a full one is not passed by again in each round."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0002_triggers"),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="outboxmessage",
            name="outbox_to_relay",
        ),
        migrations.AddIndex(
            model_name="outboxmessage",
            index=models.Index(
                condition=models.Q(("dead_at", None), ("handled_at", None)),
                fields=["queue", "available_at", "id"],
                name="outbox_queue_to_relay",
            ),
        ),
    ]
