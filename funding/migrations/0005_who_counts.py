"""Who gave, recognised by keyed digests; and cases about who counts."""

import backend.core.clock
import backend.core.ids
import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("funding", "0004_fund_decisions_held"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="CaseDecision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(default=backend.core.clock.now, editable=False)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("public_id", backend.core.ids.PublicIdField("cde")),
                (
                    "verdict",
                    models.CharField(
                        choices=[("open", "open"), ("counted", "counts"), ("excluded", "does not count")],
                        max_length=8,
                        verbose_name="decision",
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "the full rate"),
                            ("pledge_cap", "the most for one pledge is reached"),
                            ("campaign_cap", "the most for one campaign is reached"),
                            ("pool", "the fund has no more free money"),
                            ("own_team", "a pledge from the project's own team does not count"),
                            ("window", "outside the dates of the fund"),
                            ("sponsor_staff", "a pledge from somebody of the fund's sponsors does not count"),
                            ("same_means", "paid with a card or an account of the project's own team"),
                            ("second_account", "a second account of the same person does not count"),
                            ("excluded", "a manager of the fund has decided that it does not count"),
                        ],
                        max_length=14,
                        verbose_name="reason",
                    ),
                ),
                ("note", models.CharField(max_length=1000, verbose_name="note for the managers")),
                ("answer_de", models.TextField(max_length=2000, verbose_name="answer to the backer in German")),
                ("answer_en", models.TextField(max_length=2000, verbose_name="answer to the backer in English")),
            ],
            options={
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="PledgeCase",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(default=backend.core.clock.now, editable=False)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("public_id", backend.core.ids.PublicIdField("cas")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("same_means", "same card or bank account as a person of the team"),
                            ("sponsor_staff", "same person as somebody of the fund's sponsors"),
                            ("own_team", "same person as somebody of the team"),
                            ("many_from_one", "many pledges from one card or bank account"),
                            ("burst", "unusually many new backers at once"),
                            ("by_hand", "opened by a manager"),
                        ],
                        max_length=14,
                        verbose_name="why it was opened",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "open"), ("counted", "counts"), ("excluded", "does not count")],
                        default="open",
                        max_length=8,
                        verbose_name="state",
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=1000, verbose_name="what is in question")),
            ],
            options={
                "ordering": ["-id"],
            },
        ),
        migrations.CreateModel(
            name="PledgeIdentity",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("account", "account"),
                            ("email", "e-mail address"),
                            ("card", "card"),
                            ("iban", "bank account"),
                        ],
                        max_length=8,
                    ),
                ),
                ("digest", models.CharField(max_length=64)),
            ],
        ),
        migrations.AddField(
            model_name="payeeaccount",
            name="means",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=64), blank=True, default=list, editable=False, size=None
            ),
        ),
        migrations.AddField(
            model_name="pledge",
            name="person",
            field=models.BigIntegerField(default=1, editable=False),
            preserve_default=False,
        ),
        migrations.AlterField(
            model_name="match",
            name="bound",
            field=models.CharField(
                blank=True,
                choices=[
                    ("", "the full rate"),
                    ("pledge_cap", "the most for one pledge is reached"),
                    ("campaign_cap", "the most for one campaign is reached"),
                    ("pool", "the fund has no more free money"),
                    ("own_team", "a pledge from the project's own team does not count"),
                    ("window", "outside the dates of the fund"),
                    ("sponsor_staff", "a pledge from somebody of the fund's sponsors does not count"),
                    ("same_means", "paid with a card or an account of the project's own team"),
                    ("second_account", "a second account of the same person does not count"),
                    ("excluded", "a manager of the fund has decided that it does not count"),
                ],
                editable=False,
                max_length=14,
                verbose_name="limit",
            ),
        ),
        migrations.AlterField(
            model_name="match",
            name="state",
            field=models.CharField(
                choices=[
                    ("reserved", "reserved until the payment"),
                    ("confirmed", "waits for approval"),
                    ("approved", "approved"),
                    ("paid", "paid out"),
                    ("released", "released"),
                    ("clawed_back", "claimed back"),
                    ("frozen", "on hold until a question is settled"),
                ],
                default="reserved",
                max_length=12,
                verbose_name="state",
            ),
        ),
        migrations.AlterField(
            model_name="matchcause",
            name="kind",
            field=models.CharField(
                choices=[
                    ("pledge", "pledge"),
                    ("payment", "payment"),
                    ("expiry", "payment page ended"),
                    ("failure", "payment failed"),
                    ("refund", "refund"),
                    ("rounding", "recalculation after a refund"),
                    ("dispute_opened", "dispute opened"),
                    ("dispute_won", "dispute won"),
                    ("dispute_lost", "dispute lost"),
                    ("approval", "approval"),
                    ("payout", "payout"),
                    ("decision", "decision of a person"),
                    ("hold", "on hold while a question is open"),
                    ("exclusion", "the payment showed that the pledge does not count"),
                ],
                max_length=16,
            ),
        ),
        migrations.AddIndex(
            model_name="pledge",
            index=models.Index(fields=["campaign", "person"], name="pledge_of_person"),
        ),
        migrations.AddConstraint(
            model_name="pledge",
            constraint=models.CheckConstraint(
                condition=models.Q(("person__gte", 1), ("person__lte", models.F("sequence"))),
                name="pledge_person_gave_before",
            ),
        ),
        migrations.AddField(
            model_name="casedecision",
            name="decided_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="pledgecase",
            name="opened_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="pledgecase",
            name="pledge",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="cases", to="funding.pledge"
            ),
        ),
        migrations.AddField(
            model_name="pledgecase",
            name="position",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="cases", to="funding.fundcampaign"
            ),
        ),
        migrations.AddField(
            model_name="casedecision",
            name="case",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="decisions", to="funding.pledgecase"
            ),
        ),
        migrations.AddField(
            model_name="pledgeidentity",
            name="campaign",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="funding.campaign"
            ),
        ),
        migrations.AddField(
            model_name="pledgeidentity",
            name="pledge",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="identities", to="funding.pledge"
            ),
        ),
        migrations.AddIndex(
            model_name="pledgecase",
            index=models.Index(fields=["position", "state", "-id"], name="case_of_position"),
        ),
        migrations.AddConstraint(
            model_name="pledgecase",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["open", "counted", "excluded"])), name="pledge_case_state_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="pledgecase",
            constraint=models.UniqueConstraint(fields=("position", "pledge"), name="case_once"),
        ),
        migrations.AddConstraint(
            model_name="pledgecase",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("kind__in", ["same_means", "sponsor_staff", "own_team", "many_from_one", "burst", "by_hand"])
                ),
                name="case_kind_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="pledgecase",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "by_hand"), _negated=True),
                    models.Q(models.Q(("note", ""), _negated=True), ("opened_by__isnull", False)),
                    _connector="OR",
                ),
                name="case_by_hand_says_why",
            ),
        ),
        migrations.AddConstraint(
            model_name="casedecision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("reason", ""), ("verdict", "counted")),
                    models.Q(
                        ("reason__in", ["own_team", "sponsor_staff", "same_means", "second_account", "excluded"]),
                        ("verdict", "excluded"),
                    ),
                    _connector="OR",
                ),
                name="case_decision_has_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="casedecision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("note", ""), _negated=True),
                    models.Q(("answer_de", ""), _negated=True),
                    models.Q(("answer_en", ""), _negated=True),
                ),
                name="case_decision_says_why",
            ),
        ),
        migrations.AddIndex(
            model_name="pledgeidentity",
            index=models.Index(fields=["campaign", "digest"], name="identity_in_campaign"),
        ),
        migrations.AddIndex(
            model_name="pledgeidentity",
            index=models.Index(fields=["digest"], name="identity_anywhere"),
        ),
        migrations.AddConstraint(
            model_name="pledgeidentity",
            constraint=models.UniqueConstraint(fields=("pledge", "digest"), name="identity_once"),
        ),
        migrations.AddConstraint(
            model_name="pledgeidentity",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["account", "email", "card", "iban"])), name="identity_kind_known"
            ),
        ),
    ]
