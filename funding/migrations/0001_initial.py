import backend.core.clock
import backend.core.creating
import backend.core.ids
import backend.core.storing
import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
import django.db.models.expressions
import funding.models.campaign
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0001_initial"),
        ("ledger", "0001_initial"),
        ("programmes", "0001_initial"),
    ]

    operations = [
        backend.core.creating.CreateModels(
            models=[
                migrations.CreateModel(
                    name="Fund",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
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
                            "state",
                            models.CharField(
                                choices=[
                                    ("draft", "in preparation"),
                                    ("open", "open"),
                                    ("closing", "is being closed"),
                                    ("closed", "closed"),
                                ],
                                default="draft",
                                max_length=8,
                                verbose_name="state",
                            ),
                        ),
                        (
                            "solo_below_minor",
                            models.BigIntegerField(
                                default=0, verbose_name="below this amount one manager may decide alone"
                            ),
                        ),
                        (
                            "admission",
                            models.CharField(
                                choices=[("warn", "warn the manager"), ("refuse", "refuse the campaign")],
                                default="warn",
                                max_length=6,
                                verbose_name="when campaigns could claim more than there is",
                            ),
                        ),
                        ("public_money", models.BooleanField(default=False, verbose_name="its money is public")),
                        (
                            "rank",
                            models.PositiveSmallIntegerField(
                                default=0, verbose_name="its place among several funds of a campaign"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["name", "id"],
                        "indexes": [models.Index(fields=["state", "name", "id"], name="fund_list")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("state__in", ["draft", "open", "closing", "closed"])),
                                name="fund_state_known",
                            ),
                            models.CheckConstraint(condition=models.Q(("rank__lte", 99)), name="fund_rank_in_bounds"),
                            models.CheckConstraint(
                                condition=models.Q(("solo_below_minor__gte", 0)), name="fund_solo_below_not_negative"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="FundManager",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
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
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="Campaign",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=backend.core.clock.now, editable=False)),
                        ("updated_at", models.DateTimeField(auto_now=True)),
                        ("public_id", backend.core.ids.PublicIdField("cam")),
                        (
                            "project",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="campaigns",
                                to="programmes.project",
                            ),
                        ),
                        ("slug", models.SlugField(max_length=80, unique=True, verbose_name="short name in addresses")),
                        ("title", models.CharField(max_length=120, verbose_name="title")),
                        ("summary", models.CharField(max_length=500, verbose_name="in one or two sentences")),
                        ("story", models.TextField(blank=True, max_length=20000, verbose_name="story")),
                        (
                            "use_of_money",
                            models.TextField(blank=True, max_length=8000, verbose_name="what the money is for"),
                        ),
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
                                blank=True,
                                max_length=200,
                                upload_to=funding.models.campaign.image_path,
                                verbose_name="picture",
                            ),
                        ),
                        (
                            "image_alt",
                            models.CharField(blank=True, max_length=200, verbose_name="what the picture shows"),
                        ),
                        (
                            "region",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("DE-BB", "Brandenburg"),
                                    ("DE-BE", "Berlin"),
                                    ("DE-BW", "Baden-Wuerttemberg"),
                                    ("DE-BY", "Bavaria"),
                                    ("DE-HB", "Bremen"),
                                    ("DE-HE", "Hesse"),
                                    ("DE-HH", "Hamburg"),
                                    ("DE-MV", "Mecklenburg-Western Pomerania"),
                                    ("DE-NI", "Lower Saxony"),
                                    ("DE-NW", "North Rhine-Westphalia"),
                                    ("DE-RP", "Rhineland-Palatinate"),
                                    ("DE-SH", "Schleswig-Holstein"),
                                    ("DE-SL", "Saarland"),
                                    ("DE-SN", "Saxony"),
                                    ("DE-ST", "Saxony-Anhalt"),
                                    ("DE-TH", "Thuringia"),
                                ],
                                max_length=5,
                                verbose_name="where it works",
                            ),
                        ),
                        ("currency", models.CharField(default="EUR", max_length=3, verbose_name="currency")),
                        ("goal1_minor", models.BigIntegerField(verbose_name="first goal")),
                        ("goal2_minor", models.BigIntegerField(blank=True, null=True, verbose_name="second goal")),
                        (
                            "mode",
                            models.CharField(
                                choices=[
                                    ("keep_it_all", "The project keeps what comes together"),
                                    ("all_or_nothing", "Everybody gets the money back"),
                                ],
                                default="keep_it_all",
                                max_length=14,
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
                        (
                            "outcome",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("successful", "reached its goal"),
                                    ("kept", "did not reach its goal and keeps what it has"),
                                    ("failed", "did not reach its goal and gives everything back"),
                                ],
                                editable=False,
                                max_length=10,
                                verbose_name="how it ended",
                            ),
                        ),
                        ("outcome_at", models.DateTimeField(editable=False, null=True)),
                        (
                            "curator_note",
                            models.TextField(blank=True, max_length=2000, verbose_name="note of the curator"),
                        ),
                        (
                            "created_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("last_pledge_sequence", models.BigIntegerField(default=0, editable=False)),
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
                                            django.contrib.postgres.search.SearchVector(
                                                "title", config="german", weight="A"
                                            ),
                                            "||",
                                            django.contrib.postgres.search.SearchVector(
                                                "summary", "story", config="german", weight="B"
                                            ),
                                            django.contrib.postgres.search.SearchConfig("german"),
                                        ),
                                        "||",
                                        django.contrib.postgres.search.SearchVector(
                                            "title", config="english", weight="A"
                                        ),
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
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state__in", ["draft", "submitted", "approved", "running", "ended", "declined"])
                                ),
                                name="campaign_state_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "region__in",
                                        [
                                            "",
                                            "DE-BB",
                                            "DE-BE",
                                            "DE-BW",
                                            "DE-BY",
                                            "DE-HB",
                                            "DE-HE",
                                            "DE-HH",
                                            "DE-MV",
                                            "DE-NI",
                                            "DE-NW",
                                            "DE-RP",
                                            "DE-SH",
                                            "DE-SL",
                                            "DE-SN",
                                            "DE-ST",
                                            "DE-TH",
                                        ],
                                    )
                                ),
                                name="campaign_region_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("goal1_minor__gt", 0)), name="campaign_goal1_positive"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("goal2_minor", None), ("goal2_minor__gt", models.F("goal1_minor")), _connector="OR"
                                ),
                                name="campaign_goals_in_order",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("ends_at__gt", models.F("starts_at"))),
                                name="campaign_dates_in_order",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "declined"), _negated=True),
                                    models.Q(("curator_note", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="campaign_decline_has_reason",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("outcome", ""),
                                    models.Q(
                                        ("outcome__in", ["successful", "kept", "failed"]),
                                        ("outcome_at__isnull", False),
                                        ("state", "ended"),
                                    ),
                                    _connector="OR",
                                ),
                                name="campaign_outcome_when_ended",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("outcome", "failed"), _negated=True),
                                    ("mode", "all_or_nothing"),
                                    _connector="OR",
                                ),
                                name="campaign_fails_all_or_nothing",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("state__in", ["ended", "declined"]), _negated=True),
                                fields=("project",),
                                name="campaign_one_at_a_time",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CampaignUpdate",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=backend.core.clock.now, editable=False)),
                        ("updated_at", models.DateTimeField(auto_now=True)),
                        ("public_id", backend.core.ids.PublicIdField("cup")),
                        (
                            "campaign",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="updates",
                                to="funding.campaign",
                            ),
                        ),
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
                    ],
                    options={
                        "ordering": ["-created_at", "-id"],
                        "indexes": [
                            models.Index(fields=["campaign", "-created_at", "-id"], name="campaign_update_list")
                        ],
                        "constraints": [],
                    },
                ),
                migrations.CreateModel(
                    name="FundProposal",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=backend.core.clock.now, editable=False)),
                        ("updated_at", models.DateTimeField(auto_now=True)),
                        ("public_id", backend.core.ids.PublicIdField("fpr")),
                        (
                            "fund",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="proposals", to="funding.fund"
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("open", "Open the fund"),
                                    ("manager", "Take in another manager"),
                                    ("rule", "A new rule"),
                                    ("deposit", "Book a deposit"),
                                    ("settings", "Change what one person may do alone and how campaigns are taken in"),
                                    ("close", "Close the fund"),
                                    ("allocation", "Divide the money among the campaigns"),
                                    ("remainder", "What becomes of the money that is left"),
                                    ("write_off", "Write off what a campaign owes"),
                                    ("burden", "Who carries a match that lost its pledge"),
                                    ("repayment", "Book what a project has paid back"),
                                ],
                                max_length=10,
                                verbose_name="what",
                            ),
                        ),
                        ("subject_ref", models.CharField(blank=True, editable=False, max_length=40)),
                        ("payload", models.JSONField(default=dict, editable=False)),
                        ("amount_minor", models.BigIntegerField(default=0, verbose_name="amount")),
                        ("note", models.CharField(blank=True, max_length=1000, verbose_name="why")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("proposed", "waits for a second person"),
                                    ("approved", "agreed to by a second person"),
                                    ("declined", "declined"),
                                    ("withdrawn", "withdrawn"),
                                ],
                                default="proposed",
                                max_length=10,
                                verbose_name="state",
                            ),
                        ),
                        (
                            "alone",
                            models.BooleanField(default=False, editable=False, verbose_name="one person was enough"),
                        ),
                        (
                            "proposed_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "proposed_for",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "decided_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "decided_for",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("decided_at", models.DateTimeField(editable=False, null=True)),
                        (
                            "decision_note",
                            models.CharField(blank=True, max_length=1000, verbose_name="note on the decision"),
                        ),
                    ],
                    options={
                        "ordering": ["-id"],
                        "indexes": [models.Index(fields=["fund", "state", "-id"], name="proposal_of_fund")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("state__in", ["proposed", "approved", "declined", "withdrawn"])),
                                name="fund_proposal_state_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("amount_minor__gte", 0)), name="proposal_amount_not_negative"
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("state", "proposed")),
                                fields=("fund", "kind", "subject_ref"),
                                name="proposal_waits_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "approved"), _negated=True),
                                    models.Q(
                                        ("decided_by__isnull", False),
                                        models.Q(
                                            ("alone", True),
                                            models.Q(("decided_by", models.F("proposed_by")), _negated=True),
                                            _connector="OR",
                                        ),
                                    ),
                                    _connector="OR",
                                ),
                                name="proposal_two_people",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state", "proposed"),
                                    models.Q(("decided_at__isnull", False), ("decided_by__isnull", False)),
                                    _connector="OR",
                                ),
                                name="proposal_decided_by_somebody",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Deposit",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=backend.core.clock.now, editable=False)),
                        ("updated_at", models.DateTimeField(auto_now=True)),
                        ("public_id", backend.core.ids.PublicIdField("dep")),
                        (
                            "fund",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="deposits", to="funding.fund"
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
                        ("amount_minor", models.BigIntegerField(verbose_name="amount")),
                        ("currency", models.CharField(default="EUR", max_length=3, verbose_name="currency")),
                        (
                            "reference",
                            models.CharField(blank=True, max_length=140, verbose_name="reference of the bank transfer"),
                        ),
                        (
                            "priority",
                            models.PositiveSmallIntegerField(default=0, verbose_name="order in which it is used"),
                        ),
                        ("earmark", models.JSONField(blank=True, default=dict, verbose_name="what it is for")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("announced", "announced"),
                                    ("received", "received"),
                                    ("returned", "returned"),
                                ],
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
                            "rolled_over_by",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="funding.fundproposal",
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
                            models.CheckConstraint(
                                condition=models.Q(("state__in", ["announced", "received", "returned"])),
                                name="deposit_state_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("amount_minor__gt", 0)), name="deposit_positive"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("priority__lte", 99)), name="deposit_priority_in_bounds"
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("reference", ""), _negated=True),
                                fields=("fund", "sponsor", "reference"),
                                name="deposit_reference_once",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="FundDeputy",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=backend.core.clock.now, editable=False)),
                        ("updated_at", models.DateTimeField(auto_now=True)),
                        ("public_id", backend.core.ids.PublicIdField("fdp")),
                        (
                            "fund",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="deputies", to="funding.fund"
                            ),
                        ),
                        (
                            "manager",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "deputy",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("starts_on", models.DateField(verbose_name="first day")),
                        ("ends_on", models.DateField(verbose_name="last day")),
                        ("ended_at", models.DateTimeField(editable=False, null=True)),
                    ],
                    options={
                        "ordering": ["-starts_on", "-id"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("ends_on__gte", models.F("starts_on"))), name="deputy_days_in_order"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("manager", models.F("deputy")), _negated=True),
                                name="deputy_is_somebody_else",
                            ),
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="MatchingRule",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=backend.core.clock.now, editable=False)),
                        ("updated_at", models.DateTimeField(auto_now=True)),
                        ("public_id", backend.core.ids.PublicIdField("mru")),
                        (
                            "fund",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="rules", to="funding.fund"
                            ),
                        ),
                        ("version", models.PositiveIntegerField(verbose_name="version")),
                        ("definition", models.JSONField(editable=False, verbose_name="the whole rule")),
                        ("digest", models.CharField(editable=False, max_length=64)),
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
                            "proposal",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="funding.fundproposal",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["fund", "-version"],
                        "constraints": [
                            models.UniqueConstraint(fields=("fund", "version"), name="rule_version_once"),
                            models.CheckConstraint(
                                condition=models.Q(("digest__regex", "^[0-9a-f]{64}$")), name="rule_digest_is_one"
                            ),
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="FundCampaign",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=backend.core.clock.now, editable=False)),
                        ("updated_at", models.DateTimeField(auto_now=True)),
                        ("public_id", backend.core.ids.PublicIdField("fca")),
                        (
                            "fund",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="positions", to="funding.fund"
                            ),
                        ),
                        (
                            "campaign",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="positions",
                                to="funding.campaign",
                            ),
                        ),
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
                        (
                            "rule",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="funding.matchingrule",
                            ),
                        ),
                        ("eligible_minor", models.BigIntegerField(default=0, editable=False)),
                        ("matched_minor", models.BigIntegerField(default=0, editable=False)),
                        ("carried_minor", models.BigIntegerField(default=0, editable=False)),
                        ("estimate_minor", models.BigIntegerField(editable=False, null=True)),
                        ("estimated_at", models.DateTimeField(editable=False, null=True)),
                        ("estimated_sequence", models.BigIntegerField(default=0, editable=False)),
                        ("book", models.JSONField(editable=False, null=True)),
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
                            "decision_note",
                            models.TextField(blank=True, max_length=2000, verbose_name="note on the decision"),
                        ),
                    ],
                    options={
                        "ordering": ["-created_at", "-id"],
                        "indexes": [models.Index(fields=["fund", "state", "-id"], name="position_of_fund")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("state__in", ["applied", "accepted", "rejected", "suspended"])),
                                name="fund_campaign_state_known",
                            ),
                            models.UniqueConstraint(fields=("fund", "campaign"), name="position_once"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("carried_minor__gte", 0),
                                    ("eligible_minor__gte", 0),
                                    ("matched_minor__gte", models.F("carried_minor")),
                                ),
                                name="position_sums_not_negative",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("estimate_minor", None), ("estimate_minor__gte", 0), _connector="OR"
                                ),
                                name="position_estimate_not_negative",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="AllocationRun",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=backend.core.clock.now, editable=False)),
                        ("updated_at", models.DateTimeField(auto_now=True)),
                        ("public_id", backend.core.ids.PublicIdField("alc")),
                        (
                            "fund",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="allocations",
                                to="funding.fund",
                            ),
                        ),
                        (
                            "position",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="allocations",
                                to="funding.fundcampaign",
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
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("computing", "is being computed"),
                                    ("ready", "computed, to be decided"),
                                    ("committed", "carried out"),
                                    ("discarded", "put aside"),
                                    ("failed", "could not be computed"),
                                ],
                                default="computing",
                                max_length=10,
                                verbose_name="state",
                            ),
                        ),
                        ("progress_percent", models.PositiveSmallIntegerField(default=0, editable=False)),
                        ("sequence", models.BigIntegerField(default=0, editable=False)),
                        ("pool_minor", models.BigIntegerField(default=0, editable=False)),
                        ("amount_minor", models.BigIntegerField(default=0, editable=False, verbose_name="amount")),
                        ("lines", models.JSONField(default=list, editable=False)),
                        ("people", models.JSONField(default=list, editable=False)),
                        ("problem", models.CharField(blank=True, editable=False, max_length=40)),
                        ("ready_at", models.DateTimeField(editable=False, null=True)),
                        (
                            "proposal",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="funding.fundproposal",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-id"],
                        "indexes": [models.Index(fields=["fund", "-id"], name="allocation_of_fund")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state__in", ["computing", "ready", "committed", "discarded", "failed"])
                                ),
                                name="allocation_state_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("amount_minor__gte", 0), ("pool_minor__gte", 0)),
                                name="allocation_sums_not_negative",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("amount_minor__lte", models.F("pool_minor"))),
                                name="allocation_within_pool",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state__in", ["computing", "failed", "discarded"]),
                                    ("ready_at__isnull", False),
                                    _connector="OR",
                                ),
                                name="allocation_ready_has_time",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "committed"), _negated=True),
                                    ("proposal__isnull", False),
                                    _connector="OR",
                                ),
                                name="allocation_committed_is_decided",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(
                                    ("position", None), ("state__in", ("computing", "ready", "committed"))
                                ),
                                fields=("fund",),
                                name="allocation_of_close_once",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("state__in", ("computing", "ready", "committed"))),
                                fields=("position",),
                                name="allocation_of_success_once",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PayeeAccount",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=backend.core.clock.now, editable=False)),
                        ("updated_at", models.DateTimeField(auto_now=True)),
                        ("public_id", backend.core.ids.PublicIdField("pya")),
                        (
                            "project",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="payee_account",
                                to="programmes.project",
                            ),
                        ),
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
                            "means",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=64),
                                blank=True,
                                default=list,
                                editable=False,
                                size=None,
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("state__in", ["new", "onboarding", "verified", "restricted"])),
                                name="payee_account_state_known",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("gateway_account_id", ""), _negated=True),
                                fields=("gateway_account_id",),
                                name="payee_account_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state", "new"),
                                    models.Q(("gateway_account_id", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="payee_has_an_account",
                            ),
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="Payout",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=backend.core.clock.now, editable=False)),
                        ("updated_at", models.DateTimeField(auto_now=True)),
                        ("public_id", backend.core.ids.PublicIdField("pot")),
                        (
                            "campaign",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="payouts",
                                to="funding.campaign",
                            ),
                        ),
                        (
                            "payee",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="payouts",
                                to="funding.payeeaccount",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[("crowd", "money of the backers"), ("match", "money of the fund")],
                                max_length=6,
                                verbose_name="kind",
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
                        ("amount_minor", models.BigIntegerField(verbose_name="amount")),
                        (
                            "kept_minor",
                            models.BigIntegerField(default=0, editable=False, verbose_name="kept of it by the fund"),
                        ),
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
                        (
                            "requested_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
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
                            "kept_hold",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="ledger.transfer",
                            ),
                        ),
                        ("submit_lease", models.DateTimeField(editable=False, null=True)),
                        ("failure", models.CharField(blank=True, max_length=300, verbose_name="why it failed")),
                        ("paid_at", models.DateTimeField(editable=False, null=True)),
                    ],
                    options={
                        "ordering": ["-created_at", "-id"],
                        "indexes": [
                            models.Index(fields=["campaign", "-id"], name="payout_of_campaign"),
                            models.Index(fields=["fund", "state", "-id"], name="payout_of_fund"),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "state__in",
                                        ["requested", "approved", "submitting", "submitted", "paid", "failed"],
                                    )
                                ),
                                name="payout_state_known",
                            ),
                            models.CheckConstraint(condition=models.Q(("amount_minor__gt", 0)), name="payout_positive"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("kept_minor", 0),
                                    models.Q(
                                        ("kept_minor__gt", 0),
                                        ("kept_minor__lte", models.F("amount_minor")),
                                        ("kind", "match"),
                                    ),
                                    _connector="OR",
                                ),
                                name="payout_keeps_a_part",
                            ),
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
                                    ("state__in", ["requested", "failed"]),
                                    ("approved_by__isnull", False),
                                    _connector="OR",
                                ),
                                name="payout_approved_before_it_leaves",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("gateway_id", ""), _negated=True),
                                fields=("gateway_id",),
                                name="payout_gateway_id_once",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Pledge",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=backend.core.clock.now, editable=False)),
                        ("updated_at", models.DateTimeField(auto_now=True)),
                        ("public_id", backend.core.ids.PublicIdField("plg")),
                        (
                            "campaign",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="pledges",
                                to="funding.campaign",
                            ),
                        ),
                        ("sequence", models.BigIntegerField(editable=False)),
                        ("person", models.BigIntegerField(editable=False)),
                        (
                            "backer",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="pledges",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("backer_name", models.CharField(blank=True, max_length=80, verbose_name="your name")),
                        (
                            "backer_email",
                            models.EmailField(blank=True, max_length=254, verbose_name="your e-mail address"),
                        ),
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
                        (
                            "message",
                            models.CharField(blank=True, max_length=280, verbose_name="message to the project"),
                        ),
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
                    ],
                    options={
                        "ordering": ["-created_at", "-id"],
                        "indexes": [
                            models.Index(fields=["campaign", "state", "-id"], name="pledge_of_campaign"),
                            models.Index(fields=["backer", "-id"], name="pledge_of_backer"),
                            models.Index(fields=["campaign", "person"], name="pledge_of_person"),
                            models.Index(
                                condition=models.Q(("state", "pending")), fields=["expires_at"], name="pledge_to_expire"
                            ),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "state__in",
                                        [
                                            "pending",
                                            "confirmed",
                                            "expired",
                                            "failed",
                                            "refunded",
                                            "part_refunded",
                                            "disputed",
                                        ],
                                    )
                                ),
                                name="pledge_state_known",
                            ),
                            models.CheckConstraint(condition=models.Q(("amount_minor__gt", 0)), name="pledge_positive"),
                            models.UniqueConstraint(fields=("campaign", "sequence"), name="pledge_sequence_once"),
                            models.CheckConstraint(
                                condition=models.Q(("person__gte", 1), ("person__lte", models.F("sequence"))),
                                name="pledge_person_gave_before",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("request_key", ""), _negated=True),
                                fields=("campaign", "request_key"),
                                name="pledge_request_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("backer__isnull", False),
                                    models.Q(("backer_email", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="pledge_backer_can_be_reached",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PledgeIdentity",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "campaign",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="funding.campaign"
                            ),
                        ),
                        (
                            "pledge",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="identities",
                                to="funding.pledge",
                            ),
                        ),
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
                    options={
                        "indexes": [
                            models.Index(fields=["campaign", "digest"], name="identity_in_campaign"),
                            models.Index(fields=["digest"], name="identity_anywhere"),
                        ],
                        "constraints": [
                            models.UniqueConstraint(fields=("pledge", "digest"), name="identity_once"),
                            models.CheckConstraint(
                                condition=models.Q(("kind__in", ["account", "email", "card", "iban"])),
                                name="identity_kind_known",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Match",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=backend.core.clock.now, editable=False)),
                        ("updated_at", models.DateTimeField(auto_now=True)),
                        ("public_id", backend.core.ids.PublicIdField("mat")),
                        (
                            "position",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="matches",
                                to="funding.fundcampaign",
                            ),
                        ),
                        (
                            "pledge",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="matches",
                                to="funding.pledge",
                            ),
                        ),
                        (
                            "rule",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="matches",
                                to="funding.matchingrule",
                            ),
                        ),
                        ("sequence", models.BigIntegerField(editable=False)),
                        ("number", models.BigIntegerField(editable=False, null=True)),
                        ("amount_minor", models.BigIntegerField(verbose_name="amount")),
                        ("base_minor", models.BigIntegerField(verbose_name="part of the pledge that counts")),
                        (
                            "borne_minor",
                            models.BigIntegerField(default=0, verbose_name="paid out without a pledge any more"),
                        ),
                        (
                            "claim_minor",
                            models.BigIntegerField(
                                db_default=0, default=0, verbose_name="paid out without a pledge any more, claimed back"
                            ),
                        ),
                        (
                            "open_minor",
                            models.BigIntegerField(
                                db_default=0, default=0, verbose_name="paid out without a pledge any more, undecided"
                            ),
                        ),
                        ("kept", models.JSONField(editable=False, null=True)),
                        ("lost_minor", models.BigIntegerField(default=0, editable=False)),
                        ("awarded_minor", models.BigIntegerField(default=0, editable=False)),
                        ("entitled", models.CharField(default="0", editable=False, max_length=80)),
                        (
                            "splits",
                            models.JSONField(default=dict, editable=False, verbose_name="parts of the sponsors"),
                        ),
                        ("book_state", models.CharField(editable=False, max_length=10)),
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
                                    ("frozen", "on hold until a question is settled"),
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
                                    ("pledge_base", "no more of one pledge counts"),
                                    ("backer_cap", "the most for one person is reached"),
                                    ("backer_pledges", "no more pledges of one person count"),
                                    ("goal_share", "the most for one campaign, a share of its goal, is reached"),
                                    ("budget", "the fund's share of all the money is reached"),
                                    ("pool_share", "the most for one campaign, a share of the fund, is reached"),
                                    ("earmark", "the rest of the money is earmarked for something else"),
                                    ("sponsor", "no sponsor may give more to this campaign"),
                                    ("stacking", "other funds add to this campaign, too"),
                                    ("ceiling", "the most that public money may be is reached"),
                                    ("versions", "the fund has matched this campaign by a later rule already"),
                                    ("raised", "the campaign has not raised enough yet"),
                                    ("backers", "the campaign does not have enough backers yet"),
                                    ("successful", "the campaign has not reached its goal"),
                                    ("payee", "the project's account is not verified yet"),
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
                        ("pool_before_minor", models.BigIntegerField(editable=False)),
                        ("pool_after_minor", models.BigIntegerField(editable=False)),
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
                        (
                            "payout",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="matches",
                                to="funding.payout",
                            ),
                        ),
                        ("held_until", models.DateTimeField(editable=False, null=True, verbose_name="held back until")),
                        ("granted_at", models.DateTimeField(editable=False, null=True, verbose_name="approved at")),
                    ],
                    options={
                        "ordering": ["-sequence", "-id"],
                        "indexes": [
                            models.Index(fields=["position", "state", "-sequence"], name="match_of_position"),
                            models.Index(
                                condition=models.Q(("state", "confirmed")),
                                fields=["state", "id"],
                                name="match_to_approve",
                            ),
                            models.Index(
                                condition=models.Q(("held_until__isnull", False)),
                                fields=["held_until"],
                                name="match_held_back",
                            ),
                            models.Index(
                                condition=models.Q(
                                    ("claim_minor__gt", 0),
                                    ("open_minor__gt", 0),
                                    ("kept__isnull", False),
                                    _connector="OR",
                                ),
                                fields=["position", "id"],
                                name="match_without_base",
                            ),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "state__in",
                                        [
                                            "reserved",
                                            "confirmed",
                                            "approved",
                                            "paid",
                                            "released",
                                            "clawed_back",
                                            "frozen",
                                        ],
                                    )
                                ),
                                name="match_state_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("amount_minor__gte", 0),
                                    ("awarded_minor__gte", 0),
                                    ("base_minor__gte", 0),
                                    ("borne_minor__gte", 0),
                                    ("claim_minor__gte", 0),
                                    ("lost_minor__gte", 0),
                                    ("open_minor__gte", 0),
                                ),
                                name="match_not_negative",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "amount_minor__gte",
                                        django.db.models.expressions.CombinedExpression(
                                            django.db.models.expressions.CombinedExpression(
                                                models.F("borne_minor"), "+", models.F("claim_minor")
                                            ),
                                            "+",
                                            models.F("open_minor"),
                                        ),
                                    )
                                ),
                                name="match_lost_no_more_than_it_is",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "released"), _negated=True), ("amount_minor", 0), _connector="OR"
                                ),
                                name="match_released_holds_nothing",
                            ),
                            models.UniqueConstraint(fields=("position", "number"), name="match_number_once"),
                            models.UniqueConstraint(
                                condition=models.Q(
                                    ("state__in", ["reserved", "confirmed", "approved", "paid", "frozen"])
                                ),
                                fields=("position", "pledge"),
                                name="match_one_live_a_pledge",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state__in", ["approved", "paid"]), _negated=True),
                                    ("granted_at__isnull", False),
                                    _connector="OR",
                                ),
                                name="match_approved_is_granted",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="MatchCause",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "match",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="causes", to="funding.match"
                            ),
                        ),
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
                                    ("hold", "on hold while a question is open"),
                                    ("offer", "money that had become free was offered"),
                                    ("allocation", "division of the fund's money"),
                                    ("exclusion", "the payment showed that the pledge does not count"),
                                    ("outcome", "the campaign has ended"),
                                    ("hold_over", "direct debit can no longer be returned"),
                                    ("burden", "decision who carries it"),
                                    ("kept", "kept of a payout"),
                                    ("repaid", "paid back by the project"),
                                ],
                                max_length=16,
                            ),
                        ),
                        ("ref", models.CharField(max_length=40)),
                        ("amount_before_minor", models.BigIntegerField()),
                        ("amount_after_minor", models.BigIntegerField()),
                        ("base_after_minor", models.BigIntegerField()),
                        ("at", models.DateTimeField()),
                    ],
                    options={
                        "ordering": ["id"],
                        "indexes": [],
                        "constraints": [],
                    },
                ),
                migrations.CreateModel(
                    name="MatchApproval",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=backend.core.clock.now, editable=False)),
                        ("updated_at", models.DateTimeField(auto_now=True)),
                        ("public_id", backend.core.ids.PublicIdField("map")),
                        (
                            "match",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="approvals",
                                to="funding.match",
                            ),
                        ),
                        (
                            "manager",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="match_approvals",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("amount_minor", models.BigIntegerField(verbose_name="amount that was approved")),
                        ("note", models.CharField(blank=True, max_length=1000, verbose_name="note")),
                    ],
                    options={
                        "ordering": ["id"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("amount_minor__gt", 0)), name="match_approval_positive"
                            ),
                            models.UniqueConstraint(fields=("match", "manager"), name="match_approved_by_two_people"),
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="ApprovalRun",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=backend.core.clock.now, editable=False)),
                        ("updated_at", models.DateTimeField(auto_now=True)),
                        ("public_id", backend.core.ids.PublicIdField("apr")),
                        (
                            "fund",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="approval_runs",
                                to="funding.fund",
                            ),
                        ),
                        (
                            "requested_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[("running", "being noted"), ("stopped", "stopped"), ("done", "done")],
                                default="running",
                                max_length=7,
                                verbose_name="state",
                            ),
                        ),
                        ("wanted", models.JSONField(default=dict, editable=False)),
                        ("note", models.CharField(blank=True, max_length=1000, verbose_name="note")),
                        ("pieces", models.PositiveIntegerField(default=1, editable=False)),
                        ("total", models.PositiveIntegerField(editable=False)),
                        ("amount_minor", models.BigIntegerField(editable=False, verbose_name="amount")),
                        ("noted", models.PositiveIntegerField(default=0, editable=False)),
                        ("noted_minor", models.BigIntegerField(default=0, editable=False)),
                        ("left", models.PositiveIntegerField(default=0, editable=False)),
                        ("done_at", models.DateTimeField(editable=False, null=True)),
                    ],
                    options={
                        "ordering": ["-id"],
                        "indexes": [models.Index(fields=["fund", "-id"], name="approval_run_of_fund")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("state__in", ["running", "stopped", "done"])),
                                name="approval_run_state_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("amount_minor__gt", 0)), name="approval_run_positive"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("amount_minor__gte", models.F("noted_minor")),
                                    ("noted_minor__gte", 0),
                                    ("total__gt", 0),
                                    (
                                        "total__gte",
                                        django.db.models.expressions.CombinedExpression(
                                            models.F("noted"), "+", models.F("left")
                                        ),
                                    ),
                                ),
                                name="approval_run_no_more_than_asked",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "done"), _negated=True),
                                    models.Q(
                                        ("done_at__isnull", False),
                                        (
                                            "total",
                                            django.db.models.expressions.CombinedExpression(
                                                models.F("noted"), "+", models.F("left")
                                            ),
                                        ),
                                    ),
                                    _connector="OR",
                                ),
                                name="approval_run_done_is_complete",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("state", "running")),
                                fields=("fund", "requested_by"),
                                name="approval_run_one_at_a_time",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ApprovalItem",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "run",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="items",
                                to="funding.approvalrun",
                            ),
                        ),
                        (
                            "match",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="funding.match"
                            ),
                        ),
                        ("amount_minor", models.BigIntegerField()),
                        (
                            "reason",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("amount_changed", "its amount has changed meanwhile"),
                                    ("wrong_state", "it does not wait for an approval any more"),
                                    ("not_successful", "the campaign is not successful any more"),
                                    (
                                        "four_eyes",
                                        "you do not manage the fund any more, or you belong to the project now",
                                    ),
                                    ("other", "it could not be approved"),
                                ],
                                max_length=20,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["id"],
                        "indexes": [
                            models.Index(
                                condition=models.Q(("reason", "")), fields=["run", "id"], name="approval_item_to_do"
                            )
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("amount_minor__gt", 0)), name="approval_item_positive"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("reason", ""),
                                    (
                                        "reason__in",
                                        ["amount_changed", "wrong_state", "not_successful", "four_eyes", "other"],
                                    ),
                                    _connector="OR",
                                ),
                                name="approval_item_reason_known",
                            ),
                            models.UniqueConstraint(fields=("run", "match"), name="approval_item_once"),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PledgeCase",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=backend.core.clock.now, editable=False)),
                        ("updated_at", models.DateTimeField(auto_now=True)),
                        ("public_id", backend.core.ids.PublicIdField("cas")),
                        (
                            "position",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="cases",
                                to="funding.fundcampaign",
                            ),
                        ),
                        (
                            "pledge",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="cases", to="funding.pledge"
                            ),
                        ),
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
                        (
                            "opened_by",
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
                        "indexes": [models.Index(fields=["position", "state", "-id"], name="case_of_position")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("state__in", ["open", "counted", "excluded"])),
                                name="pledge_case_state_known",
                            ),
                            models.UniqueConstraint(fields=("position", "pledge"), name="case_once"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "kind__in",
                                        [
                                            "same_means",
                                            "sponsor_staff",
                                            "own_team",
                                            "many_from_one",
                                            "burst",
                                            "by_hand",
                                        ],
                                    )
                                ),
                                name="case_kind_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("kind", "by_hand"), _negated=True),
                                    models.Q(models.Q(("note", ""), _negated=True), ("opened_by__isnull", False)),
                                    _connector="OR",
                                ),
                                name="case_by_hand_says_why",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CaseDecision",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=backend.core.clock.now, editable=False)),
                        ("updated_at", models.DateTimeField(auto_now=True)),
                        ("public_id", backend.core.ids.PublicIdField("cde")),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="decisions",
                                to="funding.pledgecase",
                            ),
                        ),
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
                                    ("pledge_base", "no more of one pledge counts"),
                                    ("backer_cap", "the most for one person is reached"),
                                    ("backer_pledges", "no more pledges of one person count"),
                                    ("goal_share", "the most for one campaign, a share of its goal, is reached"),
                                    ("budget", "the fund's share of all the money is reached"),
                                    ("pool_share", "the most for one campaign, a share of the fund, is reached"),
                                    ("earmark", "the rest of the money is earmarked for something else"),
                                    ("sponsor", "no sponsor may give more to this campaign"),
                                    ("stacking", "other funds add to this campaign, too"),
                                    ("ceiling", "the most that public money may be is reached"),
                                    ("versions", "the fund has matched this campaign by a later rule already"),
                                    ("raised", "the campaign has not raised enough yet"),
                                    ("backers", "the campaign does not have enough backers yet"),
                                    ("successful", "the campaign has not reached its goal"),
                                    ("payee", "the project's account is not verified yet"),
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
                        (
                            "answer_en",
                            models.TextField(max_length=2000, verbose_name="answer to the backer in English"),
                        ),
                        (
                            "decided_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["id"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("reason", ""), ("verdict", "counted")),
                                    models.Q(
                                        (
                                            "reason__in",
                                            ["own_team", "sponsor_staff", "same_means", "second_account", "excluded"],
                                        ),
                                        ("verdict", "excluded"),
                                    ),
                                    _connector="OR",
                                ),
                                name="case_decision_has_reason",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("note", ""), _negated=True),
                                    models.Q(("answer_de", ""), _negated=True),
                                    models.Q(("answer_en", ""), _negated=True),
                                ),
                                name="case_decision_says_why",
                            ),
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="RemainderShare",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=backend.core.clock.now, editable=False)),
                        ("updated_at", models.DateTimeField(auto_now=True)),
                        ("public_id", backend.core.ids.PublicIdField("frs")),
                        (
                            "proposal",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="shares",
                                to="funding.fundproposal",
                            ),
                        ),
                        (
                            "sponsor",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="remainder_shares",
                                to="accounts.organisation",
                            ),
                        ),
                        ("pot", models.CharField(blank=True, editable=False, max_length=60)),
                        (
                            "use",
                            models.CharField(
                                choices=[
                                    ("returned", "It goes back to the sponsors"),
                                    ("rolled_over", "It goes over into another fund"),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("amount_minor", models.BigIntegerField(verbose_name="amount")),
                        ("currency", models.CharField(default="EUR", max_length=3, verbose_name="currency")),
                        (
                            "deposit",
                            models.OneToOneField(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="remainder_share",
                                to="funding.deposit",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["id"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("amount_minor__gt", 0)), name="remainder_share_positive"
                            ),
                            models.UniqueConstraint(fields=("proposal", "sponsor", "pot"), name="remainder_share_once"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("deposit__isnull", False), ("use", "rolled_over")),
                                    models.Q(("deposit__isnull", True), ("use", "returned")),
                                    _connector="OR",
                                ),
                                name="remainder_share_deposit_by_use",
                            ),
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="FundKit",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=backend.core.clock.now, editable=False)),
                        ("updated_at", models.DateTimeField(auto_now=True)),
                        ("public_id", backend.core.ids.PublicIdField("fkt")),
                        (
                            "fund",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="kits", to="funding.fund"
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
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("requested", "is being put together"),
                                    ("ready", "ready to be fetched"),
                                    ("failed", "could not be put together"),
                                ],
                                default="requested",
                                max_length=10,
                                verbose_name="state",
                            ),
                        ),
                        ("progress_percent", models.PositiveSmallIntegerField(default=0, editable=False)),
                        (
                            "archive",
                            models.FileField(
                                blank=True,
                                max_length=200,
                                storage=backend.core.storing.private_storage,
                                upload_to="kits",
                            ),
                        ),
                        ("ready_at", models.DateTimeField(editable=False, null=True)),
                    ],
                    options={
                        "ordering": ["-id"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("state__in", ["requested", "ready", "failed"])),
                                name="fund_kit_state_known",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("state", "requested")), fields=("fund",), name="kit_requested_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "ready"), _negated=True),
                                    models.Q(models.Q(("archive", ""), _negated=True), ("ready_at__isnull", False)),
                                    _connector="OR",
                                ),
                                name="kit_ready_has_archive",
                            ),
                        ],
                        "indexes": [],
                    },
                ),
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
                        ("rules", models.JSONField(default=list)),
                        ("pots", models.JSONField(default=dict)),
                        ("paid_in_minor", models.BigIntegerField(default=0)),
                        ("given_minor", models.BigIntegerField(default=0)),
                        ("closed", models.BooleanField(default=False)),
                        ("people", models.JSONField(default=dict)),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("matches__gte", 0), ("sequence__gte", 0)),
                                name="fund_book_counts_not_negative",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("given_minor__gte", 0),
                                    ("given_minor__lte", models.F("paid_in_minor")),
                                    ("paid_in_minor__gte", 0),
                                ),
                                name="fund_book_gives_what_was_paid_in",
                            ),
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="FundEvent",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "fund",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="events", to="funding.fund"
                            ),
                        ),
                        ("sequence", models.BigIntegerField()),
                        ("kind", models.CharField(max_length=20)),
                        ("data", models.JSONField()),
                        ("at", models.DateTimeField()),
                    ],
                    options={
                        "ordering": ["fund", "sequence"],
                        "constraints": [
                            models.UniqueConstraint(fields=("fund", "sequence"), name="fund_event_sequence_once"),
                            models.CheckConstraint(
                                condition=models.Q(("sequence__gte", 1)), name="fund_event_sequence_positive"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "kind__in",
                                        [
                                            "rule_published",
                                            "deposited",
                                            "offered_again",
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
                                            "payout_arrived",
                                            "payout_undone",
                                            "claim_paid",
                                            "burden_decided",
                                            "fund_closed",
                                            "allocated",
                                        ],
                                    )
                                ),
                                name="fund_event_kind_known",
                            ),
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="BookPledge",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "position",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="book_pledges",
                                to="funding.fundcampaign",
                            ),
                        ),
                        (
                            "pledge",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="in_books",
                                to="funding.pledge",
                            ),
                        ),
                        ("backer", models.CharField(max_length=60)),
                        ("sequence", models.BigIntegerField()),
                        ("version", models.PositiveIntegerField()),
                        ("amount_minor", models.BigIntegerField()),
                        ("left_minor", models.BigIntegerField()),
                        ("state", models.CharField(default="pending", max_length=8)),
                        ("excluded", models.CharField(blank=True, max_length=20)),
                        ("disputed", models.BooleanField(default=False)),
                        ("on_hold", models.BooleanField(default=False)),
                        ("method", models.CharField(max_length=10)),
                        ("at", models.DateTimeField()),
                        ("paid_at", models.DateTimeField(null=True)),
                        ("hungry", models.JSONField(default=list)),
                        ("at_most_minor", models.BigIntegerField(null=True)),
                        ("limited_by", models.CharField(blank=True, max_length=14)),
                    ],
                    options={
                        "ordering": ["position", "sequence"],
                        "indexes": [models.Index(fields=["position", "backer"], name="book_pledge_of_backer")],
                        "constraints": [
                            models.UniqueConstraint(fields=("position", "pledge"), name="book_pledge_once"),
                            models.UniqueConstraint(fields=("position", "sequence"), name="book_pledge_sequence_once"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("amount_minor__gt", 0),
                                    ("left_minor__gte", 0),
                                    ("left_minor__lte", models.F("amount_minor")),
                                ),
                                name="book_pledge_left_is_part",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("state__in", ["pending", "paid", "expired"])),
                                name="book_pledge_state_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("at_most_minor", None), ("limited_by", "")),
                                    models.Q(
                                        ("at_most_minor__gte", 0), ("limited_by__in", ["stacking", "public_ceiling"])
                                    ),
                                    _connector="OR",
                                ),
                                name="book_pledge_limit_has_a_reason",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="FundPackage",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=backend.core.clock.now, editable=False)),
                        ("updated_at", models.DateTimeField(auto_now=True)),
                        ("public_id", backend.core.ids.PublicIdField("fpk")),
                        (
                            "fund",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="packages", to="funding.fund"
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
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("requested", "is being put together"),
                                    ("ready", "ready to be fetched"),
                                    ("failed", "could not be put together"),
                                ],
                                default="requested",
                                max_length=10,
                                verbose_name="state",
                            ),
                        ),
                        ("progress_percent", models.PositiveSmallIntegerField(default=0, editable=False)),
                        (
                            "archive",
                            models.FileField(
                                blank=True,
                                max_length=200,
                                storage=backend.core.storing.private_storage,
                                upload_to="packages",
                            ),
                        ),
                        ("events", models.BigIntegerField(default=0, editable=False, verbose_name="events")),
                        ("matches", models.BigIntegerField(default=0, editable=False, verbose_name="matches")),
                        ("size_bytes", models.BigIntegerField(default=0, editable=False, verbose_name="size")),
                        (
                            "digest",
                            models.CharField(
                                blank=True, editable=False, max_length=64, verbose_name="digest of the content"
                            ),
                        ),
                        (
                            "sha256",
                            models.CharField(
                                blank=True, editable=False, max_length=64, verbose_name="SHA-256 of the file"
                            ),
                        ),
                        (
                            "failure",
                            models.CharField(blank=True, editable=False, max_length=20, verbose_name="why it failed"),
                        ),
                        ("ready_at", models.DateTimeField(editable=False, null=True)),
                    ],
                    options={
                        "ordering": ["-id"],
                        "indexes": [models.Index(fields=["fund", "state", "-id"], name="package_of_fund")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("state__in", ["requested", "ready", "failed"])),
                                name="fund_package_state_known",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("state", "requested")),
                                fields=("fund",),
                                name="package_requested_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("events__gte", 0), ("matches__gte", 0), ("size_bytes__gte", 0)),
                                name="fund_package_not_negative",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "ready"), _negated=True),
                                    models.Q(
                                        models.Q(("archive", ""), _negated=True),
                                        models.Q(("digest", ""), _negated=True),
                                        models.Q(("sha256", ""), _negated=True),
                                        ("ready_at__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="fund_package_ready_is_known",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="FundAlarm",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=backend.core.clock.now, editable=False)),
                        ("updated_at", models.DateTimeField(auto_now=True)),
                        ("public_id", backend.core.ids.PublicIdField("fal")),
                        (
                            "fund",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="alarms", to="funding.fund"
                            ),
                        ),
                        ("percent", models.PositiveSmallIntegerField()),
                        ("held_minor", models.BigIntegerField()),
                        ("used_minor", models.BigIntegerField()),
                    ],
                    options={
                        "ordering": ["-id"],
                        "constraints": [
                            models.UniqueConstraint(fields=("fund", "percent", "held_minor"), name="alarm_once"),
                            models.CheckConstraint(
                                condition=models.Q(("percent__gt", 0), ("percent__lte", 100)),
                                name="alarm_percent_is_part",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("held_minor__gt", 0), ("used_minor__gte", 0)),
                                name="alarm_amounts_positive",
                            ),
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="GatewayEvent",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("event_id", models.CharField(max_length=80, unique=True)),
                        ("type", models.CharField(max_length=80)),
                        ("payload", models.JSONField(default=dict)),
                        ("received_at", models.DateTimeField(default=backend.core.clock.now)),
                        ("applied_at", models.DateTimeField(null=True)),
                    ],
                    options={
                        "indexes": [models.Index(fields=["-received_at"], name="gateway_event_latest")],
                        "constraints": [],
                    },
                ),
                migrations.CreateModel(
                    name="Payment",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=backend.core.clock.now, editable=False)),
                        ("updated_at", models.DateTimeField(auto_now=True)),
                        ("public_id", backend.core.ids.PublicIdField("pay")),
                        (
                            "pledge",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT, related_name="payment", to="funding.pledge"
                            ),
                        ),
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
                        ("paid_at", models.DateTimeField(editable=False, null=True)),
                    ],
                    options={
                        "ordering": ["-id"],
                        "indexes": [
                            models.Index(fields=["payment_intent_id"], name="payment_by_intent"),
                            models.Index(fields=["charge_id"], name="payment_by_charge"),
                        ],
                        "constraints": [
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
                            models.UniqueConstraint(
                                condition=models.Q(("checkout_session_id", ""), _negated=True),
                                fields=("checkout_session_id",),
                                name="payment_session_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("fee_minor__gte", 0), ("refunded_minor__gte", 0)),
                                name="payment_not_negative",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Refund",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=backend.core.clock.now, editable=False)),
                        ("updated_at", models.DateTimeField(auto_now=True)),
                        ("public_id", backend.core.ids.PublicIdField("ref")),
                        (
                            "payment",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="refunds",
                                to="funding.payment",
                            ),
                        ),
                        ("amount_minor", models.BigIntegerField(verbose_name="amount")),
                        (
                            "fee_borne_minor",
                            models.BigIntegerField(default=0, verbose_name="fee that the platform bears"),
                        ),
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
                        (
                            "requested_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
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
                    ],
                    options={
                        "ordering": ["-id"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("state__in", ["requested", "submitted", "succeeded", "failed"])),
                                name="refund_state_known",
                            ),
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
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="Dispute",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=backend.core.clock.now, editable=False)),
                        ("updated_at", models.DateTimeField(auto_now=True)),
                        ("public_id", backend.core.ids.PublicIdField("dsp")),
                        (
                            "payment",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="disputes",
                                to="funding.payment",
                            ),
                        ),
                        ("gateway_id", models.CharField(editable=False, max_length=64, unique=True)),
                        ("amount_minor", models.BigIntegerField(verbose_name="amount")),
                        (
                            "fee_borne_minor",
                            models.BigIntegerField(default=0, verbose_name="fee that the platform bears"),
                        ),
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
                    ],
                    options={
                        "ordering": ["-id"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("state__in", ["open", "won", "lost"])), name="dispute_state_known"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("amount_minor__gt", 0)), name="dispute_positive"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("fee_borne_minor__gte", 0), ("fee_borne_minor__lte", models.F("amount_minor"))
                                ),
                                name="dispute_fee_is_part",
                            ),
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="Simulation",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=backend.core.clock.now, editable=False)),
                        ("updated_at", models.DateTimeField(auto_now=True)),
                        ("public_id", backend.core.ids.PublicIdField("sim")),
                        (
                            "fund",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="simulations",
                                to="funding.fund",
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
                        ("name", models.CharField(max_length=120, verbose_name="name")),
                        (
                            "source",
                            models.CharField(
                                choices=[
                                    ("past", "Pledges that this fund has seen"),
                                    ("table", "A table of pledges (CSV)"),
                                    ("drawn", "A scene that is drawn"),
                                ],
                                max_length=5,
                                verbose_name="pledges",
                            ),
                        ),
                        ("rules", models.JSONField(default=list, editable=False)),
                        ("inputs", models.JSONField(default=dict, editable=False)),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("running", "is being computed"),
                                    ("ready", "computed"),
                                    ("failed", "could not be computed"),
                                    ("cancelled", "stopped"),
                                ],
                                default="running",
                                max_length=9,
                                verbose_name="state",
                            ),
                        ),
                        ("progress_percent", models.PositiveSmallIntegerField(default=0, editable=False)),
                        ("about", models.JSONField(default=dict, editable=False)),
                        ("outcomes", models.JSONField(default=list, editable=False)),
                        ("scene", models.BinaryField(default=bytes)),
                        ("problem", models.CharField(blank=True, editable=False, max_length=40)),
                        ("ready_at", models.DateTimeField(editable=False, null=True)),
                        ("share_digest", models.CharField(blank=True, editable=False, max_length=64)),
                        ("share_ends_at", models.DateTimeField(editable=False, null=True)),
                    ],
                    options={
                        "ordering": ["-id"],
                        "indexes": [models.Index(fields=["fund", "-id"], name="simulation_of_fund")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("state__in", ["running", "ready", "failed", "cancelled"])),
                                name="simulation_state_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("source__in", ["past", "table", "drawn"])),
                                name="simulation_source_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("progress_percent__lte", 100)), name="simulation_progress_is_part"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "ready"), _negated=True),
                                    ("ready_at__isnull", False),
                                    _connector="OR",
                                ),
                                name="simulation_ready_has_time",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("share_digest", ""), ("share_ends_at", None)),
                                    models.Q(
                                        models.Q(("share_digest", ""), _negated=True),
                                        ("share_ends_at__isnull", False),
                                        ("state", "ready"),
                                    ),
                                    _connector="OR",
                                ),
                                name="simulation_shared_is_ready",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("share_digest", ""), _negated=True),
                                fields=("share_digest",),
                                name="simulation_share_once",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ProgrammeStacking",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=backend.core.clock.now, editable=False)),
                        ("updated_at", models.DateTimeField(auto_now=True)),
                        ("public_id", backend.core.ids.PublicIdField("pst")),
                        (
                            "programme",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="stacking",
                                to="programmes.programme",
                            ),
                        ),
                        (
                            "policy",
                            models.CharField(
                                choices=[
                                    ("add", "each adds what its own rule says"),
                                    ("first", "only the first in their order that has money adds something"),
                                    ("best", "only the one that would add most adds something"),
                                    (
                                        "priority",
                                        "one after the other, together as much as the largest of them would add",
                                    ),
                                ],
                                max_length=8,
                                verbose_name="how several funds add",
                            ),
                        ),
                        (
                            "ceiling_bp",
                            models.PositiveIntegerField(null=True, verbose_name="largest share of public money"),
                        ),
                        (
                            "declared_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["id"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("policy__in", ["add", "first", "best", "priority"])),
                                name="stacking_policy_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("ceiling_bp", None),
                                    models.Q(("ceiling_bp__gte", 1), ("ceiling_bp__lte", 9999)),
                                    _connector="OR",
                                ),
                                name="stacking_ceiling_is_a_share",
                            ),
                        ],
                        "indexes": [],
                    },
                ),
            ],
        ),
    ]
