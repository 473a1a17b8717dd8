import backend.core.clock
import backend.core.ids
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
import funding.models.campaign
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0001_initial"),
        ("accounts", "__first__"),
        ("ledger", "0001_initial"),
        ("programmes", "0002_triggers"),
    ]

    operations = [
        migrations.CreateModel(
            name="Payment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(default=backend.core.clock.now, editable=False)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("public_id", backend.core.ids.PublicIdField("pay")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("created", "begun"),
                            ("submitting", "the payment page is being prepared"),
                            ("open", "the payment page is open"),
                            ("succeeded", "paid"),
                            ("failed", "failed"),
                            ("expired", "not paid in time"),
                            ("refunded", "paid back"),
                            ("part_refunded", "partly paid back"),
                            ("disputed", "disputed at the bank"),
                        ],
                        default="created",
                        max_length=14,
                        verbose_name="state",
                    ),
                ),
                ("checkout_session_id", models.CharField(blank=True, editable=False, max_length=100)),
                ("payment_intent_id", models.CharField(blank=True, editable=False, max_length=64)),
                ("charge_id", models.CharField(blank=True, editable=False, max_length=64)),
                ("page_url", models.URLField(blank=True, editable=False, max_length=1000)),
                ("page_expires_at", models.DateTimeField(editable=False, null=True)),
                ("submit_lease", models.DateTimeField(editable=False, null=True)),
                ("fee_minor", models.BigIntegerField(default=0, verbose_name="fee")),
                ("refunded_minor", models.BigIntegerField(default=0, verbose_name="paid back")),
                ("card_fingerprint", models.CharField(blank=True, editable=False, max_length=64)),
                ("paid_at", models.DateTimeField(editable=False, null=True)),
            ],
            options={
                "ordering": ["-id"],
                "indexes": [
                    models.Index(fields=["payment_intent_id"], name="payment_by_intent"),
                    models.Index(fields=["charge_id"], name="payment_by_charge"),
                    models.Index(fields=["card_fingerprint"], name="payment_by_card"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("checkout_session_id", ""), _negated=True),
                        fields=("checkout_session_id",),
                        name="payment_session_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("fee_minor__gte", 0), ("refunded_minor__gte", 0)),
                        name="payment_not_negative",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "state__in",
                                [
                                    "created",
                                    "submitting",
                                    "open",
                                    "succeeded",
                                    "failed",
                                    "expired",
                                    "refunded",
                                    "part_refunded",
                                    "disputed",
                                ],
                            )
                        ),
                        name="payment_state_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Campaign",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(default=backend.core.clock.now, editable=False)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("public_id", backend.core.ids.PublicIdField("cam")),
                ("slug", models.SlugField(max_length=80, unique=True, verbose_name="short name in addresses")),
                ("title", models.CharField(max_length=120, verbose_name="title")),
                ("summary", models.CharField(max_length=500, verbose_name="in one or two sentences")),
                ("story", models.TextField(blank=True, max_length=20000, verbose_name="story")),
                ("use_of_money", models.TextField(blank=True, max_length=8000, verbose_name="what the money is for")),
                (
                    "language",
                    models.CharField(
                        choices=[("de", "German"), ("en", "English")],
                        default="de",
                        max_length=2,
                        verbose_name="language of the text",
                    ),
                ),
                (
                    "image",
                    models.ImageField(
                        blank=True, max_length=200, upload_to=funding.models.campaign.image_path, verbose_name="picture"
                    ),
                ),
                ("image_alt", models.CharField(blank=True, max_length=200, verbose_name="what the picture shows")),
                ("currency", models.CharField(default="EUR", max_length=3, verbose_name="currency")),
                ("goal1_minor", models.BigIntegerField(verbose_name="first goal")),
                ("goal2_minor", models.BigIntegerField(blank=True, null=True, verbose_name="second goal")),
                (
                    "mode",
                    models.CharField(
                        choices=[("keep_it_all", "The project keeps what comes together")],
                        default="keep_it_all",
                        max_length=12,
                        verbose_name="mode",
                    ),
                ),
                ("starts_at", models.DateTimeField(verbose_name="starts at")),
                ("ends_at", models.DateTimeField(verbose_name="ends at")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "in preparation"),
                            ("submitted", "waits for a decision"),
                            ("approved", "approved, starts soon"),
                            ("running", "running"),
                            ("ended", "ended"),
                            ("declined", "declined"),
                        ],
                        default="draft",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("curator_note", models.TextField(blank=True, max_length=2000, verbose_name="note of the curator")),
                ("last_pledge_sequence", models.BigIntegerField(default=0, editable=False)),
                (
                    "created_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="campaigns", to="programmes.project"
                    ),
                ),
            ],
            options={
                "ordering": ["-starts_at", "-id"],
                "indexes": [
                    models.Index(fields=["state", "ends_at", "id"], name="campaign_list"),
                    models.Index(fields=["project", "-id"], name="campaign_of_project"),
                    django.contrib.postgres.indexes.GinIndex(
                        django.contrib.postgres.search.CombinedSearchVector(
                            django.contrib.postgres.search.CombinedSearchVector(
                                django.contrib.postgres.search.CombinedSearchVector(
                                    django.contrib.postgres.search.SearchVector("title", config="german", weight="A"),
                                    "||",
                                    django.contrib.postgres.search.SearchVector(
                                        "summary", "story", config="german", weight="B"
                                    ),
                                    django.contrib.postgres.search.SearchConfig("german"),
                                ),
                                "||",
                                django.contrib.postgres.search.SearchVector("title", config="english", weight="A"),
                                django.contrib.postgres.search.SearchConfig("german"),
                            ),
                            "||",
                            django.contrib.postgres.search.SearchVector(
                                "summary", "story", config="english", weight="B"
                            ),
                            django.contrib.postgres.search.SearchConfig("german"),
                        ),
                        name="campaign_search",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("goal1_minor__gt", 0)), name="campaign_goal1_positive"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("goal2_minor", None), ("goal2_minor__gt", models.F("goal1_minor")), _connector="OR"
                        ),
                        name="campaign_goals_in_order",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("ends_at__gt", models.F("starts_at"))), name="campaign_dates_in_order"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "declined"), _negated=True),
                            models.Q(("curator_note", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="campaign_decline_has_reason",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ["ended", "declined"]), _negated=True),
                        fields=("project",),
                        name="campaign_one_at_a_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["draft", "submitted", "approved", "running", "ended", "declined"])
                        ),
                        name="campaign_state_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CampaignUpdate",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(default=backend.core.clock.now, editable=False)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("public_id", backend.core.ids.PublicIdField("cup")),
                ("title", models.CharField(max_length=160, verbose_name="title")),
                ("body", models.TextField(max_length=10000, verbose_name="news")),
                (
                    "language",
                    models.CharField(
                        choices=[("de", "German"), ("en", "English")],
                        default="de",
                        max_length=2,
                        verbose_name="language of the text",
                    ),
                ),
                (
                    "author",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "campaign",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="updates", to="funding.campaign"
                    ),
                ),
            ],
            options={
                "ordering": ["-created_at", "-id"],
                "indexes": [models.Index(fields=["campaign", "-created_at", "-id"], name="campaign_update_list")],
            },
        ),
        migrations.CreateModel(
            name="Fund",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(default=backend.core.clock.now, editable=False)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("public_id", backend.core.ids.PublicIdField("fun")),
                ("slug", models.SlugField(max_length=80, unique=True, verbose_name="short name in addresses")),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                ("summary", models.CharField(max_length=500, verbose_name="in one or two sentences")),
                (
                    "language",
                    models.CharField(
                        choices=[("de", "German"), ("en", "English")],
                        default="de",
                        max_length=2,
                        verbose_name="language of the text",
                    ),
                ),
                ("currency", models.CharField(default="EUR", max_length=3, verbose_name="currency")),
                (
                    "state",
                    models.CharField(
                        choices=[("draft", "in preparation"), ("open", "open"), ("closed", "closed")],
                        default="draft",
                        max_length=8,
                        verbose_name="state",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="funds",
                        to="accounts.organisation",
                        verbose_name="organisation that owns it",
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="funds",
                        to="programmes.programme",
                        verbose_name="programme",
                    ),
                ),
            ],
            options={
                "ordering": ["name", "id"],
                "indexes": [models.Index(fields=["state", "name", "id"], name="fund_list")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["draft", "open", "closed"])), name="fund_state_known"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Deposit",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(default=backend.core.clock.now, editable=False)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("public_id", backend.core.ids.PublicIdField("dep")),
                ("amount_minor", models.BigIntegerField(verbose_name="amount")),
                ("currency", models.CharField(default="EUR", max_length=3, verbose_name="currency")),
                (
                    "reference",
                    models.CharField(blank=True, max_length=140, verbose_name="reference of the bank transfer"),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("announced", "announced"), ("received", "received"), ("returned", "returned")],
                        default="announced",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "sponsor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="deposits",
                        to="accounts.organisation",
                        verbose_name="sponsor",
                    ),
                ),
                (
                    "fund",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="deposits", to="funding.fund"
                    ),
                ),
            ],
            options={
                "ordering": ["-created_at", "-id"],
                "indexes": [
                    models.Index(fields=["fund", "-created_at", "-id"], name="deposit_of_fund"),
                    models.Index(fields=["sponsor", "-created_at", "-id"], name="deposit_of_sponsor"),
                ],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("amount_minor__gt", 0)), name="deposit_positive"),
                    models.UniqueConstraint(
                        condition=models.Q(("reference", ""), _negated=True),
                        fields=("fund", "sponsor", "reference"),
                        name="deposit_reference_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["announced", "received", "returned"])),
                        name="deposit_state_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="FundCampaign",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(default=backend.core.clock.now, editable=False)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("public_id", backend.core.ids.PublicIdField("fca")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("applied", "waits for a decision"),
                            ("accepted", "accepted"),
                            ("rejected", "rejected"),
                            ("suspended", "suspended"),
                        ],
                        default="applied",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("eligible_minor", models.BigIntegerField(default=0, editable=False)),
                ("matched_minor", models.BigIntegerField(default=0, editable=False)),
                ("carried_minor", models.BigIntegerField(default=0, editable=False)),
                ("last_sequence", models.BigIntegerField(default=0, editable=False)),
                ("decision_note", models.TextField(blank=True, max_length=2000, verbose_name="note on the decision")),
                (
                    "accepted_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "campaign",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="positions", to="funding.campaign"
                    ),
                ),
                (
                    "fund",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="positions", to="funding.fund"
                    ),
                ),
            ],
            options={
                "ordering": ["-created_at", "-id"],
                "indexes": [models.Index(fields=["fund", "state", "-id"], name="position_of_fund")],
                "constraints": [
                    models.UniqueConstraint(fields=("fund", "campaign"), name="position_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ["accepted", "suspended"])),
                        fields=("campaign",),
                        name="position_one_fund_a_campaign",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("carried_minor__gte", 0),
                            ("eligible_minor__gte", 0),
                            ("matched_minor__gte", models.F("carried_minor")),
                        ),
                        name="position_sums_not_negative",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["applied", "accepted", "rejected", "suspended"])),
                        name="fund_campaign_state_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="FundManager",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(default=backend.core.clock.now, editable=False)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("public_id", backend.core.ids.PublicIdField("fmg")),
                (
                    "fund",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="managers", to="funding.fund"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="managed_funds",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "constraints": [models.UniqueConstraint(fields=("fund", "user"), name="fund_manager_once")],
            },
        ),
        migrations.CreateModel(
            name="GatewayEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("event_id", models.CharField(max_length=80, unique=True)),
                ("type", models.CharField(max_length=80)),
                ("payload", models.JSONField(default=dict)),
                ("received_at", models.DateTimeField(default=backend.core.clock.now)),
                ("applied_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [models.Index(fields=["-received_at"], name="gateway_event_latest")],
            },
        ),
        migrations.CreateModel(
            name="Match",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(default=backend.core.clock.now, editable=False)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("public_id", backend.core.ids.PublicIdField("mat")),
                ("sequence", models.BigIntegerField(editable=False)),
                ("amount_minor", models.BigIntegerField(verbose_name="amount")),
                ("base_minor", models.BigIntegerField(verbose_name="part of the pledge that counts")),
                ("borne_minor", models.BigIntegerField(default=0, verbose_name="paid out without a pledge any more")),
                ("currency", models.CharField(max_length=3)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("reserved", "reserved until the payment"),
                            ("confirmed", "waits for approval"),
                            ("approved", "approved"),
                            ("paid", "paid out"),
                            ("released", "released"),
                            ("clawed_back", "claimed back"),
                            ("frozen", "on hold because of a dispute"),
                        ],
                        default="reserved",
                        max_length=12,
                        verbose_name="state",
                    ),
                ),
                ("due_before_minor", models.BigIntegerField(editable=False)),
                ("due_after_minor", models.BigIntegerField(editable=False)),
                (
                    "bound",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "the full rate"),
                            ("pledge_cap", "the most for one pledge is reached"),
                            ("campaign_cap", "the most for one campaign is reached"),
                            ("pool", "the fund has no more free money"),
                            ("own_team", "a pledge from the project's own team does not count"),
                            ("window", "outside the dates of the fund"),
                        ],
                        editable=False,
                        max_length=14,
                        verbose_name="limit",
                    ),
                ),
                ("pool_before_minor", models.BigIntegerField(editable=False)),
                ("pool_after_minor", models.BigIntegerField(editable=False)),
                ("granted_at", models.DateTimeField(editable=False, null=True, verbose_name="approved at")),
                (
                    "position",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="matches", to="funding.fundcampaign"
                    ),
                ),
                (
                    "reservation",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.transfer",
                    ),
                ),
            ],
            options={
                "ordering": ["-sequence", "-id"],
                "indexes": [
                    models.Index(fields=["position", "state", "-sequence"], name="match_of_position"),
                    models.Index(
                        condition=models.Q(("state", "confirmed")), fields=["state", "id"], name="match_to_approve"
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("amount_minor__gte", models.F("borne_minor")),
                            ("base_minor__gte", 0),
                            ("borne_minor__gte", 0),
                        ),
                        name="match_not_negative",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "released"), _negated=True), ("amount_minor", 0), _connector="OR"
                        ),
                        name="match_released_holds_nothing",
                    ),
                    models.UniqueConstraint(fields=("position", "sequence"), name="match_sequence_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["approved", "paid"]), _negated=True),
                            ("granted_at__isnull", False),
                            _connector="OR",
                        ),
                        name="match_approved_is_granted",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "state__in",
                                ["reserved", "confirmed", "approved", "paid", "released", "clawed_back", "frozen"],
                            )
                        ),
                        name="match_state_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MatchApproval",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(default=backend.core.clock.now, editable=False)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("public_id", backend.core.ids.PublicIdField("map")),
                ("amount_minor", models.BigIntegerField(verbose_name="amount that was approved")),
                ("note", models.CharField(blank=True, max_length=1000, verbose_name="note")),
                (
                    "manager",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="match_approvals",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "match",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="approvals", to="funding.match"
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "constraints": [
                    models.UniqueConstraint(fields=("match", "manager"), name="match_approved_by_two_people"),
                    models.CheckConstraint(condition=models.Q(("amount_minor__gt", 0)), name="match_approval_positive"),
                ],
            },
        ),
        migrations.CreateModel(
            name="MatchCause",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
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
                        ],
                        max_length=16,
                    ),
                ),
                ("ref", models.CharField(max_length=40)),
                ("amount_before_minor", models.BigIntegerField()),
                ("amount_after_minor", models.BigIntegerField()),
                ("base_after_minor", models.BigIntegerField()),
                ("at", models.DateTimeField()),
                (
                    "match",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="causes", to="funding.match"
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="MatchingRule",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(default=backend.core.clock.now, editable=False)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("public_id", backend.core.ids.PublicIdField("mru")),
                ("version", models.PositiveIntegerField(verbose_name="version")),
                ("rate_bp", models.PositiveIntegerField(verbose_name="rate in basis points")),
                (
                    "cap_campaign_minor",
                    models.BigIntegerField(blank=True, null=True, verbose_name="most for one campaign"),
                ),
                ("cap_pledge_minor", models.BigIntegerField(blank=True, null=True, verbose_name="most for one pledge")),
                ("window_starts_at", models.DateTimeField(blank=True, null=True, verbose_name="counts from")),
                ("window_ends_at", models.DateTimeField(blank=True, null=True, verbose_name="counts until")),
                ("valid_from_sequence", models.BigIntegerField(verbose_name="valid from sequence number")),
                (
                    "approved_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "fund",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="rules", to="funding.fund"
                    ),
                ),
            ],
            options={
                "ordering": ["fund", "-version"],
                "constraints": [
                    models.UniqueConstraint(fields=("fund", "version"), name="rule_version_once"),
                    models.CheckConstraint(condition=models.Q(("rate_bp__gt", 0)), name="rule_rate_positive"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("cap_campaign_minor", None), ("cap_campaign_minor__gt", 0), _connector="OR"
                        ),
                        name="rule_cap_campaign_positive",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("cap_pledge_minor", None), ("cap_pledge_minor__gt", 0), _connector="OR"),
                        name="rule_cap_pledge_positive",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("window_starts_at", None),
                            ("window_ends_at", None),
                            ("window_ends_at__gt", models.F("window_starts_at")),
                            _connector="OR",
                        ),
                        name="rule_window_in_order",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="match",
            name="rule",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="matches", to="funding.matchingrule"
            ),
        ),
        migrations.AddField(
            model_name="fundcampaign",
            name="rule",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="funding.matchingrule",
            ),
        ),
        migrations.CreateModel(
            name="PayeeAccount",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(default=backend.core.clock.now, editable=False)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("public_id", backend.core.ids.PublicIdField("pya")),
                ("gateway_account_id", models.CharField(blank=True, editable=False, max_length=64)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("new", "not set up yet"),
                            ("onboarding", "details are being asked for"),
                            ("verified", "can be paid"),
                            ("restricted", "the payment provider needs more details"),
                        ],
                        default="new",
                        max_length=12,
                        verbose_name="state",
                    ),
                ),
                (
                    "project",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="payee_account",
                        to="programmes.project",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("gateway_account_id", ""), _negated=True),
                        fields=("gateway_account_id",),
                        name="payee_account_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state", "new"), models.Q(("gateway_account_id", ""), _negated=True), _connector="OR"
                        ),
                        name="payee_has_an_account",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["new", "onboarding", "verified", "restricted"])),
                        name="payee_account_state_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Dispute",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(default=backend.core.clock.now, editable=False)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("public_id", backend.core.ids.PublicIdField("dsp")),
                ("gateway_id", models.CharField(editable=False, max_length=64, unique=True)),
                ("amount_minor", models.BigIntegerField(verbose_name="amount")),
                ("fee_borne_minor", models.BigIntegerField(default=0, verbose_name="fee that the platform bears")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "open at the bank"),
                            ("won", "decided for the project"),
                            ("lost", "decided for the backer"),
                        ],
                        default="open",
                        max_length=8,
                        verbose_name="state",
                    ),
                ),
                (
                    "hold",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.transfer",
                    ),
                ),
                (
                    "payment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="disputes", to="funding.payment"
                    ),
                ),
            ],
            options={
                "ordering": ["-id"],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("amount_minor__gt", 0)), name="dispute_positive"),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["open", "won", "lost"])), name="dispute_state_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("fee_borne_minor__gte", 0), ("fee_borne_minor__lte", models.F("amount_minor"))
                        ),
                        name="dispute_fee_is_part",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Payout",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(default=backend.core.clock.now, editable=False)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("public_id", backend.core.ids.PublicIdField("pot")),
                (
                    "kind",
                    models.CharField(
                        choices=[("crowd", "money of the backers"), ("match", "money of the fund")],
                        max_length=6,
                        verbose_name="kind",
                    ),
                ),
                ("amount_minor", models.BigIntegerField(verbose_name="amount")),
                ("currency", models.CharField(default="EUR", max_length=3, verbose_name="currency")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("requested", "waits for approval"),
                            ("approved", "approved"),
                            ("submitting", "is being sent"),
                            ("submitted", "sent"),
                            ("paid", "paid out"),
                            ("failed", "failed"),
                        ],
                        default="requested",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("gateway_id", models.CharField(blank=True, editable=False, max_length=64)),
                ("submit_lease", models.DateTimeField(editable=False, null=True)),
                ("failure", models.CharField(blank=True, max_length=300, verbose_name="why it failed")),
                ("paid_at", models.DateTimeField(editable=False, null=True)),
                (
                    "approved_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "campaign",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="payouts", to="funding.campaign"
                    ),
                ),
                (
                    "fund",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="payouts",
                        to="funding.fund",
                    ),
                ),
                (
                    "hold",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.transfer",
                    ),
                ),
                (
                    "payee",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="payouts", to="funding.payeeaccount"
                    ),
                ),
                (
                    "requested_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ["-created_at", "-id"],
                "indexes": [
                    models.Index(fields=["campaign", "-id"], name="payout_of_campaign"),
                    models.Index(fields=["fund", "state", "-id"], name="payout_of_fund"),
                ],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("amount_minor__gt", 0)), name="payout_positive"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("fund__isnull", False), ("kind", "match")),
                            models.Q(("fund__isnull", True), ("kind", "crowd")),
                            _connector="OR",
                        ),
                        name="payout_fund_by_kind",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("approved_by", None),
                            models.Q(("approved_by", models.F("requested_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="payout_four_eyes",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["requested", "failed"]), ("approved_by__isnull", False), _connector="OR"
                        ),
                        name="payout_approved_before_it_leaves",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("gateway_id", ""), _negated=True),
                        fields=("gateway_id",),
                        name="payout_gateway_id_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["requested", "approved", "submitting", "submitted", "paid", "failed"])
                        ),
                        name="payout_state_known",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="match",
            name="payout",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="matches",
                to="funding.payout",
            ),
        ),
        migrations.CreateModel(
            name="Pledge",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(default=backend.core.clock.now, editable=False)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("public_id", backend.core.ids.PublicIdField("plg")),
                ("sequence", models.BigIntegerField(editable=False)),
                ("backer_name", models.CharField(blank=True, max_length=80, verbose_name="your name")),
                ("backer_email", models.EmailField(blank=True, max_length=254, verbose_name="your e-mail address")),
                (
                    "language",
                    models.CharField(
                        choices=[("de", "German"), ("en", "English")],
                        default="de",
                        max_length=2,
                        verbose_name="language",
                    ),
                ),
                ("is_anonymous", models.BooleanField(default=False, verbose_name="do not show my name")),
                ("message", models.CharField(blank=True, max_length=280, verbose_name="message to the project")),
                ("amount_minor", models.BigIntegerField(verbose_name="amount")),
                ("currency", models.CharField(default="EUR", max_length=3, verbose_name="currency")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("pending", "waits for the payment"),
                            ("confirmed", "paid"),
                            ("expired", "not paid in time"),
                            ("failed", "the payment failed"),
                            ("refunded", "paid back"),
                            ("part_refunded", "partly paid back"),
                            ("disputed", "disputed at the bank"),
                        ],
                        default="pending",
                        max_length=14,
                        verbose_name="state",
                    ),
                ),
                ("expires_at", models.DateTimeField(verbose_name="to be paid until")),
                ("request_key", models.CharField(blank=True, editable=False, max_length=80)),
                (
                    "backer",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="pledges",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "campaign",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="pledges", to="funding.campaign"
                    ),
                ),
            ],
            options={
                "ordering": ["-created_at", "-id"],
                "indexes": [
                    models.Index(fields=["campaign", "state", "-id"], name="pledge_of_campaign"),
                    models.Index(fields=["backer", "-id"], name="pledge_of_backer"),
                    models.Index(
                        condition=models.Q(("state", "pending")), fields=["expires_at"], name="pledge_to_expire"
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("amount_minor__gt", 0)), name="pledge_positive"),
                    models.UniqueConstraint(fields=("campaign", "sequence"), name="pledge_sequence_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("request_key", ""), _negated=True),
                        fields=("campaign", "request_key"),
                        name="pledge_request_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("backer__isnull", False), models.Q(("backer_email", ""), _negated=True), _connector="OR"
                        ),
                        name="pledge_backer_can_be_reached",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "state__in",
                                ["pending", "confirmed", "expired", "failed", "refunded", "part_refunded", "disputed"],
                            )
                        ),
                        name="pledge_state_known",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="payment",
            name="pledge",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT, related_name="payment", to="funding.pledge"
            ),
        ),
        migrations.AddField(
            model_name="match",
            name="pledge",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="matches", to="funding.pledge"
            ),
        ),
        migrations.CreateModel(
            name="Refund",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(default=backend.core.clock.now, editable=False)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("public_id", backend.core.ids.PublicIdField("ref")),
                ("amount_minor", models.BigIntegerField(verbose_name="amount")),
                ("fee_borne_minor", models.BigIntegerField(default=0, verbose_name="fee that the platform bears")),
                ("reason", models.TextField(blank=True, max_length=1000, verbose_name="reason")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("requested", "requested"),
                            ("submitted", "on its way"),
                            ("succeeded", "paid back"),
                            ("failed", "failed"),
                        ],
                        default="requested",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("gateway_id", models.CharField(blank=True, editable=False, max_length=64)),
                (
                    "hold",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.transfer",
                    ),
                ),
                (
                    "payment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="refunds", to="funding.payment"
                    ),
                ),
                (
                    "requested_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-id"],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("amount_minor__gt", 0)), name="refund_positive"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("fee_borne_minor__gte", 0), ("fee_borne_minor__lte", models.F("amount_minor"))
                        ),
                        name="refund_fee_is_part",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("gateway_id", ""), _negated=True),
                        fields=("gateway_id",),
                        name="refund_gateway_id_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["requested", "submitted", "succeeded", "failed"])),
                        name="refund_state_known",
                    ),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="match",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ["reserved", "confirmed", "approved", "paid", "frozen"])),
                fields=("position", "pledge"),
                name="match_one_live_a_pledge",
            ),
        ),
    ]
