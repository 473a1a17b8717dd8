"""Rules become whole rule sets, and every fund gets a journal."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from funding.domain.rule_axes import Base, Caps, Gates, Percentage, Reversal
from funding.domain.rule_set import RuleSet, digest, from_data, to_data

COLUMNS = ("rate_bp", "cap_campaign_minor", "cap_pledge_minor", "window_starts_at", "window_ends_at")


def describe_rules(apps, schema_editor):
    """Write every rule as the rule set that it is. What was matched before there were journals cannot be told."""
    if apps.get_model("funding", "Match").objects.exists() or apps.get_model("funding", "Deposit").objects.exists():
        raise RuntimeError("Funds from before the journal cannot be taken over. Please set up an empty database.")
    schema_editor.execute("ALTER TABLE funding_matchingrule DISABLE TRIGGER rule_immutable")
    for rule in apps.get_model("funding", "MatchingRule").objects.all():
        known = RuleSet(
            base=Base.PLEDGE,
            function=Percentage(rule.rate_bp),
            caps=Caps(campaign_minor=rule.cap_campaign_minor, pledge_match_minor=rule.cap_pledge_minor),
            gates=Gates(starts_at=rule.window_starts_at, ends_at=rule.window_ends_at),
            reversal=Reversal.BEAR,
        )
        rule.definition, rule.digest = to_data(known), digest(known)
        rule.save(update_fields=["definition", "digest"])
    schema_editor.execute("ALTER TABLE funding_matchingrule ENABLE TRIGGER rule_immutable")


def spell_out_rules(apps, schema_editor):
    """Only percentages with two caps and a window had columns."""
    schema_editor.execute("ALTER TABLE funding_matchingrule DISABLE TRIGGER rule_immutable")
    for rule in apps.get_model("funding", "MatchingRule").objects.all():
        known = from_data(rule.definition)
        if not isinstance(known.function, Percentage):
            raise RuntimeError("Only percentages fit into the columns of before.")
        rule.rate_bp = known.function.rate_bp
        rule.cap_campaign_minor, rule.cap_pledge_minor = known.caps.campaign_minor, known.caps.pledge_match_minor
        rule.window_starts_at, rule.window_ends_at = known.gates.starts_at, known.gates.ends_at
        rule.save(update_fields=COLUMNS)
    schema_editor.execute("ALTER TABLE funding_matchingrule ENABLE TRIGGER rule_immutable")


class Migration(migrations.Migration):
    dependencies = [
        ("funding", "0006_who_counts_functions"),
        ("ledger", "0003_closing_postings"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="FundBook",
            fields=[
                (
                    "fund",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="book",
                        serialize=False,
                        to="funding.fund",
                    ),
                ),
                ("sequence", models.BigIntegerField(default=0)),
                ("matches", models.BigIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name="FundEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sequence", models.BigIntegerField()),
                ("kind", models.CharField(max_length=20)),
                ("data", models.JSONField()),
                ("at", models.DateTimeField()),
            ],
            options={
                "ordering": ["fund", "sequence"],
            },
        ),
        migrations.AddField(
            model_name="matchingrule",
            name="definition",
            field=models.JSONField(editable=False, null=True, verbose_name="the whole rule"),
        ),
        migrations.AddField(
            model_name="matchingrule",
            name="digest",
            field=models.CharField(editable=False, max_length=64, null=True),
        ),
        migrations.RunPython(describe_rules, spell_out_rules),
        migrations.AlterField(
            model_name="matchingrule",
            name="definition",
            field=models.JSONField(editable=False, verbose_name="the whole rule"),
        ),
        migrations.AlterField(
            model_name="matchingrule",
            name="digest",
            field=models.CharField(editable=False, max_length=64),
        ),
        migrations.RemoveConstraint(
            model_name="matchingrule",
            name="rule_rate_positive",
        ),
        migrations.RemoveConstraint(
            model_name="matchingrule",
            name="rule_cap_campaign_positive",
        ),
        migrations.RemoveConstraint(
            model_name="matchingrule",
            name="rule_cap_pledge_positive",
        ),
        migrations.RemoveConstraint(
            model_name="matchingrule",
            name="rule_window_in_order",
        ),
        migrations.AlterField(
            model_name="matchingrule",
            name="rate_bp",
            field=models.PositiveIntegerField(null=True),
        ),
        migrations.RemoveField(
            model_name="matchingrule",
            name="cap_campaign_minor",
        ),
        migrations.RemoveField(
            model_name="matchingrule",
            name="cap_pledge_minor",
        ),
        migrations.RemoveField(
            model_name="matchingrule",
            name="rate_bp",
        ),
        migrations.RemoveField(
            model_name="matchingrule",
            name="window_ends_at",
        ),
        migrations.RemoveField(
            model_name="matchingrule",
            name="window_starts_at",
        ),
        migrations.AddField(
            model_name="match",
            name="number",
            field=models.BigIntegerField(editable=False, null=True),
        ),
        migrations.AddConstraint(
            model_name="match",
            constraint=models.UniqueConstraint(fields=("position", "number"), name="match_number_once"),
        ),
        migrations.AddConstraint(
            model_name="matchingrule",
            constraint=models.CheckConstraint(
                condition=models.Q(("digest__regex", "^[0-9a-f]{64}$")), name="rule_digest_is_one"
            ),
        ),
        migrations.AddConstraint(
            model_name="fundbook",
            constraint=models.CheckConstraint(
                condition=models.Q(("matches__gte", 0), ("sequence__gte", 0)), name="fund_book_sequence_not_negative"
            ),
        ),
        migrations.AddField(
            model_name="fundevent",
            name="fund",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="events", to="funding.fund"
            ),
        ),
        migrations.AddConstraint(
            model_name="fundevent",
            constraint=models.UniqueConstraint(fields=("fund", "sequence"), name="fund_event_sequence_once"),
        ),
        migrations.AddConstraint(
            model_name="fundevent",
            constraint=models.CheckConstraint(
                condition=models.Q(("sequence__gte", 1)), name="fund_event_sequence_positive"
            ),
        ),
        migrations.AddConstraint(
            model_name="fundevent",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "kind__in",
                        [
                            "rule_published",
                            "deposited",
                            "withdrawn",
                            "campaign_accepted",
                            "payee_verified",
                            "campaign_ended",
                            "pledged",
                            "paid",
                            "expired",
                            "refunded",
                            "refund_undone",
                            "same_person",
                            "dispute_opened",
                            "dispute_won",
                            "dispute_lost",
                            "pledge_decided",
                            "approved",
                            "paid_out",
                            "payout_undone",
                            "burden_decided",
                            "fund_closed",
                        ],
                    )
                ),
                name="fund_event_kind_known",
            ),
        ),
    ]
