import backend.core.clock
import backend.core.creating
import backend.core.ids
import backend.core.storing
import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.fields.ranges
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.comparison
import django.db.models.functions.text
import programmes.domain.pairs
import programmes.domain.votes
import programmes.models.solution
from django.conf import settings
from django.db import migrations, models


FOLDED = """
CREATE FUNCTION programmes_words_folded(skills varchar[], title varchar) RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT array_agg(DISTINCT lower(word)) FROM unnest(skills || title) AS word
$$;
"""


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0001_initial"),
        ("notifications", "0001_initial"),
    ]

    operations = [
        # The words of open roles are kept by the database, which needs the function when it makes the table.
        migrations.RunSQL(FOLDED, "DROP FUNCTION programmes_words_folded(varchar[], varchar);"),
        backend.core.creating.CreateModels(
            models=[
                migrations.CreateModel(
                    name="Programme",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
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
                        "indexes": [],
                        "constraints": [],
                    },
                ),
                migrations.CreateModel(
                    name="ProgrammeRole",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=backend.core.clock.now, editable=False)),
                        ("updated_at", models.DateTimeField(auto_now=True)),
                        ("public_id", backend.core.ids.PublicIdField("prl")),
                        (
                            "programme",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="roles",
                                to="programmes.programme",
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
                                    ("helper", "Helper at the door"),
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
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="Category",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
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
                        "constraints": [
                            models.UniqueConstraint(fields=("programme", "slug"), name="category_slug_once")
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="Call",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=backend.core.clock.now, editable=False)),
                        ("updated_at", models.DateTimeField(auto_now=True)),
                        ("public_id", backend.core.ids.PublicIdField("cal")),
                        (
                            "category",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="call",
                                to="programmes.category",
                            ),
                        ),
                        ("text", models.TextField(max_length=5000, verbose_name="what is asked for")),
                        (
                            "language",
                            models.CharField(
                                choices=[("de", "German"), ("en", "English"), ("fr", "French"), ("it", "Italian")],
                                default="de",
                                max_length=2,
                                verbose_name="language of the text",
                            ),
                        ),
                        ("closes_at", models.DateTimeField(verbose_name="open until")),
                    ],
                    options={
                        "ordering": ["closes_at", "id"],
                        "indexes": [models.Index(fields=["closes_at", "id"], name="call_list")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("text", ""), _negated=True), name="call_has_text"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Profile",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=backend.core.clock.now, editable=False)),
                        ("updated_at", models.DateTimeField(auto_now=True)),
                        ("public_id", backend.core.ids.PublicIdField("pro")),
                        (
                            "user",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="profile",
                                to=settings.AUTH_USER_MODEL,
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
                        "indexes": [],
                        "constraints": [],
                    },
                ),
                migrations.CreateModel(
                    name="Sprint",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=backend.core.clock.now, editable=False)),
                        ("updated_at", models.DateTimeField(auto_now=True)),
                        ("public_id", backend.core.ids.PublicIdField("spr")),
                        (
                            "programme",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="sprints",
                                to="programmes.programme",
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
                        (
                            "timezone",
                            models.CharField(default="Europe/Berlin", max_length=50, verbose_name="time zone"),
                        ),
                        ("capacity", models.PositiveIntegerField(blank=True, null=True, verbose_name="places")),
                        (
                            "team_size_max",
                            models.PositiveSmallIntegerField(default=8, verbose_name="most people in a team"),
                        ),
                        (
                            "team_joining",
                            models.CharField(
                                choices=[
                                    ("on_request", "the team answers each request"),
                                    ("at_once", "whoever wants to joins at once"),
                                ],
                                default="on_request",
                                max_length=10,
                                verbose_name="how people come into new teams",
                            ),
                        ),
                        (
                            "answer_days",
                            models.PositiveSmallIntegerField(
                                default=14, verbose_name="days in which organisations answer"
                            ),
                        ),
                        (
                            "accept_hours",
                            models.PositiveSmallIntegerField(
                                default=0, verbose_name="hours to accept a place that became free"
                            ),
                        ),
                        (
                            "age_limit",
                            models.PositiveSmallIntegerField(
                                default=0, verbose_name="age from which nobody must agree"
                            ),
                        ),
                        (
                            "age_proof",
                            models.CharField(
                                choices=[
                                    ("statement", "They say that they are old enough."),
                                    ("birth_date", "They enter their date of birth, which is not kept."),
                                ],
                                default="statement",
                                max_length=10,
                                verbose_name="how the age is asked",
                            ),
                        ),
                        (
                            "walk_ins_beyond",
                            models.BooleanField(
                                default=False, verbose_name="people at the door may come in beyond the places"
                            ),
                        ),
                        (
                            "certificates",
                            models.CharField(
                                choices=[
                                    ("nobody", "nobody"),
                                    ("checked_in", "who was checked in"),
                                    ("handed_in", "who was in a team that handed in"),
                                ],
                                default="nobody",
                                max_length=12,
                                verbose_name="who gets a certificate",
                            ),
                        ),
                        (
                            "reports_to_hide",
                            models.PositiveSmallIntegerField(
                                default=3, verbose_name="reports that hide a text until somebody decides"
                            ),
                        ),
                        (
                            "grace_minutes",
                            models.PositiveSmallIntegerField(
                                default=0, verbose_name="minutes of grace after the deadline"
                            ),
                        ),
                        (
                            "solutions_per_team",
                            models.PositiveSmallIntegerField(default=1, verbose_name="solutions of a team"),
                        ),
                        ("starts_at", models.DateTimeField(verbose_name="begins")),
                        ("ends_at", models.DateTimeField(verbose_name="ends")),
                        ("sections", models.JSONField(blank=True, default=list, verbose_name="sections of a solution")),
                        ("hashtag", models.CharField(blank=True, max_length=60, verbose_name="hashtag")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("draft", "in preparation"),
                                    ("published", "published"),
                                    ("archived", "archived"),
                                ],
                                default="draft",
                                max_length=10,
                                verbose_name="state",
                            ),
                        ),
                        ("jury_stage", models.PositiveSmallIntegerField(db_default=1, default=1, editable=False)),
                        (
                            "form",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="programmes.registrationform",
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
                                            django.contrib.postgres.search.SearchVector(
                                                "title", config="german", weight="A"
                                            ),
                                            "||",
                                            django.contrib.postgres.search.SearchVector(
                                                "summary", "about", "hashtag", config="german", weight="B"
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
                                        "summary", "about", "hashtag", config="english", weight="B"
                                    ),
                                    django.contrib.postgres.search.SearchConfig("german"),
                                ),
                                name="sprint_search",
                            ),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("state__in", ["draft", "published", "archived"])),
                                name="sprint_state_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("ends_at__gt", models.F("starts_at"))),
                                name="sprint_ends_after_start",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("capacity", None), ("capacity__gt", 0), _connector="OR"),
                                name="sprint_capacity_positive",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("team_size_max__gte", 1), ("team_size_max__lte", 50)),
                                name="sprint_team_size_sane",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("team_joining__in", ["on_request", "at_once"])),
                                name="sprint_team_joining_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("answer_days__gte", 1), ("answer_days__lte", 180)),
                                name="sprint_answer_days_sane",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("certificates__in", ["nobody", "checked_in", "handed_in"])),
                                name="sprint_certificates_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("age_limit__lte", 21)), name="sprint_age_limit_sane"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("age_proof__in", ["statement", "birth_date"])),
                                name="sprint_age_proof_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("accept_hours__lte", 336)), name="sprint_accept_hours_sane"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("reports_to_hide__gte", 1), ("reports_to_hide__lte", 50)),
                                name="sprint_reports_to_hide_sane",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("grace_minutes__lte", 720)), name="sprint_grace_sane"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("solutions_per_team__gte", 1), ("solutions_per_team__lte", 5)),
                                name="sprint_solutions_per_team_sane",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("jury_stage__gte", 1), ("jury_stage__lte", 3)),
                                name="sprint_jury_stage_within",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Phase",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=backend.core.clock.now, editable=False)),
                        ("updated_at", models.DateTimeField(auto_now=True)),
                        ("public_id", backend.core.ids.PublicIdField("pha")),
                        (
                            "sprint",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="phases",
                                to="programmes.sprint",
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
                                    ("public", "Public rating"),
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
                                        ("rate", "rate solutions in public"),
                                        ("comment", "comment on solutions"),
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
                                condition=models.Q(("ends_at__gt", models.F("starts_at"))),
                                name="phase_ends_after_start",
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
                                            "rate",
                                            "comment",
                                        ],
                                    )
                                ),
                                name="phase_features_known",
                            ),
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="Announcement",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=backend.core.clock.now, editable=False)),
                        ("updated_at", models.DateTimeField(auto_now=True)),
                        ("public_id", backend.core.ids.PublicIdField("ann")),
                        (
                            "sprint",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="announcements",
                                to="programmes.sprint",
                            ),
                        ),
                        (
                            "segments",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(
                                    choices=[
                                        ("with_place", "everybody with a place"),
                                        ("waiting", "who is on the waiting list"),
                                        ("not_checked_in", "who has a place and is not checked in"),
                                        ("checked_in", "who is checked in"),
                                        ("without_team", "who has a place and no team"),
                                        ("leads", "team leads"),
                                        ("not_handed_in", "teams that have not handed in"),
                                        ("requests_open", "team leads who have not answered a request"),
                                        ("category", "teams of one category"),
                                        ("owners", "who poses a published challenge"),
                                        ("answer_due", "who has to answer a solution"),
                                        ("jury", "jurors and coaches"),
                                    ],
                                    max_length=20,
                                ),
                                size=12,
                                verbose_name="who gets it",
                            ),
                        ),
                        (
                            "category",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="programmes.category",
                            ),
                        ),
                        ("subject_de", models.CharField(blank=True, max_length=160, verbose_name="subject in German")),
                        ("body_de", models.TextField(blank=True, max_length=8000, verbose_name="text in German")),
                        ("subject_en", models.CharField(blank=True, max_length=160, verbose_name="subject in English")),
                        ("body_en", models.TextField(blank=True, max_length=8000, verbose_name="text in English")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("draft", "draft"),
                                    ("scheduled", "will be sent"),
                                    ("sending", "is being sent"),
                                    ("sent", "sent"),
                                    ("discarded", "put aside"),
                                ],
                                default="draft",
                                max_length=10,
                                verbose_name="state",
                            ),
                        ),
                        ("send_at", models.DateTimeField(null=True, verbose_name="to be sent")),
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
                            "circular",
                            models.OneToOneField(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="notifications.circular",
                            ),
                        ),
                        ("pieces", models.PositiveIntegerField(default=0, editable=False)),
                        ("total", models.PositiveIntegerField(default=0, editable=False)),
                        ("told", models.PositiveIntegerField(default=0, editable=False)),
                        ("sent_at", models.DateTimeField(editable=False, null=True)),
                    ],
                    options={
                        "ordering": ["-id"],
                        "indexes": [
                            models.Index(fields=["sprint", "-id"], name="announcement_list"),
                            models.Index(
                                condition=models.Q(("state", "scheduled")),
                                fields=["send_at", "id"],
                                name="announcement_due",
                            ),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state__in", ["draft", "scheduled", "sending", "sent", "discarded"])
                                ),
                                name="announcement_state_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "segments__contained_by",
                                        [
                                            "with_place",
                                            "waiting",
                                            "not_checked_in",
                                            "checked_in",
                                            "without_team",
                                            "leads",
                                            "not_handed_in",
                                            "requests_open",
                                            "category",
                                            "owners",
                                            "answer_due",
                                            "jury",
                                        ],
                                    ),
                                    models.Q(("segments", []), _negated=True),
                                ),
                                name="announcement_segments_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("category__isnull", False), ("segments__contains", ["category"])),
                                    models.Q(
                                        models.Q(("segments__contains", ["category"]), _negated=True),
                                        ("category", None),
                                    ),
                                    _connector="OR",
                                ),
                                name="announcement_category_if_asked",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("subject_de", ""), ("body_de", "")),
                                    models.Q(
                                        models.Q(("subject_de", ""), _negated=True),
                                        models.Q(("body_de", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="announcement_german_whole",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("subject_en", ""), ("body_en", "")),
                                    models.Q(
                                        models.Q(("subject_en", ""), _negated=True),
                                        models.Q(("body_en", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="announcement_english_whole",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("subject_de", ""), _negated=True),
                                    models.Q(("subject_en", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="announcement_says_something",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "scheduled"), _negated=True),
                                    ("send_at__isnull", False),
                                    _connector="OR",
                                ),
                                name="announcement_scheduled_has_time",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "sent"), _negated=True),
                                    ("sent_at__isnull", False),
                                    _connector="OR",
                                ),
                                name="announcement_sent_has_moment",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("told__lte", models.F("total"))),
                                name="announcement_told_within_total",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="AnnouncementRecipient",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "announcement",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="recipients",
                                to="programmes.announcement",
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="announcements_to_come",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("announcement", "user"), name="announcement_recipient_once")
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="Challenge",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=backend.core.clock.now, editable=False)),
                        ("updated_at", models.DateTimeField(auto_now=True)),
                        ("hidden_at", models.DateTimeField(editable=False, null=True, verbose_name="hidden")),
                        (
                            "hidden_why",
                            models.TextField(
                                blank=True, editable=False, max_length=2000, verbose_name="why it is hidden"
                            ),
                        ),
                        ("is_removed", models.BooleanField(default=False, editable=False, verbose_name="removed")),
                        ("public_id", backend.core.ids.PublicIdField("cha")),
                        (
                            "sprint",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="challenges",
                                to="programmes.sprint",
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
                                    ("merged", "merged into another one"),
                                ],
                                default="draft",
                                max_length=10,
                                verbose_name="state",
                            ),
                        ),
                        (
                            "decided_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "decline_reason",
                            models.TextField(blank=True, max_length=2000, verbose_name="why it was declined"),
                        ),
                        (
                            "answer_due_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="the owner answers until"),
                        ),
                        (
                            "adopted_at",
                            models.DateTimeField(blank=True, editable=False, null=True, verbose_name="taken over"),
                        ),
                        (
                            "contact",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="challenges_as_contact",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "contact_name",
                            models.CharField(blank=True, max_length=120, verbose_name="name of the contact"),
                        ),
                        (
                            "contact_role",
                            models.CharField(blank=True, max_length=120, verbose_name="what the contact does"),
                        ),
                        (
                            "merged_into",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="merged",
                                to="programmes.challenge",
                            ),
                        ),
                        ("was_published", models.BooleanField(default=False, editable=False)),
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
                                            django.contrib.postgres.search.SearchVector(
                                                "title", config="german", weight="A"
                                            ),
                                            "||",
                                            django.contrib.postgres.search.SearchVector(
                                                "summary", "body", config="german", weight="B"
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
                                        "summary", "body", config="english", weight="B"
                                    ),
                                    django.contrib.postgres.search.SearchConfig("german"),
                                ),
                                name="challenge_search",
                            ),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("hidden_at__isnull", False),
                                    models.Q(("hidden_why", ""), ("is_removed", False)),
                                    _connector="OR",
                                ),
                                name="challenge_hidden_has_moment",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("is_removed", False), models.Q(("hidden_why", ""), _negated=True), _connector="OR"
                                ),
                                name="challenge_removed_has_reason",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state__in", ["draft", "proposed", "published", "declined", "withdrawn", "merged"])
                                ),
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
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("owner__isnull", False),
                                    models.Q(("contact", None), ("contact_name", ""), ("contact_role", "")),
                                    _connector="OR",
                                ),
                                name="challenge_contact_of_owner",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("state", "merged"),
                                        ("merged_into__isnull", False),
                                        models.Q(("merged_into", models.F("id")), _negated=True),
                                    ),
                                    models.Q(
                                        models.Q(("state", "merged"), _negated=True),
                                        ("merged_into", None),
                                        ("was_published", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="challenge_merged_has_target",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("adopted_at", None), ("owner__isnull", False), _connector="OR"),
                                name="challenge_adopted_has_owner",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Team",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=backend.core.clock.now, editable=False)),
                        ("updated_at", models.DateTimeField(auto_now=True)),
                        ("hidden_at", models.DateTimeField(editable=False, null=True, verbose_name="hidden")),
                        (
                            "hidden_why",
                            models.TextField(
                                blank=True, editable=False, max_length=2000, verbose_name="why it is hidden"
                            ),
                        ),
                        ("is_removed", models.BooleanField(default=False, editable=False, verbose_name="removed")),
                        ("public_id", backend.core.ids.PublicIdField("tea")),
                        (
                            "sprint",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="teams",
                                to="programmes.sprint",
                            ),
                        ),
                        (
                            "challenge",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="teams",
                                to="programmes.challenge",
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
                        (
                            "times",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=40),
                                blank=True,
                                default=list,
                                size=20,
                                verbose_name="when the team works",
                            ),
                        ),
                        ("size_limit", models.PositiveSmallIntegerField(verbose_name="most people")),
                        (
                            "joining",
                            models.CharField(
                                choices=[
                                    ("on_request", "the team answers each request"),
                                    ("at_once", "whoever wants to joins at once"),
                                ],
                                default="on_request",
                                max_length=10,
                                verbose_name="how people come in",
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("forming", "has free places"),
                                    ("complete", "complete"),
                                    ("dissolved", "dissolved"),
                                ],
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
                                            django.contrib.postgres.search.SearchVector(
                                                "name", config="german", weight="A"
                                            ),
                                            "||",
                                            django.contrib.postgres.search.SearchVector(
                                                "pitch", config="german", weight="B"
                                            ),
                                            django.contrib.postgres.search.SearchConfig("german"),
                                        ),
                                        "||",
                                        django.contrib.postgres.search.SearchVector(
                                            "name", config="english", weight="A"
                                        ),
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
                                condition=models.Q(
                                    ("hidden_at__isnull", False),
                                    models.Q(("hidden_why", ""), ("is_removed", False)),
                                    _connector="OR",
                                ),
                                name="team_hidden_has_moment",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("is_removed", False), models.Q(("hidden_why", ""), _negated=True), _connector="OR"
                                ),
                                name="team_removed_has_reason",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("state__in", ["forming", "complete", "dissolved"])),
                                name="team_state_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("size_limit__gte", 1), ("size_limit__lte", 50)),
                                name="team_size_sane",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("joining__in", ["on_request", "at_once"])),
                                name="team_joining_known",
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
                    name="TeamMember",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=backend.core.clock.now, editable=False)),
                        ("updated_at", models.DateTimeField(auto_now=True)),
                        ("public_id", backend.core.ids.PublicIdField("tmb")),
                        (
                            "team",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="members",
                                to="programmes.team",
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
                            models.Index(
                                condition=models.Q(("left_at", None)), fields=["user"], name="team_member_active"
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("left_at", None)), fields=("team", "user"), name="team_member_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PlaceHold",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=backend.core.clock.now, editable=False)),
                        ("updated_at", models.DateTimeField(auto_now=True)),
                        ("public_id", backend.core.ids.PublicIdField("hld")),
                        (
                            "sprint",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="place_holds",
                                to="programmes.sprint",
                            ),
                        ),
                        (
                            "team",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="place_holds",
                                to="programmes.team",
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="place_holds",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "joining",
                            models.CharField(
                                choices=[
                                    ("on_request", "the team answers each request"),
                                    ("at_once", "whoever wants to joins at once"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("held_at", models.DateTimeField()),
                        ("until", models.DateTimeField(verbose_name="held until")),
                    ],
                    options={
                        "ordering": ["until", "id"],
                        "indexes": [
                            models.Index(fields=["team", "until"], name="place_hold_of_team"),
                            models.Index(fields=["until"], name="place_hold_over"),
                        ],
                        "constraints": [
                            models.UniqueConstraint(fields=("sprint", "user"), name="place_hold_once"),
                            models.CheckConstraint(
                                condition=models.Q(("until__gt", models.F("held_at"))),
                                name="place_hold_until_after_start",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("joining__in", ["on_request", "at_once"])),
                                name="place_hold_joining_known",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="TeamWait",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=backend.core.clock.now, editable=False)),
                        ("updated_at", models.DateTimeField(auto_now=True)),
                        ("public_id", backend.core.ids.PublicIdField("twt")),
                        (
                            "challenge",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="team_waits",
                                to="programmes.challenge",
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="team_waits",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["created_at", "id"],
                        "constraints": [models.UniqueConstraint(fields=("challenge", "user"), name="team_wait_once")],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="OpenRole",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=backend.core.clock.now, editable=False)),
                        ("updated_at", models.DateTimeField(auto_now=True)),
                        ("public_id", backend.core.ids.PublicIdField("rol")),
                        (
                            "team",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="open_roles",
                                to="programmes.team",
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
                        (
                            "words",
                            models.GeneratedField(
                                db_persist=True,
                                expression=models.Func(
                                    models.F("skills"), models.F("title"), function="programmes_words_folded"
                                ),
                                output_field=django.contrib.postgres.fields.ArrayField(
                                    base_field=models.TextField(), size=None
                                ),
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["created_at", "id"],
                        "indexes": [
                            models.Index(
                                condition=models.Q(("state", "open")), fields=["team"], name="open_role_of_team"
                            ),
                            django.contrib.postgres.indexes.GinIndex(
                                condition=models.Q(("state", "open")), fields=["words"], name="open_role_words"
                            ),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("state__in", ["open", "filled", "closed"])),
                                name="open_role_state_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("places__gt", 0)), name="open_role_places_positive"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="JoinRequest",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=backend.core.clock.now, editable=False)),
                        ("updated_at", models.DateTimeField(auto_now=True)),
                        ("public_id", backend.core.ids.PublicIdField("jrq")),
                        (
                            "team",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="join_requests",
                                to="programmes.team",
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
                        "indexes": [
                            models.Index(fields=["user", "state"], name="join_request_of_user"),
                            models.Index(
                                condition=models.Q(("state", "pending")),
                                fields=["created_at", "id"],
                                name="join_request_waiting",
                            ),
                        ],
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
                    name="Mentor",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=backend.core.clock.now, editable=False)),
                        ("updated_at", models.DateTimeField(auto_now=True)),
                        ("public_id", backend.core.ids.PublicIdField("men")),
                        (
                            "sprint",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="mentors",
                                to="programmes.sprint",
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="mentoring",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "headline",
                            models.CharField(blank=True, max_length=160, verbose_name="what I help with, in short"),
                        ),
                        (
                            "about",
                            models.TextField(blank=True, max_length=2000, verbose_name="what else teams should know"),
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
                            "languages",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=40),
                                blank=True,
                                default=list,
                                size=20,
                                verbose_name="languages I speak",
                            ),
                        ),
                        (
                            "invited_by",
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
                                    ("invited", "asked"),
                                    ("active", "helps"),
                                    ("declined", "cannot help"),
                                    ("ended", "helps no more"),
                                ],
                                default="invited",
                                max_length=10,
                                verbose_name="state",
                            ),
                        ),
                        (
                            "words",
                            models.GeneratedField(
                                db_persist=True,
                                expression=models.Func(
                                    models.F("skills"), models.F("headline"), function="programmes_words_folded"
                                ),
                                output_field=django.contrib.postgres.fields.ArrayField(
                                    base_field=models.TextField(), size=None
                                ),
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["id"],
                        "indexes": [
                            models.Index(
                                condition=models.Q(("state", "active")), fields=["sprint", "id"], name="mentor_list"
                            ),
                            django.contrib.postgres.indexes.GinIndex(
                                django.contrib.postgres.search.CombinedSearchVector(
                                    django.contrib.postgres.search.CombinedSearchVector(
                                        django.contrib.postgres.search.CombinedSearchVector(
                                            django.contrib.postgres.search.SearchVector(
                                                "headline", config="german", weight="A"
                                            ),
                                            "||",
                                            django.contrib.postgres.search.SearchVector(
                                                "about", config="german", weight="B"
                                            ),
                                            django.contrib.postgres.search.SearchConfig("german"),
                                        ),
                                        "||",
                                        django.contrib.postgres.search.SearchVector(
                                            "headline", config="english", weight="A"
                                        ),
                                        django.contrib.postgres.search.SearchConfig("german"),
                                    ),
                                    "||",
                                    django.contrib.postgres.search.SearchVector("about", config="english", weight="B"),
                                    django.contrib.postgres.search.SearchConfig("german"),
                                ),
                                name="mentor_search",
                            ),
                            django.contrib.postgres.indexes.GinIndex(
                                condition=models.Q(("state", "active")), fields=["words"], name="mentor_words"
                            ),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("state__in", ["invited", "active", "declined", "ended"])),
                                name="mentor_state_known",
                            ),
                            models.UniqueConstraint(fields=("sprint", "user"), name="mentor_once"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "active"), _negated=True),
                                    models.Q(("headline", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="mentor_active_says_with_what",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="OfficeHours",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=backend.core.clock.now, editable=False)),
                        ("updated_at", models.DateTimeField(auto_now=True)),
                        ("public_id", backend.core.ids.PublicIdField("ofh")),
                        (
                            "mentor",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="office_hours",
                                to="programmes.mentor",
                            ),
                        ),
                        ("starts_at", models.DateTimeField(verbose_name="begins")),
                        ("ends_at", models.DateTimeField(verbose_name="ends")),
                        ("slot_minutes", models.PositiveSmallIntegerField(verbose_name="minutes for each slot")),
                        ("place", models.CharField(blank=True, max_length=200, verbose_name="place")),
                        (
                            "video_url",
                            models.CharField(blank=True, max_length=500, verbose_name="link to the video room"),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[("open", "open"), ("withdrawn", "cancelled")],
                                default="open",
                                max_length=10,
                                verbose_name="state",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["starts_at", "id"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("state__in", ["open", "withdrawn"])),
                                name="office_hours_state_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("ends_at__gt", models.F("starts_at"))),
                                name="office_hours_end_after_start",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("slot_minutes__in", (10, 15, 20, 30, 45, 60))),
                                name="office_hours_slots_sane",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("place", ""), _negated=True),
                                    models.Q(("video_url", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="office_hours_are_somewhere",
                            ),
                            django.contrib.postgres.constraints.ExclusionConstraint(
                                condition=models.Q(("state", "open")),
                                expressions=[
                                    (
                                        models.Func(
                                            models.F("mentor"),
                                            models.F("mentor"),
                                            models.Value("[]"),
                                            function="int8range",
                                        ),
                                        "&&",
                                    ),
                                    (
                                        models.Func(
                                            models.F("starts_at"),
                                            models.F("ends_at"),
                                            function="tstzrange",
                                            output_field=django.contrib.postgres.fields.ranges.DateTimeRangeField(),
                                        ),
                                        "&&",
                                    ),
                                ],
                                name="office_hours_do_not_overlap",
                            ),
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="Slot",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=backend.core.clock.now, editable=False)),
                        ("updated_at", models.DateTimeField(auto_now=True)),
                        ("public_id", backend.core.ids.PublicIdField("slo")),
                        (
                            "office_hours",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="slots",
                                to="programmes.officehours",
                            ),
                        ),
                        ("starts_at", models.DateTimeField(verbose_name="begins")),
                        ("ends_at", models.DateTimeField(verbose_name="ends")),
                    ],
                    options={
                        "ordering": ["starts_at", "id"],
                        "indexes": [models.Index(fields=["starts_at", "id"], name="slot_by_time")],
                        "constraints": [
                            models.UniqueConstraint(fields=("office_hours", "starts_at"), name="slot_once"),
                            models.CheckConstraint(
                                condition=models.Q(("ends_at__gt", models.F("starts_at"))), name="slot_ends_after_start"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="BookingLink",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=backend.core.clock.now, editable=False)),
                        ("updated_at", models.DateTimeField(auto_now=True)),
                        ("public_id", backend.core.ids.PublicIdField("bol")),
                        (
                            "mentor",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="booking_links",
                                to="programmes.mentor",
                            ),
                        ),
                        ("note", models.CharField(blank=True, max_length=120, verbose_name="whom it is for")),
                        (
                            "made_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("expires_at", models.DateTimeField(verbose_name="valid until")),
                        ("ended_at", models.DateTimeField(editable=False, null=True)),
                    ],
                    options={
                        "ordering": ["-id"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("expires_at__gt", models.F("created_at"))),
                                name="booking_link_ends_after_start",
                            )
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="Booking",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=backend.core.clock.now, editable=False)),
                        ("updated_at", models.DateTimeField(auto_now=True)),
                        ("public_id", backend.core.ids.PublicIdField("bok")),
                        (
                            "slot",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="bookings",
                                to="programmes.slot",
                            ),
                        ),
                        (
                            "team",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="slots_booked",
                                to="programmes.team",
                            ),
                        ),
                        (
                            "booked_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="slots_booked",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "link",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="bookings",
                                to="programmes.bookinglink",
                            ),
                        ),
                        ("guest_name", models.CharField(blank=True, max_length=80, verbose_name="name")),
                        ("guest_email", models.EmailField(blank=True, max_length=254, verbose_name="e-mail address")),
                        (
                            "language",
                            models.CharField(choices=[("de", "German"), ("en", "English")], default="de", max_length=2),
                        ),
                        ("topic", models.CharField(blank=True, max_length=500, verbose_name="what it is about")),
                        (
                            "state",
                            models.CharField(
                                choices=[("booked", "booked"), ("cancelled", "cancelled"), ("missed", "nobody came")],
                                default="booked",
                                max_length=10,
                                verbose_name="state",
                            ),
                        ),
                        (
                            "cancelled_by",
                            models.CharField(
                                blank=True,
                                choices=[("mentor", "Mentor"), ("booker", "Who booked")],
                                editable=False,
                                max_length=10,
                            ),
                        ),
                        ("sequence", models.PositiveSmallIntegerField(default=0, editable=False)),
                        ("reminded_at", models.DateTimeField(editable=False, null=True)),
                        ("forgotten_at", models.DateTimeField(editable=False, null=True)),
                    ],
                    options={
                        "ordering": ["-id"],
                        "indexes": [
                            models.Index(
                                condition=models.Q(("team__isnull", False)),
                                fields=["team", "state"],
                                name="booking_of_team",
                            ),
                            models.Index(
                                condition=models.Q(("guest_email", ""), _negated=True),
                                fields=["guest_email"],
                                name="booking_of_guest",
                            ),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("state__in", ["booked", "cancelled", "missed"])),
                                name="booking_state_known",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("state__in", ("booked", "missed"))),
                                fields=("slot",),
                                name="booking_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("booked_by__isnull", False),
                                        ("guest_email", ""),
                                        ("guest_name", ""),
                                        ("link", None),
                                        ("team__isnull", False),
                                    ),
                                    models.Q(("booked_by", None), ("link__isnull", False), ("team", None)),
                                    _connector="OR",
                                ),
                                name="booking_by_team_or_guest",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("forgotten_at", None), ("team__isnull", False)),
                                    models.Q(
                                        ("forgotten_at", None),
                                        ("team", None),
                                        models.Q(("guest_name", ""), _negated=True),
                                        models.Q(("guest_email", ""), _negated=True),
                                    ),
                                    models.Q(
                                        ("forgotten_at__isnull", False),
                                        ("guest_email", ""),
                                        ("guest_name", ""),
                                        ("team", None),
                                        ("topic", ""),
                                    ),
                                    _connector="OR",
                                ),
                                name="booking_guest_known_or_forgotten",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("cancelled_by__in", ["mentor", "booker"]), ("state", "cancelled")),
                                    models.Q(models.Q(("state", "cancelled"), _negated=True), ("cancelled_by", "")),
                                    _connector="OR",
                                ),
                                name="booking_cancelled_by_somebody",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SlotFeedback",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=backend.core.clock.now, editable=False)),
                        ("updated_at", models.DateTimeField(auto_now=True)),
                        ("public_id", backend.core.ids.PublicIdField("sfb")),
                        (
                            "booking",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="feedback",
                                to="programmes.booking",
                            ),
                        ),
                        (
                            "side",
                            models.CharField(choices=[("mentor", "Mentor"), ("booker", "Who booked")], max_length=10),
                        ),
                        ("stars", models.PositiveSmallIntegerField(verbose_name="how helpful it was")),
                        ("words", models.CharField(blank=True, max_length=280, verbose_name="in one sentence")),
                    ],
                    options={
                        "ordering": ["id"],
                        "constraints": [
                            models.UniqueConstraint(fields=("booking", "side"), name="slot_feedback_once"),
                            models.CheckConstraint(
                                condition=models.Q(("side__in", ["mentor", "booker"])), name="slot_feedback_side_known"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("stars__in", (1, 2, 3, 4, 5))), name="slot_feedback_stars_within"
                            ),
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="CalendarFeed",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=backend.core.clock.now, editable=False)),
                        ("updated_at", models.DateTimeField(auto_now=True)),
                        ("public_id", backend.core.ids.PublicIdField("fee")),
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="calendar_feeds",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("person", "everything that concerns me"),
                                    ("team", "a team"),
                                    ("mentor", "my office hours"),
                                ],
                                max_length=10,
                            ),
                        ),
                        (
                            "team",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="programmes.team",
                            ),
                        ),
                        (
                            "mentor",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="programmes.mentor",
                            ),
                        ),
                        ("token_hash", models.CharField(editable=False, max_length=64, unique=True)),
                        ("renewed_at", models.DateTimeField()),
                    ],
                    options={
                        "ordering": ["id"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("user", "kind", "team", "mentor"),
                                name="calendar_feed_once",
                                nulls_distinct=False,
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("kind", "person"), ("mentor", None), ("team", None)),
                                    models.Q(("kind", "team"), ("mentor", None), ("team__isnull", False)),
                                    models.Q(("kind", "mentor"), ("mentor__isnull", False), ("team", None)),
                                    _connector="OR",
                                ),
                                name="calendar_feed_is_about_its_kind",
                            ),
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="Registration",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
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
                                    ("offered", "is offered a place"),
                                    ("consent", "waits for a guardian"),
                                    ("cancelled", "cancelled"),
                                ],
                                max_length=10,
                                verbose_name="state",
                            ),
                        ),
                        ("sequence", models.BigIntegerField()),
                        (
                            "held_until",
                            models.DateTimeField(
                                blank=True, editable=False, null=True, verbose_name="place kept until"
                            ),
                        ),
                        (
                            "checked_in_at",
                            models.DateTimeField(blank=True, editable=False, null=True, verbose_name="checked in"),
                        ),
                        (
                            "beyond",
                            models.BooleanField(default=False, editable=False, verbose_name="beyond the places"),
                        ),
                        (
                            "introducible_since",
                            models.DateTimeField(
                                blank=True,
                                editable=False,
                                null=True,
                                verbose_name="connectors may introduce me to teams since",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["sequence", "id"],
                        "indexes": [
                            models.Index(
                                condition=models.Q(("state__in", ("registered", "offered", "consent"))),
                                fields=["sprint"],
                                name="registration_with_place",
                            ),
                            models.Index(
                                condition=models.Q(("state", "waiting")),
                                fields=["sprint", "sequence"],
                                name="registration_waiting",
                            ),
                            models.Index(
                                condition=models.Q(("checked_in_at__isnull", False)),
                                fields=["sprint"],
                                name="registration_checked_in",
                            ),
                            models.Index(
                                condition=models.Q(("state__in", ("offered", "consent"))),
                                fields=["held_until", "id"],
                                name="registration_offered",
                            ),
                            models.Index(
                                condition=models.Q(("introducible_since__isnull", False)),
                                fields=["sprint", "introducible_since", "id"],
                                name="registration_introducible",
                            ),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state__in", ["registered", "waiting", "offered", "consent", "cancelled"])
                                ),
                                name="registration_state_known",
                            ),
                            models.UniqueConstraint(fields=("sprint", "user"), name="registration_once"),
                            models.UniqueConstraint(fields=("sprint", "sequence"), name="registration_order_once"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state", "registered"),
                                    models.Q(("beyond", False), ("checked_in_at", None)),
                                    _connector="OR",
                                ),
                                name="registration_at_door_has_place",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("held_until__isnull", False), ("state__in", ("offered", "consent"))),
                                    models.Q(
                                        models.Q(("state__in", ("offered", "consent")), _negated=True),
                                        ("held_until", None),
                                    ),
                                    _connector="OR",
                                ),
                                name="registration_offer_has_end",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="RegistrationCount",
                    fields=[
                        (
                            "sprint",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                primary_key=True,
                                related_name="registration_count",
                                serialize=False,
                                to="programmes.sprint",
                            ),
                        ),
                        ("registered", models.PositiveIntegerField(default=0)),
                        ("beyond", models.PositiveIntegerField(default=0)),
                        ("held", models.PositiveIntegerField(default=0)),
                        ("waiting", models.PositiveIntegerField(default=0)),
                    ],
                    options={
                        "indexes": [],
                        "constraints": [],
                    },
                ),
                migrations.CreateModel(
                    name="Certificate",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=backend.core.clock.now, editable=False)),
                        ("updated_at", models.DateTimeField(auto_now=True)),
                        ("public_id", backend.core.ids.PublicIdField("crt")),
                        (
                            "registration",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="certificate",
                                to="programmes.registration",
                            ),
                        ),
                        ("code", models.CharField(editable=False, max_length=16, unique=True)),
                        ("name", models.CharField(max_length=120, verbose_name="name on the certificate")),
                    ],
                    options={
                        "ordering": ["-created_at", "-id"],
                        "indexes": [],
                        "constraints": [],
                    },
                ),
                migrations.CreateModel(
                    name="Connector",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=backend.core.clock.now, editable=False)),
                        ("updated_at", models.DateTimeField(auto_now=True)),
                        ("public_id", backend.core.ids.PublicIdField("con")),
                        (
                            "sprint",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="connectors",
                                to="programmes.sprint",
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="connecting",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "appointed_by",
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
                        "constraints": [models.UniqueConstraint(fields=("sprint", "user"), name="connector_once")],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="Introduction",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=backend.core.clock.now, editable=False)),
                        ("updated_at", models.DateTimeField(auto_now=True)),
                        ("public_id", backend.core.ids.PublicIdField("itd")),
                        (
                            "team",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="introductions",
                                to="programmes.team",
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="introductions",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "sent_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="introductions_sent",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("message", models.TextField(max_length=1000, verbose_name="why they fit")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("sent", "waits for both answers"),
                                    ("accepted", "in the team"),
                                    ("declined", "did not fit"),
                                    ("withdrawn", "withdrawn"),
                                ],
                                default="sent",
                                max_length=10,
                                verbose_name="state",
                            ),
                        ),
                        ("person_agreed_at", models.DateTimeField(editable=False, null=True)),
                        ("team_agreed_at", models.DateTimeField(editable=False, null=True)),
                    ],
                    options={
                        "ordering": ["-id"],
                        "indexes": [
                            models.Index(fields=["user", "state"], name="introduction_of_user"),
                            models.Index(fields=["sent_by", "-id"], name="introduction_sent_list"),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("state__in", ["sent", "accepted", "declined", "withdrawn"])),
                                name="introduction_state_known",
                            ),
                            models.UniqueConstraint(fields=("team", "user"), name="introduction_once"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "accepted"), _negated=True),
                                    models.Q(("person_agreed_at__isnull", False), ("team_agreed_at__isnull", False)),
                                    _connector="OR",
                                ),
                                name="introduction_accepted_by_both",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="GuardianConsent",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=backend.core.clock.now, editable=False)),
                        ("updated_at", models.DateTimeField(auto_now=True)),
                        ("public_id", backend.core.ids.PublicIdField("gua")),
                        (
                            "registration",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="consent",
                                to="programmes.registration",
                            ),
                        ),
                        ("name", models.CharField(blank=True, max_length=120, verbose_name="name of the guardian")),
                        (
                            "email",
                            models.EmailField(
                                blank=True, max_length=254, verbose_name="e-mail address of the guardian"
                            ),
                        ),
                        ("language", models.CharField(default="de", max_length=2)),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("asked", "was asked"),
                                    ("agreed", "has agreed"),
                                    ("declined", "has declined"),
                                ],
                                default="asked",
                                max_length=10,
                                verbose_name="state",
                            ),
                        ),
                        ("answered_at", models.DateTimeField(blank=True, null=True, verbose_name="answered")),
                    ],
                    options={
                        "ordering": ["-created_at", "-id"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("state__in", ["asked", "agreed", "declined"])),
                                name="guardian_consent_state_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("answered_at", None), ("state", "asked")),
                                    models.Q(
                                        models.Q(("state", "asked"), _negated=True), ("answered_at__isnull", False)
                                    ),
                                    _connector="OR",
                                ),
                                name="guardian_consent_answer_has_moment",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state", "declined"), models.Q(("email", ""), _negated=True), _connector="OR"
                                ),
                                name="guardian_consent_has_address",
                            ),
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="DuplicateRun",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=backend.core.clock.now, editable=False)),
                        ("updated_at", models.DateTimeField(auto_now=True)),
                        (
                            "requested_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("progress_percent", models.PositiveSmallIntegerField(default=0, editable=False)),
                        ("claimed_until", models.DateTimeField(editable=False, null=True)),
                        ("public_id", backend.core.ids.PublicIdField("dup")),
                        (
                            "sprint",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="duplicate_runs",
                                to="programmes.sprint",
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("computing", "is being computed"),
                                    ("ready", "ready"),
                                    ("failed", "could not be computed"),
                                ],
                                default="computing",
                                max_length=9,
                                verbose_name="state",
                            ),
                        ),
                        ("compared", models.PositiveIntegerField(default=0, editable=False)),
                        ("ready_at", models.DateTimeField(editable=False, null=True)),
                    ],
                    options={
                        "ordering": ["-id"],
                        "indexes": [models.Index(fields=["sprint", "-id"], name="duplicate_run_list")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("state__in", ["computing", "ready", "failed"])),
                                name="duplicate_run_state_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "ready"), _negated=True),
                                    ("ready_at__isnull", False),
                                    _connector="OR",
                                ),
                                name="duplicate_run_ready_has_moment",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("state", "computing")),
                                fields=("sprint",),
                                name="duplicate_run_computing_once",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="DuplicateGroup",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=backend.core.clock.now, editable=False)),
                        ("updated_at", models.DateTimeField(auto_now=True)),
                        ("public_id", backend.core.ids.PublicIdField("dgr")),
                        (
                            "run",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="groups",
                                to="programmes.duplicaterun",
                            ),
                        ),
                        ("place", models.PositiveIntegerField(editable=False)),
                    ],
                    options={
                        "ordering": ["place", "id"],
                        "constraints": [
                            models.UniqueConstraint(fields=("run", "place"), name="duplicate_group_place_once")
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="DuplicateMember",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "group",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="members",
                                to="programmes.duplicategroup",
                            ),
                        ),
                        (
                            "challenge",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="programmes.challenge"
                            ),
                        ),
                        ("percent", models.PositiveSmallIntegerField(editable=False)),
                    ],
                    options={
                        "ordering": ["id"],
                        "constraints": [
                            models.UniqueConstraint(fields=("group", "challenge"), name="duplicate_member_once"),
                            models.CheckConstraint(
                                condition=models.Q(("percent__lte", 100)), name="duplicate_member_percent"
                            ),
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="SprintPackage",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=backend.core.clock.now, editable=False)),
                        ("updated_at", models.DateTimeField(auto_now=True)),
                        (
                            "requested_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("progress_percent", models.PositiveSmallIntegerField(default=0, editable=False)),
                        ("claimed_until", models.DateTimeField(editable=False, null=True)),
                        ("public_id", backend.core.ids.PublicIdField("spk")),
                        (
                            "sprint",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="packages",
                                to="programmes.sprint",
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("requested", "is being written"),
                                    ("ready", "published"),
                                    ("failed", "could not be written"),
                                ],
                                default="requested",
                                max_length=10,
                                verbose_name="state",
                            ),
                        ),
                        (
                            "tables",
                            models.FileField(
                                blank=True,
                                max_length=200,
                                storage=backend.core.storing.private_storage,
                                upload_to="sprint-packages",
                            ),
                        ),
                        (
                            "inline",
                            models.FileField(
                                blank=True,
                                max_length=200,
                                storage=backend.core.storing.private_storage,
                                upload_to="sprint-packages",
                            ),
                        ),
                        (
                            "rows",
                            models.PositiveIntegerField(
                                default=0, editable=False, verbose_name="challenges and solutions"
                            ),
                        ),
                        ("size_bytes", models.BigIntegerField(default=0, editable=False, verbose_name="size")),
                        (
                            "sha256",
                            models.CharField(
                                blank=True, editable=False, max_length=64, verbose_name="SHA-256 of the file"
                            ),
                        ),
                        ("ready_at", models.DateTimeField(editable=False, null=True)),
                    ],
                    options={
                        "ordering": ["-id"],
                        "indexes": [models.Index(fields=["sprint", "state", "-id"], name="sprint_package_list")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("state__in", ["requested", "ready", "failed"])),
                                name="sprint_package_state_known",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("state", "requested")),
                                fields=("sprint",),
                                name="sprint_package_requested_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "ready"), _negated=True),
                                    models.Q(
                                        models.Q(("tables", ""), _negated=True),
                                        models.Q(("inline", ""), _negated=True),
                                        models.Q(("sha256", ""), _negated=True),
                                        ("ready_at__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="sprint_package_ready_is_known",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="DataImport",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=backend.core.clock.now, editable=False)),
                        ("updated_at", models.DateTimeField(auto_now=True)),
                        (
                            "requested_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("progress_percent", models.PositiveSmallIntegerField(default=0, editable=False)),
                        ("claimed_until", models.DateTimeField(editable=False, null=True)),
                        ("public_id", backend.core.ids.PublicIdField("imp")),
                        (
                            "sprint",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="data_imports",
                                to="programmes.sprint",
                            ),
                        ),
                        (
                            "into",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="programmes.sprint",
                            ),
                        ),
                        (
                            "source",
                            models.CharField(
                                choices=[("devpost", "table of Devpost"), ("package", "package")],
                                editable=False,
                                max_length=7,
                                verbose_name="where it is from",
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("reading", "is being tried out"),
                                    ("ready", "can be looked at"),
                                    ("taking", "is being taken over"),
                                    ("done", "taken over"),
                                    ("discarded", "put aside"),
                                    ("failed", "could not be taken over"),
                                ],
                                default="reading",
                                max_length=10,
                                verbose_name="state",
                            ),
                        ),
                        ("layout", models.CharField(blank=True, editable=False, max_length=20, verbose_name="layout")),
                        ("rows", models.JSONField(default=dict, editable=False)),
                        ("findings", models.JSONField(default=list, editable=False)),
                        ("tables", models.JSONField(default=list, editable=False)),
                        (
                            "count",
                            models.PositiveIntegerField(
                                default=0, editable=False, verbose_name="challenges and solutions"
                            ),
                        ),
                        ("created", models.PositiveIntegerField(default=0, editable=False)),
                        ("updated", models.PositiveIntegerField(default=0, editable=False)),
                        ("done_at", models.DateTimeField(editable=False, null=True)),
                    ],
                    options={
                        "ordering": ["-id"],
                        "indexes": [models.Index(fields=["sprint", "-id"], name="data_import_list")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state__in", ["reading", "ready", "taking", "done", "discarded", "failed"])
                                ),
                                name="data_import_state_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("source__in", ["devpost", "package"])),
                                name="data_import_source_known",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("state", "taking")),
                                fields=("sprint",),
                                name="data_import_taking_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "done"), _negated=True),
                                    models.Q(("done_at__isnull", False), ("into__isnull", False)),
                                    _connector="OR",
                                ),
                                name="data_import_done_is_known",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="JuryRun",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=backend.core.clock.now, editable=False)),
                        ("updated_at", models.DateTimeField(auto_now=True)),
                        (
                            "requested_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("progress_percent", models.PositiveSmallIntegerField(default=0, editable=False)),
                        ("claimed_until", models.DateTimeField(editable=False, null=True)),
                        ("public_id", backend.core.ids.PublicIdField("jur")),
                        (
                            "sprint",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="jury_runs",
                                to="programmes.sprint",
                            ),
                        ),
                        ("per_solution", models.PositiveSmallIntegerField(verbose_name="jurors for each solution")),
                        ("most_each", models.PositiveSmallIntegerField(verbose_name="reviews for each juror at most")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("computing", "is being computed"),
                                    ("ready", "ready"),
                                    ("failed", "could not be computed"),
                                ],
                                default="computing",
                                max_length=9,
                                verbose_name="state",
                            ),
                        ),
                        ("assigned", models.PositiveIntegerField(default=0, editable=False)),
                        ("missing", models.JSONField(default=dict, editable=False)),
                        ("ready_at", models.DateTimeField(editable=False, null=True)),
                    ],
                    options={
                        "ordering": ["-id"],
                        "indexes": [models.Index(fields=["sprint", "-id"], name="jury_run_list")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("state__in", ["computing", "ready", "failed"])),
                                name="jury_run_state_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "ready"), _negated=True),
                                    ("ready_at__isnull", False),
                                    _connector="OR",
                                ),
                                name="jury_run_ready_has_moment",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("per_solution__gte", 1), ("per_solution__lte", 20)),
                                name="jury_run_per_solution_within",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("most_each__gte", 1), ("most_each__lte", 1000)),
                                name="jury_run_most_each_within",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("state", "computing")),
                                fields=("sprint",),
                                name="jury_run_computing_once",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SprintBlock",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=backend.core.clock.now, editable=False)),
                        ("updated_at", models.DateTimeField(auto_now=True)),
                        ("public_id", backend.core.ids.PublicIdField("blk")),
                        (
                            "sprint",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="blocks",
                                to="programmes.sprint",
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="sprint_blocks",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[("taking_part", "take part in the sprint"), ("reporting", "report texts")],
                                max_length=11,
                                verbose_name="what is blocked",
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[("active", "in force"), ("lifted", "lifted")],
                                default="active",
                                max_length=6,
                                verbose_name="state",
                            ),
                        ),
                        ("reason", models.TextField(max_length=2000, verbose_name="why")),
                        (
                            "blocked_by",
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
                        "indexes": [models.Index(fields=["sprint", "-created_at", "-id"], name="sprint_block_list")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("state__in", ["active", "lifted"])), name="sprint_block_state_known"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("kind__in", ["taking_part", "reporting"])),
                                name="sprint_block_kind_known",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("state", "active")),
                                fields=("sprint", "user", "kind"),
                                name="sprint_block_active_once",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Appeal",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=backend.core.clock.now, editable=False)),
                        ("updated_at", models.DateTimeField(auto_now=True)),
                        ("public_id", backend.core.ids.PublicIdField("apl")),
                        (
                            "sprint",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="appeals",
                                to="programmes.sprint",
                            ),
                        ),
                        (
                            "challenge",
                            models.OneToOneField(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="appeal",
                                to="programmes.challenge",
                            ),
                        ),
                        (
                            "block",
                            models.OneToOneField(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="appeal",
                                to="programmes.sprintblock",
                            ),
                        ),
                        (
                            "made_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="appeals",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("words", models.TextField(max_length=2000, verbose_name="why the decision is wrong")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("open", "waits for a decision"),
                                    ("granted", "granted"),
                                    ("rejected", "rejected"),
                                ],
                                default="open",
                                max_length=8,
                                verbose_name="state",
                            ),
                        ),
                        ("answer", models.TextField(blank=True, max_length=2000, verbose_name="answer")),
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
                        "indexes": [models.Index(fields=["sprint", "state", "created_at", "id"], name="appeal_list")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("state__in", ["open", "granted", "rejected"])),
                                name="appeal_state_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("block__isnull", True), ("challenge__isnull", False)),
                                    models.Q(("block__isnull", False), ("challenge__isnull", True)),
                                    _connector="OR",
                                ),
                                name="appeal_of_one_decision",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state", "open"), models.Q(("answer", ""), _negated=True), _connector="OR"
                                ),
                                name="appeal_decided_has_answer",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ModerationRun",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=backend.core.clock.now, editable=False)),
                        ("updated_at", models.DateTimeField(auto_now=True)),
                        ("public_id", backend.core.ids.PublicIdField("mod")),
                        (
                            "sprint",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="moderation_runs",
                                to="programmes.sprint",
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
                                choices=[("running", "running"), ("stopped", "stopped"), ("done", "done")],
                                default="running",
                                max_length=7,
                                verbose_name="state",
                            ),
                        ),
                        (
                            "act",
                            models.CharField(
                                choices=[("publish", "publish"), ("decline", "decline")],
                                max_length=7,
                                verbose_name="decision",
                            ),
                        ),
                        ("reason", models.TextField(blank=True, max_length=2000, verbose_name="why")),
                        ("wanted", models.JSONField(default=dict, editable=False)),
                        ("pieces", models.PositiveIntegerField(default=1, editable=False)),
                        ("total", models.PositiveIntegerField(editable=False)),
                        ("decided", models.PositiveIntegerField(default=0, editable=False)),
                        ("left", models.PositiveIntegerField(default=0, editable=False)),
                    ],
                    options={
                        "ordering": ["-id"],
                        "indexes": [models.Index(fields=["sprint", "-id"], name="moderation_run_list")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("state__in", ["running", "stopped", "done"])),
                                name="moderation_run_state_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("act__in", ["publish", "decline"])), name="moderation_run_act_known"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("act", "publish"), models.Q(("reason", ""), _negated=True), _connector="OR"
                                ),
                                name="moderation_run_decline_has_reason",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("total__gt", 0),
                                    (
                                        "total__gte",
                                        django.db.models.expressions.CombinedExpression(
                                            models.F("decided"), "+", models.F("left")
                                        ),
                                    ),
                                ),
                                name="moderation_run_no_more_than_asked",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("state", "running")),
                                fields=("sprint",),
                                name="moderation_run_one_at_a_time",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ModerationItem",
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
                                to="programmes.moderationrun",
                            ),
                        ),
                        (
                            "challenge",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="programmes.challenge"
                            ),
                        ),
                        ("left", models.BooleanField(default=False)),
                    ],
                    options={
                        "ordering": ["id"],
                        "indexes": [
                            models.Index(
                                condition=models.Q(("left", False)), fields=["run", "id"], name="moderation_item_to_do"
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(fields=("run", "challenge"), name="moderation_item_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="NearnessIndex",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "sprint",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="nearness",
                                to="programmes.sprint",
                            ),
                        ),
                        ("stamp", models.CharField(max_length=200)),
                        ("built_at", models.DateTimeField()),
                        ("content", models.BinaryField()),
                        ("groups", models.JSONField(default=list)),
                    ],
                    options={
                        "indexes": [],
                        "constraints": [],
                    },
                ),
                migrations.CreateModel(
                    name="PlacingWish",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=backend.core.clock.now, editable=False)),
                        ("updated_at", models.DateTimeField(auto_now=True)),
                        ("public_id", backend.core.ids.PublicIdField("plw")),
                        (
                            "sprint",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="placing_wishes",
                                to="programmes.sprint",
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="placing_wishes",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "wishes",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=40), blank=True, default=list, size=5
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
                            "languages",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=40),
                                blank=True,
                                default=list,
                                size=20,
                                verbose_name="languages I speak",
                            ),
                        ),
                        (
                            "times",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=40),
                                blank=True,
                                default=list,
                                size=20,
                                verbose_name="when I have time",
                            ),
                        ),
                        ("group", models.CharField(blank=True, max_length=40, verbose_name="word of our group")),
                        (
                            "pinned_team",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="programmes.team",
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("asked", "waits for a team"),
                                    ("placed", "has a team"),
                                    ("withdrawn", "withdrawn"),
                                ],
                                default="asked",
                                max_length=10,
                                verbose_name="state",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["created_at", "id"],
                        "indexes": [models.Index(fields=["sprint", "state"], name="placing_wish_list")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("state__in", ["asked", "placed", "withdrawn"])),
                                name="placing_wish_state_known",
                            ),
                            models.UniqueConstraint(fields=("sprint", "user"), name="placing_wish_once"),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PlacingRun",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=backend.core.clock.now, editable=False)),
                        ("updated_at", models.DateTimeField(auto_now=True)),
                        (
                            "requested_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("progress_percent", models.PositiveSmallIntegerField(default=0, editable=False)),
                        ("claimed_until", models.DateTimeField(editable=False, null=True)),
                        ("public_id", backend.core.ids.PublicIdField("plr")),
                        (
                            "sprint",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="placing_runs",
                                to="programmes.sprint",
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("computing", "is being computed"),
                                    ("ready", "ready to look at"),
                                    ("published", "published; objections are possible"),
                                    ("carried_out", "carried out"),
                                    ("discarded", "put aside"),
                                    ("failed", "could not be computed"),
                                ],
                                default="computing",
                                max_length=11,
                                verbose_name="state",
                            ),
                        ),
                        (
                            "emphasis",
                            models.CharField(
                                choices=[
                                    ("balanced", "balanced"),
                                    ("wishes", "wishes first"),
                                    ("skills", "skills that teams look for first"),
                                    ("together", "groups first"),
                                ],
                                default="balanced",
                                max_length=8,
                                verbose_name="what counts more",
                            ),
                        ),
                        ("seed", models.PositiveIntegerField(default=1, verbose_name="number of the lot")),
                        ("least", models.PositiveSmallIntegerField(default=0, verbose_name="least people in a team")),
                        ("weights", models.JSONField(default=dict, editable=False)),
                        ("input_hash", models.CharField(blank=True, editable=False, max_length=64)),
                        ("figures", models.JSONField(default=dict, editable=False)),
                        ("unmet", models.JSONField(default=list, editable=False)),
                        ("ready_at", models.DateTimeField(editable=False, null=True)),
                        ("published_at", models.DateTimeField(editable=False, null=True)),
                        (
                            "objections_until",
                            models.DateTimeField(editable=False, null=True, verbose_name="objections until"),
                        ),
                    ],
                    options={
                        "ordering": ["-id"],
                        "indexes": [models.Index(fields=["sprint", "-id"], name="placing_run_list")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "state__in",
                                        ["computing", "ready", "published", "carried_out", "discarded", "failed"],
                                    )
                                ),
                                name="placing_run_state_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state__in", ("published", "carried_out")), _negated=True),
                                    models.Q(("objections_until__isnull", False), ("published_at__isnull", False)),
                                    _connector="OR",
                                ),
                                name="placing_run_told_has_times",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("state", "published")),
                                fields=("sprint",),
                                name="placing_run_published_once",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("state", "computing")),
                                fields=("sprint",),
                                name="placing_run_computing_once",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PlacingSeat",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=backend.core.clock.now, editable=False)),
                        ("updated_at", models.DateTimeField(auto_now=True)),
                        ("public_id", backend.core.ids.PublicIdField("pls")),
                        (
                            "run",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="seats",
                                to="programmes.placingrun",
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="placing_seats",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "team",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="placing_seats",
                                to="programmes.team",
                            ),
                        ),
                        ("skill", models.CharField(blank=True, editable=False, max_length=40)),
                        ("reasons", models.JSONField(default=list, editable=False)),
                        ("objected_at", models.DateTimeField(editable=False, null=True)),
                        ("objection", models.TextField(blank=True, max_length=1000, verbose_name="why not")),
                        (
                            "outcome",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("joined", "joined the team"),
                                    ("objected", "objected"),
                                    ("withdrawn", "does not want to be placed any more"),
                                    ("no_team", "no team was found"),
                                    ("in_other_team", "found a team meanwhile"),
                                    ("team_full", "the team is complete by now"),
                                    ("team_gone", "the team has dissolved"),
                                    ("not_registered", "gave the place in the sprint back"),
                                ],
                                editable=False,
                                max_length=14,
                                verbose_name="what came of it",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["id"],
                        "indexes": [
                            models.Index(condition=models.Q(("outcome", "")), fields=["run"], name="placing_seat_open")
                        ],
                        "constraints": [
                            models.UniqueConstraint(fields=("run", "user"), name="placing_seat_once"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "outcome__in",
                                        [
                                            "",
                                            "joined",
                                            "objected",
                                            "withdrawn",
                                            "no_team",
                                            "in_other_team",
                                            "team_full",
                                            "team_gone",
                                            "not_registered",
                                        ],
                                    )
                                ),
                                name="placing_seat_outcome_known",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Cohort",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=backend.core.clock.now, editable=False)),
                        ("updated_at", models.DateTimeField(auto_now=True)),
                        ("public_id", backend.core.ids.PublicIdField("coh")),
                        (
                            "programme",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="cohorts",
                                to="programmes.programme",
                            ),
                        ),
                        (
                            "sprint",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="cohorts",
                                to="programmes.sprint",
                            ),
                        ),
                        ("name", models.CharField(max_length=120, verbose_name="name")),
                    ],
                    options={
                        "ordering": ["-created_at", "-id"],
                        "constraints": [models.UniqueConstraint(fields=("programme", "name"), name="cohort_name_once")],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="Readme",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=backend.core.clock.now, editable=False)),
                        ("updated_at", models.DateTimeField(auto_now=True)),
                        ("public_id", backend.core.ids.PublicIdField("rdm")),
                        (
                            "team",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT, related_name="readme", to="programmes.team"
                            ),
                        ),
                        (
                            "address",
                            models.CharField(blank=True, max_length=500, verbose_name="address of your repository"),
                        ),
                        (
                            "named_by",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="readmes",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("asked_at", models.DateTimeField(default=backend.core.clock.now, editable=False)),
                        ("text", models.TextField(blank=True, editable=False, max_length=200000)),
                        ("sha256", models.CharField(blank=True, editable=False, max_length=64)),
                        ("source", models.CharField(blank=True, editable=False, max_length=1000)),
                        ("fetched_at", models.DateTimeField(editable=False, null=True)),
                        (
                            "failure",
                            models.CharField(
                                blank=True,
                                choices=[
                                    (
                                        "address",
                                        "This is no address that we fetch from. It has to begin with https:// and have no password.",
                                    ),
                                    (
                                        "internal",
                                        "This address leads into an internal network. We fetch from the public internet only.",
                                    ),
                                    ("unknown_host", "There is no such site. Is the address written correctly?"),
                                    ("unreachable", "The site did not answer, or could not prove that it is the one."),
                                    (
                                        "not_found",
                                        "There is no README at this address, or the repository is not public.",
                                    ),
                                    ("not_public", "The site does not give us the README. Is the repository public?"),
                                    ("too_large", "The README is too large: we take at most 200 kB."),
                                    ("too_slow", "The site took too long to answer."),
                                    (
                                        "not_text",
                                        "What we found is no text. Please name the repository, or the README itself.",
                                    ),
                                    ("empty", "The README is empty."),
                                    ("broken", "The site answered with something that we do not understand."),
                                ],
                                editable=False,
                                max_length=14,
                            ),
                        ),
                        ("failed_at", models.DateTimeField(editable=False, null=True)),
                    ],
                    options={
                        "ordering": ["id"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("fetched_at", None), ("sha256", ""), ("source", ""), ("text", "")),
                                    models.Q(
                                        ("fetched_at__isnull", False),
                                        ("sha256__regex", "^[0-9a-f]{64}$"),
                                        models.Q(("text", ""), _negated=True),
                                        models.Q(("source", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="readme_fetched_whole",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("failed_at", None), ("failure", "")),
                                    models.Q(("failed_at__isnull", False), models.Q(("failure", ""), _negated=True)),
                                    _connector="OR",
                                ),
                                name="readme_failure_has_moment",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("address", ""), _negated=True),
                                    models.Q(("failed_at", None), ("fetched_at", None)),
                                    _connector="OR",
                                ),
                                name="readme_of_an_address",
                            ),
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="RegistrationForm",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=backend.core.clock.now, editable=False)),
                        ("updated_at", models.DateTimeField(auto_now=True)),
                        ("public_id", backend.core.ids.PublicIdField("frm")),
                        (
                            "sprint",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="forms",
                                to="programmes.sprint",
                            ),
                        ),
                        ("number", models.PositiveSmallIntegerField(verbose_name="version")),
                        ("definition", models.JSONField()),
                    ],
                    options={
                        "ordering": ["sprint", "number"],
                        "constraints": [
                            models.UniqueConstraint(fields=("sprint", "number"), name="registration_form_number_once")
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="RegistrationAnswers",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=backend.core.clock.now, editable=False)),
                        ("updated_at", models.DateTimeField(auto_now=True)),
                        ("public_id", backend.core.ids.PublicIdField("ans")),
                        (
                            "registration",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="answers",
                                to="programmes.registration",
                            ),
                        ),
                        (
                            "form",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="answers",
                                to="programmes.registrationform",
                            ),
                        ),
                        ("values", models.JSONField(default=dict)),
                        ("consents", models.JSONField(default=list)),
                    ],
                    options={
                        "ordering": ["registration", "id"],
                        "indexes": [],
                        "constraints": [],
                    },
                ),
                migrations.CreateModel(
                    name="Reshaping",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=backend.core.clock.now, editable=False)),
                        ("updated_at", models.DateTimeField(auto_now=True)),
                        ("public_id", backend.core.ids.PublicIdField("rsh")),
                        (
                            "sprint",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="reshapings",
                                to="programmes.sprint",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[("merge", "merged"), ("split", "split")], max_length=5, verbose_name="kind"
                            ),
                        ),
                        (
                            "done_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("reason", models.TextField(max_length=2000, verbose_name="why")),
                    ],
                    options={
                        "ordering": ["-created_at", "-id"],
                        "indexes": [models.Index(fields=["sprint", "-created_at", "-id"], name="reshaping_list")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("kind__in", ["merge", "split"])), name="reshaping_kind_known"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("reason", ""), _negated=True), name="reshaping_has_reason"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ReshapingPart",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "reshaping",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="parts",
                                to="programmes.reshaping",
                            ),
                        ),
                        (
                            "source",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="parts_given",
                                to="programmes.challenge",
                            ),
                        ),
                        (
                            "target",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="parts_taken",
                                to="programmes.challenge",
                            ),
                        ),
                        ("moved", models.JSONField(default=dict, editable=False)),
                    ],
                    options={
                        "ordering": ["id"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("reshaping", "source", "target"), name="reshaping_part_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("source", models.F("target")), _negated=True),
                                name="reshaping_part_moves",
                            ),
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="Rubric",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=backend.core.clock.now, editable=False)),
                        ("updated_at", models.DateTimeField(auto_now=True)),
                        ("public_id", backend.core.ids.PublicIdField("rub")),
                        (
                            "sprint",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="rubric",
                                to="programmes.sprint",
                            ),
                        ),
                        ("title", models.CharField(max_length=120, verbose_name="title")),
                    ],
                    options={
                        "abstract": False,
                        "indexes": [],
                        "constraints": [],
                    },
                ),
                migrations.CreateModel(
                    name="Criterion",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=backend.core.clock.now, editable=False)),
                        ("updated_at", models.DateTimeField(auto_now=True)),
                        ("public_id", backend.core.ids.PublicIdField("cri")),
                        (
                            "rubric",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="criteria",
                                to="programmes.rubric",
                            ),
                        ),
                        ("title", models.CharField(max_length=120, verbose_name="title")),
                        ("description", models.TextField(blank=True, max_length=1000, verbose_name="what to look at")),
                        ("weight", models.PositiveSmallIntegerField(default=1, verbose_name="weight")),
                        ("max_points", models.PositiveSmallIntegerField(default=5, verbose_name="most points")),
                        (
                            "may_abstain",
                            models.BooleanField(db_default=False, default=False, verbose_name="jurors may abstain"),
                        ),
                        ("position", models.PositiveSmallIntegerField(default=0)),
                    ],
                    options={
                        "ordering": ["position", "id"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("weight__gt", 0)), name="criterion_weight_positive"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("max_points__gt", 0)), name="criterion_points_positive"
                            ),
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="SelectionMethod",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=backend.core.clock.now, editable=False)),
                        ("updated_at", models.DateTimeField(auto_now=True)),
                        ("public_id", backend.core.ids.PublicIdField("sme")),
                        (
                            "sprint",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="selection_methods",
                                to="programmes.sprint",
                            ),
                        ),
                        ("stage", models.PositiveSmallIntegerField(db_default=1, default=1, verbose_name="stage")),
                        (
                            "title",
                            models.CharField(
                                blank=True, db_default="", default="", max_length=80, verbose_name="name of the stage"
                            ),
                        ),
                        (
                            "measure",
                            models.CharField(
                                choices=[
                                    ("mean", "the mean of all points"),
                                    ("median", "the median of all points"),
                                    ("standard", "points adjusted for severe and mild jurors"),
                                    ("pairs", "comparing solutions, two at a time"),
                                ],
                                default="mean",
                                max_length=10,
                                verbose_name="the ranking goes by",
                            ),
                        ),
                        (
                            "quorum",
                            models.PositiveSmallIntegerField(
                                default=1, verbose_name="least number of reviews or comparisons"
                            ),
                        ),
                        ("places", models.PositiveSmallIntegerField(verbose_name="number of places")),
                        (
                            "tie_rule",
                            models.CharField(
                                choices=[
                                    ("all", "all of them are selected"),
                                    ("none", "none of them is selected"),
                                    ("lot", "lots are drawn that anybody can check"),
                                ],
                                default="all",
                                max_length=10,
                                verbose_name="if several are equal at the last place",
                            ),
                        ),
                        (
                            "is_blind",
                            models.BooleanField(
                                db_default=False, default=False, verbose_name="jurors do not see the team"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["stage", "id"],
                        "constraints": [
                            models.UniqueConstraint(fields=("sprint", "stage"), name="selection_method_once"),
                            models.CheckConstraint(
                                condition=models.Q(("stage__gte", 1), ("stage__lte", 3)),
                                name="selection_method_stage_within",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("measure__in", ["mean", "median", "standard", "pairs"])),
                                name="selection_method_measure_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("tie_rule__in", ["all", "none", "lot"])),
                                name="selection_method_tie_rule_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("quorum__gte", 1), ("quorum__lte", 20)),
                                name="selection_method_quorum_within",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("places__gte", 1), ("places__lte", 10000)),
                                name="selection_method_places_within",
                            ),
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="TrackQuota",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "method",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="tracks",
                                to="programmes.selectionmethod",
                            ),
                        ),
                        (
                            "category",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="programmes.category"
                            ),
                        ),
                        ("places", models.PositiveSmallIntegerField(verbose_name="places kept")),
                    ],
                    options={
                        "ordering": ["id"],
                        "constraints": [
                            models.UniqueConstraint(fields=("method", "category"), name="track_quota_once"),
                            models.CheckConstraint(condition=models.Q(("places__gte", 1)), name="track_quota_positive"),
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="SelectionPackage",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=backend.core.clock.now, editable=False)),
                        ("updated_at", models.DateTimeField(auto_now=True)),
                        ("public_id", backend.core.ids.PublicIdField("slp")),
                        (
                            "sprint",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="selection_packages",
                                to="programmes.sprint",
                            ),
                        ),
                        ("stage", models.PositiveSmallIntegerField(db_default=1, default=1, editable=False)),
                        (
                            "cohort",
                            models.OneToOneField(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="package",
                                to="programmes.cohort",
                            ),
                        ),
                        (
                            "archive",
                            models.FileField(
                                blank=True,
                                max_length=200,
                                storage=backend.core.storing.private_storage,
                                upload_to="packages",
                            ),
                        ),
                        ("votes", models.PositiveIntegerField(default=0, editable=False, verbose_name="votes")),
                        ("solutions", models.PositiveIntegerField(default=0, editable=False, verbose_name="solutions")),
                        ("size_bytes", models.PositiveBigIntegerField(default=0, editable=False, verbose_name="size")),
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
                    ],
                    options={
                        "ordering": ["-id"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("cohort", None)),
                                fields=("sprint", "stage"),
                                name="selection_package_of_stage_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("archive", ""),
                                        ("digest", ""),
                                        ("sha256", ""),
                                        models.Q(("failure", ""), _negated=True),
                                    ),
                                    models.Q(
                                        models.Q(("archive", ""), _negated=True),
                                        models.Q(("digest", ""), _negated=True),
                                        models.Q(("sha256", ""), _negated=True),
                                        ("failure", ""),
                                    ),
                                    _connector="OR",
                                ),
                                name="selection_package_is_there_or_failed",
                            ),
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="ChallengeSupport",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "challenge",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="supports",
                                to="programmes.challenge",
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="supported_challenges",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=backend.core.clock.now, editable=False)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("challenge", "user"), name="challenge_support_once")
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="Solution",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=backend.core.clock.now, editable=False)),
                        ("updated_at", models.DateTimeField(auto_now=True)),
                        ("hidden_at", models.DateTimeField(editable=False, null=True, verbose_name="hidden")),
                        (
                            "hidden_why",
                            models.TextField(
                                blank=True, editable=False, max_length=2000, verbose_name="why it is hidden"
                            ),
                        ),
                        ("is_removed", models.BooleanField(default=False, editable=False, verbose_name="removed")),
                        ("public_id", backend.core.ids.PublicIdField("sol")),
                        (
                            "team",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="solutions",
                                to="programmes.team",
                            ),
                        ),
                        (
                            "sprint",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="solutions",
                                to="programmes.sprint",
                            ),
                        ),
                        (
                            "challenge",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="solutions",
                                to="programmes.challenge",
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
                            models.Index(
                                condition=models.Q(("state__in", ("handed_in", "selected", "not_selected"))),
                                fields=["-created_at", "-id"],
                                name="solution_shown_newest",
                            ),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("hidden_at__isnull", False),
                                    models.Q(("hidden_why", ""), ("is_removed", False)),
                                    _connector="OR",
                                ),
                                name="solution_hidden_has_moment",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("is_removed", False), models.Q(("hidden_why", ""), _negated=True), _connector="OR"
                                ),
                                name="solution_removed_has_reason",
                            ),
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
                    name="SolutionVersion",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=backend.core.clock.now, editable=False)),
                        ("updated_at", models.DateTimeField(auto_now=True)),
                        ("public_id", backend.core.ids.PublicIdField("sov")),
                        (
                            "solution",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="versions",
                                to="programmes.solution",
                            ),
                        ),
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
                        ("image_sha256", models.CharField(blank=True, editable=False, max_length=64)),
                        (
                            "image_alt",
                            models.CharField(blank=True, max_length=200, verbose_name="what the picture shows"),
                        ),
                        (
                            "slides",
                            models.FileField(
                                blank=True,
                                editable=False,
                                max_length=200,
                                storage=backend.core.storing.private_storage,
                                upload_to=programmes.models.solution.slides_path,
                                verbose_name="slides",
                            ),
                        ),
                        ("slides_sha256", models.CharField(blank=True, editable=False, max_length=64)),
                        ("slides_bytes", models.PositiveIntegerField(default=0, editable=False)),
                        (
                            "slides_title",
                            models.CharField(blank=True, max_length=120, verbose_name="title of the slides"),
                        ),
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
                        ("late_since", models.DateTimeField(editable=False, null=True)),
                        ("sha256", models.CharField(blank=True, editable=False, max_length=64)),
                    ],
                    options={
                        "ordering": ["-number"],
                        "indexes": [
                            django.contrib.postgres.indexes.GinIndex(
                                django.contrib.postgres.search.CombinedSearchVector(
                                    django.contrib.postgres.search.CombinedSearchVector(
                                        django.contrib.postgres.search.CombinedSearchVector(
                                            django.contrib.postgres.search.SearchVector(
                                                "title", config="german", weight="A"
                                            ),
                                            "||",
                                            django.contrib.postgres.search.SearchVector(
                                                "summary", "body", config="german", weight="B"
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
                                        "summary", "body", config="english", weight="B"
                                    ),
                                    django.contrib.postgres.search.SearchConfig("german"),
                                ),
                                name="solution_version_search",
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(fields=("solution", "number"), name="solution_version_number_once"),
                            models.UniqueConstraint(
                                condition=models.Q(("handed_in_at", None)),
                                fields=("solution",),
                                name="solution_one_draft_version",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("number__gt", 0)), name="solution_version_number_positive"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("late_since", None), ("handed_in_at__gte", models.F("late_since")), _connector="OR"
                                ),
                                name="solution_version_late_after_deadline",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("sha256", ""),
                                    models.Q(("handed_in_at__isnull", False), ("sha256__regex", "^[0-9a-f]{64}$")),
                                    _connector="OR",
                                ),
                                name="solution_version_hash_of_handed_in",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("slides", ""), ("slides_bytes", 0), ("slides_sha256", ""), ("slides_title", "")
                                    ),
                                    models.Q(
                                        ("slides_bytes__gt", 0),
                                        ("slides_sha256__regex", "^[0-9a-f]{64}$"),
                                        models.Q(("slides", ""), _negated=True),
                                        models.Q(("slides_title", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="solution_version_slides_whole",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Comparison",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=backend.core.clock.now, editable=False)),
                        ("updated_at", models.DateTimeField(auto_now=True)),
                        ("public_id", backend.core.ids.PublicIdField("cmp")),
                        (
                            "juror",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="comparisons",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "first",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="programmes.solution"
                            ),
                        ),
                        (
                            "second",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="programmes.solution"
                            ),
                        ),
                        ("stage", models.PositiveSmallIntegerField(db_default=1, default=1, editable=False)),
                        (
                            "choice",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("first", "the first one"),
                                    ("second", "the second one"),
                                    ("tie", "both equally"),
                                    ("skip", "skipped"),
                                ],
                                max_length=6,
                                verbose_name="choice",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["created_at", "id"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("first", models.F("second")), _negated=True),
                                name="comparison_of_two",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("choice__in", ["", "first", "second", "tie", "skip"])),
                                name="comparison_choice_known",
                            ),
                            models.UniqueConstraint(
                                models.F("juror"),
                                models.F("stage"),
                                django.db.models.functions.comparison.Least("first", "second"),
                                django.db.models.functions.comparison.Greatest("first", "second"),
                                name="comparison_once",
                            ),
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="DeclaredConflict",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=backend.core.clock.now, editable=False)),
                        ("updated_at", models.DateTimeField(auto_now=True)),
                        ("public_id", backend.core.ids.PublicIdField("cfl")),
                        (
                            "solution",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="declared_conflicts",
                                to="programmes.solution",
                            ),
                        ),
                        (
                            "juror",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="declared_conflicts",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("reason", models.TextField(max_length=1000, verbose_name="why")),
                        (
                            "declared_by",
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
                            models.UniqueConstraint(fields=("solution", "juror"), name="declared_conflict_once"),
                            models.CheckConstraint(
                                condition=models.Q(("reason", ""), _negated=True), name="declared_conflict_has_reason"
                            ),
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="LateHandIn",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=backend.core.clock.now, editable=False)),
                        ("updated_at", models.DateTimeField(auto_now=True)),
                        ("public_id", backend.core.ids.PublicIdField("lat")),
                        (
                            "sprint",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="late_hand_ins",
                                to="programmes.sprint",
                            ),
                        ),
                        (
                            "team",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="late_hand_ins",
                                to="programmes.team",
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="late_hand_ins",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("at", models.DateTimeField(verbose_name="by our clock")),
                        ("deadline", models.DateTimeField(verbose_name="deadline")),
                        (
                            "outcome",
                            models.CharField(
                                choices=[("taken", "taken, and marked late"), ("refused", "refused")],
                                max_length=8,
                                verbose_name="outcome",
                            ),
                        ),
                        (
                            "version",
                            models.OneToOneField(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="late_hand_in",
                                to="programmes.solutionversion",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-at", "-id"],
                        "indexes": [
                            models.Index(fields=["sprint", "-at", "-id"], name="late_of_sprint"),
                            models.Index(fields=["team", "-at", "-id"], name="late_of_team"),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("at__gte", models.F("deadline"))), name="late_after_deadline"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("outcome", "taken"), ("version__isnull", False)),
                                    models.Q(("outcome", "refused"), ("version", None)),
                                    _connector="OR",
                                ),
                                name="late_has_version_if_taken",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Rating",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "solution",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="ratings",
                                to="programmes.solution",
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="ratings",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("stars", models.PositiveSmallIntegerField(verbose_name="stars")),
                        ("rated_at", models.DateTimeField(default=backend.core.clock.now)),
                    ],
                    options={
                        "indexes": [models.Index(fields=["user", "rated_at"], name="rating_by_person")],
                        "constraints": [
                            models.UniqueConstraint(fields=("solution", "user"), name="rating_once"),
                            models.CheckConstraint(
                                condition=models.Q(("stars__in", (1, 2, 3, 4, 5))), name="rating_stars_known"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Comment",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=backend.core.clock.now, editable=False)),
                        ("updated_at", models.DateTimeField(auto_now=True)),
                        ("hidden_at", models.DateTimeField(editable=False, null=True, verbose_name="hidden")),
                        (
                            "hidden_why",
                            models.TextField(
                                blank=True, editable=False, max_length=2000, verbose_name="why it is hidden"
                            ),
                        ),
                        ("is_removed", models.BooleanField(default=False, editable=False, verbose_name="removed")),
                        ("public_id", backend.core.ids.PublicIdField("cmt")),
                        (
                            "solution",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="comments",
                                to="programmes.solution",
                            ),
                        ),
                        (
                            "author",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="comments",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("body", models.TextField(max_length=2000, verbose_name="comment")),
                        (
                            "language",
                            models.CharField(
                                choices=[("de", "German"), ("en", "English"), ("fr", "French"), ("it", "Italian")],
                                default="de",
                                max_length=2,
                                verbose_name="language of the text",
                            ),
                        ),
                        ("withdrawn_at", models.DateTimeField(editable=False, null=True)),
                    ],
                    options={
                        "ordering": ["-created_at", "-id"],
                        "indexes": [
                            models.Index(
                                condition=models.Q(("hidden_at", None), ("withdrawn_at", None)),
                                fields=["solution", "-created_at", "-id"],
                                name="comment_list",
                            ),
                            models.Index(fields=["author", "created_at"], name="comment_by_person"),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("hidden_at__isnull", False),
                                    models.Q(("hidden_why", ""), ("is_removed", False)),
                                    _connector="OR",
                                ),
                                name="comment_hidden_has_moment",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("is_removed", False), models.Q(("hidden_why", ""), _negated=True), _connector="OR"
                                ),
                                name="comment_removed_has_reason",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("body", ""), _negated=True),
                                    ("withdrawn_at__isnull", False),
                                    _connector="OR",
                                ),
                                name="comment_says_something",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CommunityAward",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=backend.core.clock.now, editable=False)),
                        ("updated_at", models.DateTimeField(auto_now=True)),
                        ("public_id", backend.core.ids.PublicIdField("awd")),
                        (
                            "sprint",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="community_award",
                                to="programmes.sprint",
                            ),
                        ),
                        (
                            "solution",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="community_award",
                                to="programmes.solution",
                            ),
                        ),
                        ("rank", models.PositiveIntegerField(verbose_name="rank")),
                        ("ratings", models.PositiveIntegerField(verbose_name="ratings")),
                        (
                            "score_hundredths",
                            models.PositiveSmallIntegerField(verbose_name="score in hundredths of a star"),
                        ),
                        ("note", models.TextField(blank=True, max_length=2000, verbose_name="why")),
                        (
                            "given_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("rank", 1), models.Q(("note", ""), _negated=True), _connector="OR"),
                                name="community_award_other_has_reason",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("rank__gte", 1)), name="community_award_rank_counts_from_one"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("score_hundredths__gte", 100), ("score_hundredths__lte", 500)),
                                name="community_award_score_within",
                            ),
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="AbuseCase",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=backend.core.clock.now, editable=False)),
                        ("updated_at", models.DateTimeField(auto_now=True)),
                        ("public_id", backend.core.ids.PublicIdField("abc")),
                        (
                            "sprint",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="abuse_cases",
                                to="programmes.sprint",
                            ),
                        ),
                        (
                            "challenge",
                            models.OneToOneField(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="abuse_case",
                                to="programmes.challenge",
                            ),
                        ),
                        (
                            "team",
                            models.OneToOneField(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="abuse_case",
                                to="programmes.team",
                            ),
                        ),
                        (
                            "solution",
                            models.OneToOneField(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="abuse_case",
                                to="programmes.solution",
                            ),
                        ),
                        (
                            "comment",
                            models.OneToOneField(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="abuse_case",
                                to="programmes.comment",
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("open", "waits for a decision"),
                                    ("kept", "stays public"),
                                    ("removed", "removed"),
                                ],
                                default="open",
                                max_length=7,
                                verbose_name="state",
                            ),
                        ),
                        ("opened_at", models.DateTimeField(verbose_name="first reported")),
                        ("reason", models.TextField(blank=True, max_length=2000, verbose_name="why")),
                        (
                            "decided_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("decided_at", models.DateTimeField(editable=False, null=True)),
                    ],
                    options={
                        "ordering": ["opened_at", "id"],
                        "indexes": [
                            models.Index(fields=["sprint", "state", "opened_at", "id"], name="abuse_case_list")
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("state__in", ["open", "kept", "removed"])),
                                name="abuse_case_state_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("challenge__isnull", False),
                                        ("comment__isnull", True),
                                        ("solution__isnull", True),
                                        ("team__isnull", True),
                                    ),
                                    models.Q(
                                        ("challenge__isnull", True),
                                        ("comment__isnull", True),
                                        ("solution__isnull", True),
                                        ("team__isnull", False),
                                    ),
                                    models.Q(
                                        ("challenge__isnull", True),
                                        ("comment__isnull", True),
                                        ("solution__isnull", False),
                                        ("team__isnull", True),
                                    ),
                                    models.Q(
                                        ("challenge__isnull", True),
                                        ("comment__isnull", False),
                                        ("solution__isnull", True),
                                        ("team__isnull", True),
                                    ),
                                    _connector="OR",
                                ),
                                name="abuse_case_of_one_thing",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state", "open"),
                                    models.Q(models.Q(("reason", ""), _negated=True), ("decided_at__isnull", False)),
                                    _connector="OR",
                                ),
                                name="abuse_case_decided_has_reason",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="AbuseReport",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=backend.core.clock.now, editable=False)),
                        ("updated_at", models.DateTimeField(auto_now=True)),
                        ("public_id", backend.core.ids.PublicIdField("abr")),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="reports",
                                to="programmes.abusecase",
                            ),
                        ),
                        (
                            "reporter",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="abuse_reports",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("offensive", "insults or threatens people"),
                                    ("personal", "tells personal things of somebody"),
                                    ("advertising", "is advertising"),
                                    ("unlawful", "is against the law"),
                                    ("other", "something else"),
                                ],
                                max_length=11,
                                verbose_name="what is wrong",
                            ),
                        ),
                        ("words", models.TextField(blank=True, max_length=2000, verbose_name="in your words")),
                        ("settled_at", models.DateTimeField(editable=False, null=True)),
                        (
                            "in_bad_faith",
                            models.BooleanField(default=False, editable=False, verbose_name="in bad faith"),
                        ),
                    ],
                    options={
                        "ordering": ["created_at", "id"],
                        "constraints": [
                            models.UniqueConstraint(fields=("case", "reporter"), name="abuse_report_once"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("kind__in", ["offensive", "personal", "advertising", "unlawful", "other"])
                                ),
                                name="abuse_report_kind_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("in_bad_faith", False), ("settled_at__isnull", False), _connector="OR"
                                ),
                                name="abuse_report_faith_is_decided",
                            ),
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="Offer",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=backend.core.clock.now, editable=False)),
                        ("updated_at", models.DateTimeField(auto_now=True)),
                        ("public_id", backend.core.ids.PublicIdField("off")),
                        (
                            "solution",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="offers",
                                to="programmes.solution",
                            ),
                        ),
                        (
                            "organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="offers",
                                to="accounts.organisation",
                            ),
                        ),
                        (
                            "challenge",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="offers",
                                to="programmes.challenge",
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("offered", "offered"),
                                    ("in_talks", "in talks"),
                                    ("piloting", "on trial"),
                                    ("adopted", "adopted"),
                                    ("declined", "declined"),
                                    ("withdrawn", "withdrawn"),
                                ],
                                default="offered",
                                max_length=10,
                                verbose_name="state",
                            ),
                        ),
                        ("offered_at", models.DateTimeField(verbose_name="offered")),
                        ("answer_due_at", models.DateTimeField(verbose_name="to be answered until")),
                        ("answered_at", models.DateTimeField(blank=True, null=True, verbose_name="first answered")),
                        ("state_since", models.DateTimeField(verbose_name="since")),
                        ("reason", models.TextField(blank=True, max_length=2000, verbose_name="why it was declined")),
                        ("note", models.TextField(blank=True, max_length=2000, verbose_name="what happens next")),
                    ],
                    options={
                        "ordering": ["-offered_at", "-id"],
                        "indexes": [
                            models.Index(
                                fields=["organisation", "state", "answer_due_at", "id"], name="offer_by_organisation"
                            ),
                            models.Index(fields=["-offered_at", "-id"], name="offer_list"),
                            models.Index(
                                condition=models.Q(("state", "offered")),
                                fields=["answer_due_at", "id"],
                                name="offer_waits",
                            ),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "state__in",
                                        ["offered", "in_talks", "piloting", "adopted", "declined", "withdrawn"],
                                    )
                                ),
                                name="offer_state_known",
                            ),
                            models.UniqueConstraint(fields=("solution", "organisation"), name="offer_once"),
                            models.CheckConstraint(
                                condition=models.Q(("answer_due_at__gt", models.F("offered_at"))),
                                name="offer_due_after_offer",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "declined"), _negated=True),
                                    models.Q(("reason", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="offer_decline_has_reason",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "offered"), _negated=True),
                                    ("answered_at", None),
                                    _connector="OR",
                                ),
                                name="offer_open_is_unanswered",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("state__in", ("in_talks", "piloting", "adopted", "declined")), _negated=True
                                    ),
                                    ("answered_at__isnull", False),
                                    _connector="OR",
                                ),
                                name="offer_answer_has_moment",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="OfferReminder",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "offer",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="reminders",
                                to="programmes.offer",
                            ),
                        ),
                        (
                            "level",
                            models.CharField(
                                choices=[
                                    ("soon", "the contact, before it is due"),
                                    ("overdue", "who speaks for the organisation, once it is due"),
                                    ("late", "the organisers, a week later"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=backend.core.clock.now, editable=False)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("offer", "level"), name="offer_reminder_once"),
                            models.CheckConstraint(
                                condition=models.Q(("level__in", ["soon", "overdue", "late"])),
                                name="offer_reminder_level_known",
                            ),
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="Project",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=backend.core.clock.now, editable=False)),
                        ("updated_at", models.DateTimeField(auto_now=True)),
                        ("public_id", backend.core.ids.PublicIdField("prj")),
                        (
                            "cohort",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="projects",
                                to="programmes.cohort",
                            ),
                        ),
                        (
                            "solution",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="project",
                                to="programmes.solution",
                            ),
                        ),
                        (
                            "team",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="projects",
                                to="programmes.team",
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
                                            django.contrib.postgres.search.SearchVector(
                                                "title", config="german", weight="A"
                                            ),
                                            "||",
                                            django.contrib.postgres.search.SearchVector(
                                                "summary", config="german", weight="B"
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
                                        "summary", config="english", weight="B"
                                    ),
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
                    name="StageChange",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
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
                                condition=models.Q(("from_stage", models.F("to_stage")), _negated=True),
                                name="stage_changes",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("evidence", ""), _negated=True), name="stage_has_evidence"
                            ),
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="Milestone",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=backend.core.clock.now, editable=False)),
                        ("updated_at", models.DateTimeField(auto_now=True)),
                        ("public_id", backend.core.ids.PublicIdField("mil")),
                        (
                            "project",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="milestones",
                                to="programmes.project",
                            ),
                        ),
                        ("title", models.CharField(max_length=160, verbose_name="title")),
                        (
                            "description",
                            models.TextField(blank=True, max_length=4000, verbose_name="what will be there"),
                        ),
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
                        (
                            "review_note",
                            models.TextField(blank=True, max_length=2000, verbose_name="note of the review"),
                        ),
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
                    name="ProgressReport",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=backend.core.clock.now, editable=False)),
                        ("updated_at", models.DateTimeField(auto_now=True)),
                        ("public_id", backend.core.ids.PublicIdField("rep")),
                        (
                            "project",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="reports",
                                to="programmes.project",
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
                        (
                            "review_note",
                            models.TextField(blank=True, max_length=4000, verbose_name="note of the review"),
                        ),
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
                                condition=models.Q(("period_end__gte", models.F("period_start"))),
                                name="report_period_in_order",
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
                    name="Review",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=backend.core.clock.now, editable=False)),
                        ("updated_at", models.DateTimeField(auto_now=True)),
                        ("public_id", backend.core.ids.PublicIdField("rev")),
                        (
                            "solution",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="reviews",
                                to="programmes.solution",
                            ),
                        ),
                        (
                            "juror",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="reviews",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("stage", models.PositiveSmallIntegerField(db_default=1, default=1, editable=False)),
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
                        (
                            "note",
                            models.TextField(
                                blank=True, db_default="", default="", max_length=2000, verbose_name="note to the jury"
                            ),
                        ),
                        (
                            "conflict_reason",
                            models.TextField(blank=True, max_length=1000, verbose_name="conflict of interest"),
                        ),
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
                            models.UniqueConstraint(fields=("solution", "juror", "stage"), name="review_once"),
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
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=backend.core.clock.now, editable=False)),
                        ("updated_at", models.DateTimeField(auto_now=True)),
                        ("public_id", backend.core.ids.PublicIdField("sco")),
                        (
                            "review",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="scores",
                                to="programmes.review",
                            ),
                        ),
                        (
                            "criterion",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="scores",
                                to="programmes.criterion",
                            ),
                        ),
                        ("points", models.PositiveSmallIntegerField(null=True, verbose_name="points")),
                    ],
                    options={
                        "ordering": ["criterion__position", "id"],
                        "constraints": [models.UniqueConstraint(fields=("review", "criterion"), name="score_once")],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="StagePass",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "solution",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="passes",
                                to="programmes.solution",
                            ),
                        ),
                        ("stage", models.PositiveSmallIntegerField()),
                        ("track", models.CharField(blank=True, max_length=40)),
                        (
                            "reason",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("rank", "by its rank"),
                                    ("track", "by a place kept for its category"),
                                    ("tie_in", "equal at the last place, taken by the rule"),
                                    ("tie_out", "equal at the last place, not taken by the rule"),
                                    ("below", "its rank does not suffice"),
                                    ("quorum", "too few reviews or comparisons"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("rank", models.PositiveIntegerField(null=True)),
                        ("note", models.TextField(blank=True, max_length=2000, verbose_name="why")),
                        ("at", models.DateTimeField(default=backend.core.clock.now, editable=False)),
                    ],
                    options={
                        "ordering": ["stage", "id"],
                        "constraints": [
                            models.UniqueConstraint(fields=("solution", "stage"), name="stage_pass_once"),
                            models.CheckConstraint(
                                condition=models.Q(("stage__gte", 1), ("stage__lt", 3)), name="stage_pass_stage_within"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("rank__gte", 1), ("rank", None), _connector="OR"),
                                name="stage_pass_rank_counts_from_one",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("reason__in", ["", "rank", "track", "tie_in", "tie_out", "below", "quorum"])
                                ),
                                name="stage_pass_reason_known",
                            ),
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="Decision",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "solution",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="decision",
                                to="programmes.solution",
                            ),
                        ),
                        ("stage", models.PositiveSmallIntegerField(db_default=1, default=1)),
                        ("track", models.CharField(blank=True, max_length=40)),
                        (
                            "reason",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("rank", "by its rank"),
                                    ("track", "by a place kept for its category"),
                                    ("tie_in", "equal at the last place, taken by the rule"),
                                    ("tie_out", "equal at the last place, not taken by the rule"),
                                    ("below", "its rank does not suffice"),
                                    ("quorum", "too few reviews or comparisons"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("rank", models.PositiveIntegerField(null=True)),
                        ("note", models.TextField(blank=True, max_length=2000, verbose_name="why")),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("rank__gte", 1), ("rank", None), _connector="OR"),
                                name="decision_rank_counts_from_one",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("reason__in", ["", "rank", "track", "tie_in", "tie_out", "below", "quorum"])
                                ),
                                name="decision_reason_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("stage__gte", 1), ("stage__lte", 3)), name="decision_stage_within"
                            ),
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="Vote",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "review",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="votes",
                                to="programmes.review",
                            ),
                        ),
                        (
                            "comparison",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="votes",
                                to="programmes.comparison",
                            ),
                        ),
                        ("kind", models.CharField(max_length=10)),
                        ("points", models.JSONField(default=dict)),
                        ("choice", models.CharField(blank=True, db_default="", default="", max_length=6)),
                        ("at", models.DateTimeField()),
                    ],
                    options={
                        "ordering": ["id"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "kind__in",
                                        [
                                            programmes.domain.votes.VoteKind["ASSIGNED"],
                                            programmes.domain.votes.VoteKind["SUBMITTED"],
                                            programmes.domain.votes.VoteKind["REOPENED"],
                                            programmes.domain.votes.VoteKind["RECUSED"],
                                            programmes.domain.votes.VoteKind["COMPARED"],
                                            programmes.domain.votes.VoteKind["WITHDRAWN"],
                                        ],
                                    )
                                ),
                                name="vote_kind_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("kind", programmes.domain.votes.VoteKind["SUBMITTED"]),
                                        models.Q(("points", {}), _negated=True),
                                    ),
                                    models.Q(
                                        models.Q(
                                            ("kind", programmes.domain.votes.VoteKind["SUBMITTED"]), _negated=True
                                        ),
                                        ("points", {}),
                                    ),
                                    _connector="OR",
                                ),
                                name="vote_has_points_if_submitted",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        models.Q(
                                            (
                                                "kind__in",
                                                [
                                                    programmes.domain.votes.VoteKind["COMPARED"],
                                                    programmes.domain.votes.VoteKind["WITHDRAWN"],
                                                ],
                                            ),
                                            _negated=True,
                                        ),
                                        ("choice", ""),
                                        ("comparison", None),
                                        ("review__isnull", False),
                                    ),
                                    models.Q(
                                        (
                                            "choice__in",
                                            [
                                                programmes.domain.pairs.Choice["FIRST"],
                                                programmes.domain.pairs.Choice["SECOND"],
                                                programmes.domain.pairs.Choice["TIE"],
                                                programmes.domain.pairs.Choice["SKIP"],
                                            ],
                                        ),
                                        ("comparison__isnull", False),
                                        ("kind", programmes.domain.votes.VoteKind["COMPARED"]),
                                        ("review", None),
                                    ),
                                    models.Q(
                                        ("choice", ""),
                                        ("comparison__isnull", False),
                                        ("kind", programmes.domain.votes.VoteKind["WITHDRAWN"]),
                                        ("review", None),
                                    ),
                                    _connector="OR",
                                ),
                                name="vote_is_of_one_thing",
                            ),
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="LogEntry",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=backend.core.clock.now, editable=False)),
                        ("updated_at", models.DateTimeField(auto_now=True)),
                        ("hidden_at", models.DateTimeField(editable=False, null=True, verbose_name="hidden")),
                        (
                            "hidden_why",
                            models.TextField(
                                blank=True, editable=False, max_length=2000, verbose_name="why it is hidden"
                            ),
                        ),
                        ("is_removed", models.BooleanField(default=False, editable=False, verbose_name="removed")),
                        ("public_id", backend.core.ids.PublicIdField("log")),
                        (
                            "team",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="log_entries",
                                to="programmes.team",
                            ),
                        ),
                        (
                            "created_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="log_entries",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("is_public", models.BooleanField(default=True, verbose_name="everybody may read it")),
                        (
                            "current_version",
                            models.OneToOneField(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="current_of",
                                to="programmes.logversion",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-created_at", "-id"],
                        "indexes": [models.Index(fields=["team", "-created_at", "-id"], name="log_entry_of_team")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("hidden_at__isnull", False),
                                    models.Q(("hidden_why", ""), ("is_removed", False)),
                                    _connector="OR",
                                ),
                                name="logentry_hidden_has_moment",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("is_removed", False), models.Q(("hidden_why", ""), _negated=True), _connector="OR"
                                ),
                                name="logentry_removed_has_reason",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="LogVersion",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=backend.core.clock.now, editable=False)),
                        ("updated_at", models.DateTimeField(auto_now=True)),
                        ("public_id", backend.core.ids.PublicIdField("lov")),
                        (
                            "entry",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="versions",
                                to="programmes.logentry",
                            ),
                        ),
                        ("number", models.PositiveIntegerField()),
                        ("text", models.TextField(max_length=4000, verbose_name="what happened")),
                        (
                            "language",
                            models.CharField(
                                choices=[("de", "German"), ("en", "English"), ("fr", "French"), ("it", "Italian")],
                                default="de",
                                max_length=2,
                                verbose_name="language of the text",
                            ),
                        ),
                        ("link", models.CharField(blank=True, max_length=500, verbose_name="address")),
                        (
                            "image",
                            models.ImageField(
                                blank=True,
                                max_length=200,
                                upload_to=programmes.models.solution.image_path,
                                verbose_name="picture",
                            ),
                        ),
                        (
                            "image_alt",
                            models.CharField(blank=True, max_length=200, verbose_name="what the picture shows"),
                        ),
                        (
                            "author",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="log_versions",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-number"],
                        "constraints": [
                            models.UniqueConstraint(fields=("entry", "number"), name="log_version_number_once"),
                            models.CheckConstraint(
                                condition=models.Q(("number__gt", 0)), name="log_version_number_positive"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("text", ""), _negated=True), name="log_version_says_something"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("image", ""), models.Q(("image_alt", ""), _negated=True), _connector="OR"
                                ),
                                name="log_version_image_has_words",
                            ),
                        ],
                        "indexes": [],
                    },
                ),
            ],
        ),
    ]
