import django.db.models.deletion
import django.db.models.expressions
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Account",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("processor", "money at the payment provider"),
                            ("fees", "fees of the payment provider"),
                            ("platform_costs", "costs that the platform bears"),
                            ("campaign_money", "money of the backers for a campaign"),
                            ("campaign_debt", "what a campaign has to give back"),
                            ("fund_source", "what sponsors have paid in"),
                            ("fund_pool", "free money of a fund"),
                            ("match_money", "approved money of a fund for a campaign"),
                            ("fund_paid", "money of a fund that was paid out"),
                            ("fund_borne", "paid out without a pledge any more, borne by the fund"),
                            ("fund_claimed", "paid out without a pledge any more, claimed back"),
                            ("fund_open", "paid out without a pledge any more, undecided"),
                        ],
                        max_length=20,
                    ),
                ),
                ("owner_ref", models.CharField(max_length=40)),
                ("currency", models.CharField(max_length=3)),
                ("limited", models.BooleanField()),
                ("created_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("kind", "owner_ref", "currency"), name="ledger_account_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind__in", ["campaign_money", "fund_pool", "match_money"]), ("limited", True)),
                            models.Q(
                                ("limited", False),
                                models.Q(("kind__in", ["campaign_money", "fund_pool", "match_money"]), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="ledger_account_limited_by_kind",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Balance",
            fields=[
                ("account_id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("debits_pending", models.BigIntegerField(default=0)),
                ("debits_posted", models.BigIntegerField(default=0)),
                ("credits_pending", models.BigIntegerField(default=0)),
                ("credits_posted", models.BigIntegerField(default=0)),
                ("version", models.BigIntegerField(default=0)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "credits_posted__gte",
                                django.db.models.expressions.CombinedExpression(
                                    models.F("debits_posted"), "+", models.F("debits_pending")
                                ),
                            )
                        ),
                        name="ledger_balance_covered",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("credits_pending__gte", 0),
                            ("credits_posted__gte", 0),
                            ("debits_pending__gte", 0),
                            ("debits_posted__gte", 0),
                        ),
                        name="ledger_balance_not_negative",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Posting",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("payment_received", "payment received"),
                            ("refund_held", "refund requested"),
                            ("refund_paid", "refund paid"),
                            ("refund_failed", "refund failed"),
                            ("dispute_held", "dispute opened"),
                            ("dispute_won", "dispute won"),
                            ("dispute_lost", "dispute lost"),
                            ("deposit_received", "deposit received"),
                            ("deposit_returned", "deposit returned"),
                            ("match_reserved", "match reserved"),
                            ("match_changed", "match changed"),
                            ("match_approved", "match approved"),
                            ("match_borne", "match borne by the fund"),
                            ("match_unbacked", "match without a pledge any more"),
                            ("claim_paid", "claim paid back"),
                            ("payout_held", "payout requested"),
                            ("payout_paid", "payout paid"),
                            ("payout_failed", "payout failed"),
                            ("debt_recovered", "debt recovered"),
                            ("debt_written_off", "debt written off"),
                            ("remainder_returned", "what was left returned to a sponsor"),
                            ("rolled_over", "what was left moved to another fund"),
                        ],
                        max_length=20,
                    ),
                ),
                ("idempotency_key", models.CharField(max_length=120, unique=True)),
                ("reference", models.CharField(max_length=40)),
                ("digest", models.CharField(max_length=32)),
                ("at", models.DateTimeField()),
            ],
            options={
                "indexes": [models.Index(fields=["reference", "id"], name="ledger_posting_by_reference")],
            },
        ),
        migrations.CreateModel(
            name="Transfer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "posting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="transfers", to="ledger.posting"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("single", "final"),
                            ("pending", "pending"),
                            ("post", "pending, made final"),
                            ("void", "pending, given back"),
                        ],
                        max_length=8,
                    ),
                ),
                (
                    "debit_account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="debits", to="ledger.account"
                    ),
                ),
                (
                    "credit_account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="credits", to="ledger.account"
                    ),
                ),
                ("amount_minor", models.BigIntegerField()),
                ("currency", models.CharField(max_length=3)),
                (
                    "pending_of",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="settled_by",
                        to="ledger.transfer",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("amount_minor__gt", 0)), name="ledger_transfer_positive"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("debit_account", models.F("credit_account")), _negated=True),
                        name="ledger_transfer_between_two_accounts",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind__in", ["post", "void"]), ("pending_of__isnull", False)),
                            models.Q(("kind__in", ["single", "pending"]), ("pending_of__isnull", True)),
                            _connector="OR",
                        ),
                        name="ledger_transfer_settles_a_pending_one",
                    ),
                ],
            },
        ),
    ]
