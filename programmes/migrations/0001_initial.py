import backend.core.clock
import backend.core.ids
import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
import django.db.models.functions.text
import programmes.models.solution
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Programme",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(default=backend.core.clock.now, editable=False)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("public_id", backend.core.ids.PublicIdField("prog")),
                ("slug", models.SlugField(max_length=60, unique=True, verbose_name="short name in addresses")),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                ("summary", models.CharField(max_length=500, verbose_name="in short")),
                ("about", models.TextField(blank=True, max_length=20000, verbose_name="about")),
                (
                    "language",
                    models.CharField(
                        choices=[("de", "German"), ("en", "English"), ("fr", "French"), ("it", "Italian")],
                        default="de",
                        max_length=2,
                        verbose_name="language of the text",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="programmes",
                        to="accounts.organisation",
                    ),
                ),
            ],
            options={
                "ordering": ["name", "id"],
            },
        ),
        migrations.CreateModel(
            name="Category",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(default=backend.core.clock.now, editable=False)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("public_id", backend.core.ids.PublicIdField("cat")),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="categories",
                        to="programmes.programme",
                    ),
                ),
                ("slug", models.SlugField(max_length=60, verbose_name="short name in addresses")),
                ("name_de", models.CharField(max_length=80, verbose_name="German name")),
                ("name_en", models.CharField(max_length=80, verbose_name="English name")),
            ],
            options={
                "ordering": ["name_de", "id"],
                "constraints": [models.UniqueConstraint(fields=("programme", "slug"), name="category_slug_once")],
            },
        ),
        migrations.CreateModel(
            name="Sprint",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(default=backend.core.clock.now, editable=False)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("public_id", backend.core.ids.PublicIdField("spr")),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="sprints", to="programmes.programme"
                    ),
                ),
                ("slug", models.SlugField(max_length=80, unique=True, verbose_name="short name in addresses")),
                ("title", models.CharField(max_length=160, verbose_name="title")),
                ("summary", models.CharField(max_length=500, verbose_name="in short")),
                ("about", models.TextField(blank=True, max_length=20000, verbose_name="about")),
                (
                    "language",
                    models.CharField(
                        choices=[("de", "German"), ("en", "English"), ("fr", "French"), ("it", "Italian")],
                        default="de",
                        max_length=2,
                        verbose_name="language of the text",
                    ),
                ),
                ("timezone", models.CharField(default="Europe/Berlin", max_length=50, verbose_name="time zone")),
                ("capacity", models.PositiveIntegerField(blank=True, null=True, verbose_name="places")),
                ("team_size_max", models.PositiveSmallIntegerField(default=8, verbose_name="most people in a team")),
                ("starts_at", models.DateTimeField(verbose_name="begins")),
                ("ends_at", models.DateTimeField(verbose_name="ends")),
                ("hashtag", models.CharField(blank=True, max_length=60, verbose_name="hashtag")),
                (
                    "state",
                    models.CharField(
                        choices=[("draft", "in preparation"), ("published", "published"), ("archived", "archived")],
                        default="draft",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("source_ref", models.CharField(editable=False, max_length=200, null=True, unique=True)),
            ],
            options={
                "ordering": ["-starts_at", "id"],
                "indexes": [
                    models.Index(fields=["state", "-starts_at", "-id"], name="sprint_list"),
                    django.contrib.postgres.indexes.GinIndex(
                        django.contrib.postgres.search.CombinedSearchVector(
                            django.contrib.postgres.search.CombinedSearchVector(
                                django.contrib.postgres.search.CombinedSearchVector(
                                    django.contrib.postgres.search.SearchVector("title", config="german", weight="A"),
                                    "||",
                                    django.contrib.postgres.search.SearchVector(
                                        "summary", "about", "hashtag", config="german", weight="B"
                                    ),
                                    django.contrib.postgres.search.SearchConfig("german"),
                                ),
                                "||",
                                django.contrib.postgres.search.SearchVector("title", config="english", weight="A"),
                                django.contrib.postgres.search.SearchConfig("german"),
                            ),
                            "||",
                            django.contrib.postgres.search.SearchVector(
                                "summary", "about", "hashtag", config="english", weight="B"
                            ),
                            django.contrib.postgres.search.SearchConfig("german"),
                        ),
                        name="sprint_search",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["draft", "published", "archived"])), name="sprint_state_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("ends_at__gt", models.F("starts_at"))), name="sprint_ends_after_start"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("capacity", None), ("capacity__gt", 0), _connector="OR"),
                        name="sprint_capacity_positive",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("team_size_max__gte", 1), ("team_size_max__lte", 50)),
                        name="sprint_team_size_sane",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Challenge",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(default=backend.core.clock.now, editable=False)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("public_id", backend.core.ids.PublicIdField("cha")),
                (
                    "sprint",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="challenges", to="programmes.sprint"
                    ),
                ),
                (
                    "category",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="challenges",
                        to="programmes.category",
                    ),
                ),
                ("title", models.CharField(max_length=160, verbose_name="title")),
                ("summary", models.CharField(max_length=500, verbose_name="in short")),
                ("body", models.TextField(blank=True, max_length=20000, verbose_name="the problem")),
                (
                    "language",
                    models.CharField(
                        choices=[("de", "German"), ("en", "English"), ("fr", "French"), ("it", "Italian")],
                        default="de",
                        max_length=2,
                        verbose_name="language of the text",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="challenges",
                        to="accounts.organisation",
                    ),
                ),
                (
                    "proposed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="challenges",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "draft"),
                            ("proposed", "waits for a decision"),
                            ("published", "published"),
                            ("declined", "declined"),
                            ("withdrawn", "withdrawn"),
                        ],
                        default="draft",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("decline_reason", models.TextField(blank=True, max_length=2000, verbose_name="why it was declined")),
                ("answer_due_at", models.DateTimeField(blank=True, null=True, verbose_name="the owner answers until")),
                ("source_ref", models.CharField(editable=False, max_length=200, null=True, unique=True)),
            ],
            options={
                "ordering": ["title", "id"],
                "indexes": [
                    models.Index(fields=["sprint", "state", "title", "id"], name="challenge_list"),
                    django.contrib.postgres.indexes.GinIndex(
                        django.contrib.postgres.search.CombinedSearchVector(
                            django.contrib.postgres.search.CombinedSearchVector(
                                django.contrib.postgres.search.CombinedSearchVector(
                                    django.contrib.postgres.search.SearchVector("title", config="german", weight="A"),
                                    "||",
                                    django.contrib.postgres.search.SearchVector(
                                        "summary", "body", config="german", weight="B"
                                    ),
                                    django.contrib.postgres.search.SearchConfig("german"),
                                ),
                                "||",
                                django.contrib.postgres.search.SearchVector("title", config="english", weight="A"),
                                django.contrib.postgres.search.SearchConfig("german"),
                            ),
                            "||",
                            django.contrib.postgres.search.SearchVector(
                                "summary", "body", config="english", weight="B"
                            ),
                            django.contrib.postgres.search.SearchConfig("german"),
                        ),
                        name="challenge_search",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["draft", "proposed", "published", "declined", "withdrawn"])),
                        name="challenge_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "declined"), _negated=True),
                            models.Q(("decline_reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="challenge_decline_has_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Cohort",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(default=backend.core.clock.now, editable=False)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("public_id", backend.core.ids.PublicIdField("coh")),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="cohorts", to="programmes.programme"
                    ),
                ),
                (
                    "sprint",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="cohorts", to="programmes.sprint"
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="name")),
            ],
            options={
                "ordering": ["-created_at", "-id"],
                "constraints": [models.UniqueConstraint(fields=("programme", "name"), name="cohort_name_once")],
            },
        ),
        migrations.CreateModel(
            name="Rubric",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(default=backend.core.clock.now, editable=False)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("public_id", backend.core.ids.PublicIdField("rub")),
                (
                    "sprint",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="rubric", to="programmes.sprint"
                    ),
                ),
                ("title", models.CharField(max_length=120, verbose_name="title")),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Criterion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(default=backend.core.clock.now, editable=False)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("public_id", backend.core.ids.PublicIdField("cri")),
                (
                    "rubric",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="criteria", to="programmes.rubric"
                    ),
                ),
                ("title", models.CharField(max_length=120, verbose_name="title")),
                ("description", models.TextField(blank=True, max_length=1000, verbose_name="what to look at")),
                ("weight", models.PositiveSmallIntegerField(default=1, verbose_name="weight")),
                ("max_points", models.PositiveSmallIntegerField(default=5, verbose_name="most points")),
                ("position", models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                "ordering": ["position", "id"],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("weight__gt", 0)), name="criterion_weight_positive"),
                    models.CheckConstraint(condition=models.Q(("max_points__gt", 0)), name="criterion_points_positive"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Team",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(default=backend.core.clock.now, editable=False)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("public_id", backend.core.ids.PublicIdField("tea")),
                (
                    "sprint",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="teams", to="programmes.sprint"
                    ),
                ),
                (
                    "challenge",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="teams", to="programmes.challenge"
                    ),
                ),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                ("pitch", models.TextField(blank=True, max_length=2000, verbose_name="what the team is up to")),
                (
                    "language",
                    models.CharField(
                        choices=[("de", "German"), ("en", "English"), ("fr", "French"), ("it", "Italian")],
                        default="de",
                        max_length=2,
                        verbose_name="language of the text",
                    ),
                ),
                ("size_limit", models.PositiveSmallIntegerField(verbose_name="most people")),
                (
                    "state",
                    models.CharField(
                        choices=[("forming", "has free places"), ("complete", "complete"), ("dissolved", "dissolved")],
                        default="forming",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="teams_founded",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("source_ref", models.CharField(editable=False, max_length=200, null=True, unique=True)),
            ],
            options={
                "ordering": ["name", "id"],
                "indexes": [
                    models.Index(fields=["sprint", "state", "name", "id"], name="team_list"),
                    models.Index(fields=["challenge", "state"], name="team_by_challenge"),
                    django.contrib.postgres.indexes.GinIndex(
                        django.contrib.postgres.search.CombinedSearchVector(
                            django.contrib.postgres.search.CombinedSearchVector(
                                django.contrib.postgres.search.CombinedSearchVector(
                                    django.contrib.postgres.search.SearchVector("name", config="german", weight="A"),
                                    "||",
                                    django.contrib.postgres.search.SearchVector("pitch", config="german", weight="B"),
                                    django.contrib.postgres.search.SearchConfig("german"),
                                ),
                                "||",
                                django.contrib.postgres.search.SearchVector("name", config="english", weight="A"),
                                django.contrib.postgres.search.SearchConfig("german"),
                            ),
                            "||",
                            django.contrib.postgres.search.SearchVector("pitch", config="english", weight="B"),
                            django.contrib.postgres.search.SearchConfig("german"),
                        ),
                        name="team_search",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["forming", "complete", "dissolved"])), name="team_state_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("size_limit__gte", 1), ("size_limit__lte", 50)), name="team_size_sane"
                    ),
                    models.UniqueConstraint(
                        django.db.models.functions.text.Lower("name"),
                        models.F("sprint"),
                        condition=models.Q(("state", "dissolved"), _negated=True),
                        name="team_name_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OpenRole",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(default=backend.core.clock.now, editable=False)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("public_id", backend.core.ids.PublicIdField("rol")),
                (
                    "team",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="open_roles", to="programmes.team"
                    ),
                ),
                ("title", models.CharField(max_length=80, verbose_name="role")),
                ("description", models.TextField(blank=True, max_length=1000, verbose_name="what it takes")),
                (
                    "skills",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40),
                        blank=True,
                        default=list,
                        size=20,
                        verbose_name="skills",
                    ),
                ),
                ("places", models.PositiveSmallIntegerField(default=1, verbose_name="places")),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "open"), ("filled", "filled"), ("closed", "closed")],
                        default="open",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
            ],
            options={
                "ordering": ["created_at", "id"],
                "indexes": [
                    models.Index(condition=models.Q(("state", "open")), fields=["team"], name="open_role_of_team")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["open", "filled", "closed"])), name="open_role_state_known"
                    ),
                    models.CheckConstraint(condition=models.Q(("places__gt", 0)), name="open_role_places_positive"),
                ],
            },
        ),
        migrations.CreateModel(
            name="JoinRequest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(default=backend.core.clock.now, editable=False)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("public_id", backend.core.ids.PublicIdField("jrq")),
                (
                    "team",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="join_requests", to="programmes.team"
                    ),
                ),
                (
                    "role",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="join_requests",
                        to="programmes.openrole",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="join_requests",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("motivation", models.TextField(max_length=2000, verbose_name="why I would like to join")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("pending", "waits for an answer"),
                            ("accepted", "accepted"),
                            ("declined", "declined"),
                            ("withdrawn", "withdrawn"),
                        ],
                        default="pending",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("answer", models.TextField(blank=True, max_length=2000, verbose_name="answer")),
                (
                    "answered_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["created_at", "id"],
                "indexes": [models.Index(fields=["user", "state"], name="join_request_of_user")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["pending", "accepted", "declined", "withdrawn"])),
                        name="join_request_state_known",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "pending")),
                        fields=("team", "user"),
                        name="join_request_pending_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SolutionVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(default=backend.core.clock.now, editable=False)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("public_id", backend.core.ids.PublicIdField("sov")),
                ("number", models.PositiveIntegerField()),
                ("title", models.CharField(max_length=160, verbose_name="title")),
                ("summary", models.CharField(blank=True, max_length=500, verbose_name="in short")),
                ("body", models.TextField(blank=True, max_length=20000, verbose_name="the solution")),
                (
                    "language",
                    models.CharField(
                        choices=[("de", "German"), ("en", "English"), ("fr", "French"), ("it", "Italian")],
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
                        upload_to=programmes.models.solution.image_path,
                        verbose_name="picture",
                    ),
                ),
                ("image_alt", models.CharField(blank=True, max_length=200, verbose_name="what the picture shows")),
                ("links", models.JSONField(blank=True, default=list, verbose_name="links")),
                (
                    "licence",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("CC-BY-4.0", "CC BY 4.0"),
                            ("CC-BY-SA-4.0", "CC BY-SA 4.0"),
                            ("CC0-1.0", "CC0 1.0"),
                            ("EUPL-1.2", "EUPL 1.2"),
                            ("MIT", "MIT"),
                            ("Apache-2.0", "Apache 2.0"),
                            ("AGPL-3.0-or-later", "AGPL 3.0"),
                        ],
                        max_length=20,
                        verbose_name="licence",
                    ),
                ),
                (
                    "author",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="solution_versions",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("handed_in_at", models.DateTimeField(editable=False, null=True)),
            ],
            options={
                "ordering": ["-number"],
                "indexes": [],
                "constraints": [],
            },
        ),
        migrations.CreateModel(
            name="Solution",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(default=backend.core.clock.now, editable=False)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("public_id", backend.core.ids.PublicIdField("sol")),
                (
                    "team",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="solution", to="programmes.team"
                    ),
                ),
                (
                    "sprint",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="solutions", to="programmes.sprint"
                    ),
                ),
                (
                    "challenge",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="solutions", to="programmes.challenge"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "draft"),
                            ("handed_in", "handed in"),
                            ("selected", "selected"),
                            ("not_selected", "not selected"),
                            ("withdrawn", "withdrawn"),
                        ],
                        default="draft",
                        max_length=12,
                        verbose_name="state",
                    ),
                ),
                (
                    "current_version",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="current_of",
                        to="programmes.solutionversion",
                    ),
                ),
                ("source_ref", models.CharField(editable=False, max_length=200, null=True, unique=True)),
            ],
            options={
                "ordering": ["-created_at", "-id"],
                "indexes": [
                    models.Index(fields=["sprint", "state", "-created_at", "-id"], name="solution_list"),
                    models.Index(fields=["challenge", "state"], name="solution_by_challenge"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["draft", "handed_in", "selected", "not_selected", "withdrawn"])
                        ),
                        name="solution_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ("handed_in", "selected", "not_selected")), _negated=True),
                            ("current_version__isnull", False),
                            _connector="OR",
                        ),
                        name="solution_handed_in_has_version",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Project",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(default=backend.core.clock.now, editable=False)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("public_id", backend.core.ids.PublicIdField("prj")),
                (
                    "cohort",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="projects", to="programmes.cohort"
                    ),
                ),
                (
                    "solution",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="project", to="programmes.solution"
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="projects", to="programmes.team"
                    ),
                ),
                ("title", models.CharField(max_length=160, verbose_name="title")),
                ("summary", models.CharField(max_length=500, verbose_name="in short")),
                (
                    "language",
                    models.CharField(
                        choices=[("de", "German"), ("en", "English"), ("fr", "French"), ("it", "Italian")],
                        default="de",
                        max_length=2,
                        verbose_name="language of the text",
                    ),
                ),
                (
                    "stage",
                    models.CharField(
                        choices=[
                            ("prototype", "Prototype"),
                            ("test", "Test"),
                            ("scale", "Scale"),
                            ("impact", "Impact"),
                        ],
                        default="prototype",
                        max_length=10,
                        verbose_name="stage",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("active", "in progress"), ("completed", "completed"), ("stopped", "stopped")],
                        default="active",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
            ],
            options={
                "ordering": ["title", "id"],
                "indexes": [
                    models.Index(fields=["cohort", "title", "id"], name="project_list"),
                    django.contrib.postgres.indexes.GinIndex(
                        django.contrib.postgres.search.CombinedSearchVector(
                            django.contrib.postgres.search.CombinedSearchVector(
                                django.contrib.postgres.search.CombinedSearchVector(
                                    django.contrib.postgres.search.SearchVector("title", config="german", weight="A"),
                                    "||",
                                    django.contrib.postgres.search.SearchVector("summary", config="german", weight="B"),
                                    django.contrib.postgres.search.SearchConfig("german"),
                                ),
                                "||",
                                django.contrib.postgres.search.SearchVector("title", config="english", weight="A"),
                                django.contrib.postgres.search.SearchConfig("german"),
                            ),
                            "||",
                            django.contrib.postgres.search.SearchVector("summary", config="english", weight="B"),
                            django.contrib.postgres.search.SearchConfig("german"),
                        ),
                        name="project_search",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["active", "completed", "stopped"])),
                        name="project_state_known",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Milestone",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(default=backend.core.clock.now, editable=False)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("public_id", backend.core.ids.PublicIdField("mil")),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="milestones", to="programmes.project"
                    ),
                ),
                ("title", models.CharField(max_length=160, verbose_name="title")),
                ("description", models.TextField(blank=True, max_length=4000, verbose_name="what will be there")),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="milestones",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("due_on", models.DateField(verbose_name="due on")),
                ("evidence", models.TextField(blank=True, max_length=4000, verbose_name="evidence")),
                ("review_note", models.TextField(blank=True, max_length=2000, verbose_name="note of the review")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("planned", "planned"),
                            ("in_progress", "in progress"),
                            ("submitted", "waits for a check"),
                            ("accepted", "reached"),
                            ("dropped", "dropped"),
                        ],
                        default="planned",
                        max_length=12,
                        verbose_name="state",
                    ),
                ),
            ],
            options={
                "ordering": ["due_on", "id"],
                "indexes": [models.Index(fields=["project", "due_on", "id"], name="milestone_list")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["planned", "in_progress", "submitted", "accepted", "dropped"])
                        ),
                        name="milestone_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["submitted", "accepted"]), _negated=True),
                            models.Q(("evidence", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="milestone_reached_has_evidence",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Phase",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(default=backend.core.clock.now, editable=False)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("public_id", backend.core.ids.PublicIdField("pha")),
                (
                    "sprint",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="phases", to="programmes.sprint"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("registration", "Registration"),
                            ("proposals", "Propose challenges"),
                            ("teams", "Find a team"),
                            ("build", "Build"),
                            ("hand_in", "Hand in"),
                            ("review", "Review"),
                            ("rating", "Selection"),
                            ("announcement", "Announcement"),
                        ],
                        max_length=12,
                        verbose_name="kind",
                    ),
                ),
                ("title", models.CharField(blank=True, max_length=80, verbose_name="title")),
                ("starts_at", models.DateTimeField(verbose_name="begins")),
                ("ends_at", models.DateTimeField(verbose_name="ends")),
                (
                    "features",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("register", "register"),
                                ("propose_challenge", "propose challenges"),
                                ("form_team", "found teams"),
                                ("join_team", "join teams"),
                                ("build", "work on solutions"),
                                ("hand_in", "hand in"),
                                ("review", "review"),
                                ("select", "select"),
                            ],
                            max_length=20,
                        ),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="allows",
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                "ordering": ["position", "starts_at", "id"],
                "constraints": [
                    models.UniqueConstraint(fields=("sprint", "kind"), name="phase_kind_once"),
                    models.CheckConstraint(
                        condition=models.Q(("ends_at__gt", models.F("starts_at"))), name="phase_ends_after_start"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "features__contained_by",
                                [
                                    "register",
                                    "propose_challenge",
                                    "form_team",
                                    "join_team",
                                    "build",
                                    "hand_in",
                                    "review",
                                    "select",
                                ],
                            )
                        ),
                        name="phase_features_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Profile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(default=backend.core.clock.now, editable=False)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("public_id", backend.core.ids.PublicIdField("pro")),
                (
                    "user",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="profile", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "skills",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40),
                        blank=True,
                        default=list,
                        size=20,
                        verbose_name="what I can do",
                    ),
                ),
                (
                    "topics",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40),
                        blank=True,
                        default=list,
                        size=20,
                        verbose_name="what I care about",
                    ),
                ),
                (
                    "roles_sought",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40),
                        blank=True,
                        default=list,
                        size=20,
                        verbose_name="what I would like to do in a team",
                    ),
                ),
                (
                    "languages",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40),
                        blank=True,
                        default=list,
                        size=20,
                        verbose_name="languages I speak",
                    ),
                ),
                ("about", models.TextField(blank=True, max_length=2000, verbose_name="about me")),
                ("is_public", models.BooleanField(default=False, verbose_name="others may see my profile")),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ProgrammeRole",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(default=backend.core.clock.now, editable=False)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("public_id", backend.core.ids.PublicIdField("prl")),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="roles", to="programmes.programme"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="programme_roles",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("organiser", "Organiser"),
                            ("juror", "Juror"),
                            ("coach", "Coach"),
                            ("curator", "Curator"),
                        ],
                        max_length=12,
                        verbose_name="role",
                    ),
                ),
            ],
            options={
                "ordering": ["role", "id"],
                "constraints": [
                    models.UniqueConstraint(fields=("programme", "user", "role"), name="programme_role_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="ProgressReport",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(default=backend.core.clock.now, editable=False)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("public_id", backend.core.ids.PublicIdField("rep")),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="reports", to="programmes.project"
                    ),
                ),
                ("title", models.CharField(max_length=160, verbose_name="title")),
                ("body", models.TextField(blank=True, max_length=20000, verbose_name="report")),
                ("period_start", models.DateField(verbose_name="from")),
                ("period_end", models.DateField(verbose_name="until")),
                (
                    "author",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="progress_reports",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "draft"),
                            ("submitted", "waits for a check"),
                            ("needs_revision", "needs revision"),
                            ("accepted", "accepted"),
                        ],
                        default="draft",
                        max_length=16,
                        verbose_name="state",
                    ),
                ),
                ("review_note", models.TextField(blank=True, max_length=4000, verbose_name="note of the review")),
                (
                    "reviewer",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-period_end", "-id"],
                "indexes": [models.Index(fields=["project", "-period_end", "-id"], name="report_list")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["draft", "submitted", "needs_revision", "accepted"])),
                        name="progress_report_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("period_end__gte", models.F("period_start"))), name="report_period_in_order"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "needs_revision"), _negated=True),
                            models.Q(("review_note", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="report_revision_has_note",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Registration",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(default=backend.core.clock.now, editable=False)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("public_id", backend.core.ids.PublicIdField("reg")),
                (
                    "sprint",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="registrations",
                        to="programmes.sprint",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="registrations",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("registered", "has a place"),
                            ("waiting", "on the waiting list"),
                            ("cancelled", "cancelled"),
                        ],
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("sequence", models.BigIntegerField()),
            ],
            options={
                "ordering": ["sequence", "id"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "registered")), fields=["sprint"], name="registration_with_place"
                    ),
                    models.Index(
                        condition=models.Q(("state", "waiting")),
                        fields=["sprint", "sequence"],
                        name="registration_waiting",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["registered", "waiting", "cancelled"])),
                        name="registration_state_known",
                    ),
                    models.UniqueConstraint(fields=("sprint", "user"), name="registration_once"),
                    models.UniqueConstraint(fields=("sprint", "sequence"), name="registration_order_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Review",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(default=backend.core.clock.now, editable=False)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("public_id", backend.core.ids.PublicIdField("rev")),
                (
                    "solution",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="reviews", to="programmes.solution"
                    ),
                ),
                (
                    "juror",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="reviews", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("assigned", "assigned"),
                            ("started", "begun"),
                            ("submitted", "submitted"),
                            ("recused", "conflict of interest"),
                        ],
                        default="assigned",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("comment", models.TextField(blank=True, max_length=4000, verbose_name="comment")),
                ("conflict_reason", models.TextField(blank=True, max_length=1000, verbose_name="conflict of interest")),
                ("submitted_at", models.DateTimeField(editable=False, null=True)),
            ],
            options={
                "ordering": ["created_at", "id"],
                "indexes": [models.Index(fields=["juror", "state"], name="review_of_juror")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["assigned", "started", "submitted", "recused"])),
                        name="review_state_known",
                    ),
                    models.UniqueConstraint(fields=("solution", "juror"), name="review_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "submitted"), ("submitted_at__isnull", False)),
                            models.Q(models.Q(("state", "submitted"), _negated=True), ("submitted_at", None)),
                            _connector="OR",
                        ),
                        name="review_submitted_has_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "recused"), _negated=True),
                            models.Q(("conflict_reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="review_recused_has_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Score",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(default=backend.core.clock.now, editable=False)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("public_id", backend.core.ids.PublicIdField("sco")),
                (
                    "review",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="scores", to="programmes.review"
                    ),
                ),
                (
                    "criterion",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="scores", to="programmes.criterion"
                    ),
                ),
                ("points", models.PositiveSmallIntegerField(verbose_name="points")),
            ],
            options={
                "ordering": ["criterion__position", "id"],
                "constraints": [models.UniqueConstraint(fields=("review", "criterion"), name="score_once")],
            },
        ),
        migrations.CreateModel(
            name="StageChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(default=backend.core.clock.now, editable=False)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("public_id", backend.core.ids.PublicIdField("stg")),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="stage_changes",
                        to="programmes.project",
                    ),
                ),
                (
                    "from_stage",
                    models.CharField(
                        choices=[
                            ("prototype", "Prototype"),
                            ("test", "Test"),
                            ("scale", "Scale"),
                            ("impact", "Impact"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "to_stage",
                    models.CharField(
                        choices=[
                            ("prototype", "Prototype"),
                            ("test", "Test"),
                            ("scale", "Scale"),
                            ("impact", "Impact"),
                        ],
                        max_length=10,
                    ),
                ),
                ("evidence", models.TextField(max_length=4000, verbose_name="evidence")),
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
                "ordering": ["created_at", "id"],
                "constraints": [
                    models.UniqueConstraint(fields=("project", "to_stage"), name="stage_reached_once"),
                    models.CheckConstraint(
                        condition=models.Q(("from_stage", models.F("to_stage")), _negated=True), name="stage_changes"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("evidence", ""), _negated=True), name="stage_has_evidence"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TeamMember",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(default=backend.core.clock.now, editable=False)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("public_id", backend.core.ids.PublicIdField("tmb")),
                (
                    "team",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="members", to="programmes.team"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="team_memberships",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[("lead", "Team lead"), ("member", "Member")],
                        default="member",
                        max_length=8,
                        verbose_name="role",
                    ),
                ),
                ("left_at", models.DateTimeField(editable=False, null=True)),
            ],
            options={
                "ordering": ["created_at", "id"],
                "indexes": [
                    models.Index(condition=models.Q(("left_at", None)), fields=["user"], name="team_member_active")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("left_at", None)), fields=("team", "user"), name="team_member_once"
                    )
                ],
            },
        ),
        migrations.AddField(
            model_name="SolutionVersion",
            name="solution",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="versions", to="programmes.solution"
            ),
        ),
        migrations.AddIndex(
            model_name="SolutionVersion",
            index=django.contrib.postgres.indexes.GinIndex(
                django.contrib.postgres.search.CombinedSearchVector(
                    django.contrib.postgres.search.CombinedSearchVector(
                        django.contrib.postgres.search.CombinedSearchVector(
                            django.contrib.postgres.search.SearchVector("title", config="german", weight="A"),
                            "||",
                            django.contrib.postgres.search.SearchVector("summary", "body", config="german", weight="B"),
                            django.contrib.postgres.search.SearchConfig("german"),
                        ),
                        "||",
                        django.contrib.postgres.search.SearchVector("title", config="english", weight="A"),
                        django.contrib.postgres.search.SearchConfig("german"),
                    ),
                    "||",
                    django.contrib.postgres.search.SearchVector("summary", "body", config="english", weight="B"),
                    django.contrib.postgres.search.SearchConfig("german"),
                ),
                name="solution_version_search",
            ),
        ),
        migrations.AddConstraint(
            model_name="SolutionVersion",
            constraint=models.UniqueConstraint(fields=("solution", "number"), name="solution_version_number_once"),
        ),
        migrations.AddConstraint(
            model_name="SolutionVersion",
            constraint=models.UniqueConstraint(
                condition=models.Q(("handed_in_at", None)), fields=("solution",), name="solution_one_draft_version"
            ),
        ),
        migrations.AddConstraint(
            model_name="SolutionVersion",
            constraint=models.CheckConstraint(
                condition=models.Q(("number__gt", 0)), name="solution_version_number_positive"
            ),
        ),
    ]
