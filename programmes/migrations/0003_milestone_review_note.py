from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("programmes", "0002_triggers")]
    operations = [
        migrations.AddField(
            model_name="milestone",
            name="review_note",
            field=models.TextField(blank=True, default="", max_length=2000, verbose_name="note of the review"),
            preserve_default=False,
        )
    ]
