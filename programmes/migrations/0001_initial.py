import backend.core.clock
import backend.core.ids
import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.text
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
            name="Call",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(default=backend.core.clock.now, editable=False)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("public_id", backend.core.ids.PublicIdField("cal")),
                (
                    "category",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="call", to="programmes.category"
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
                    models.CheckConstraint(condition=models.Q(("text", ""), _negated=True), name="call_has_text")
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
                    models.PositiveSmallIntegerField(default=14, verbose_name="days in which organisations answer"),
                ),
                (
                    "accept_hours",
                    models.PositiveSmallIntegerField(
                        default=0, verbose_name="hours to accept a place that became free"
                    ),
                ),
                (
                    "age_limit",
                    models.PositiveSmallIntegerField(default=0, verbose_name="age from which nobody must agree"),
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
                    models.BooleanField(default=False, verbose_name="people at the door may come in beyond the places"),
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
                ("starts_at", models.DateTimeField(verbose_name="begins")),
                ("ends_at", models.DateTimeField(verbose_name="ends")),
                ("sections", models.JSONField(blank=True, default=list, verbose_name="sections of a solution")),
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
                    models.CheckConstraint(condition=models.Q(("age_limit__lte", 21)), name="sprint_age_limit_sane"),
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
            name="Announcement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                        condition=models.Q(("state", "scheduled")), fields=["send_at", "id"], name="announcement_due"
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["draft", "scheduled", "sending", "sent", "discarded"])),
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
                            models.Q(models.Q(("segments__contains", ["category"]), _negated=True), ("category", None)),
                            _connector="OR",
                        ),
                        name="announcement_category_if_asked",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("subject_de", ""), ("body_de", "")),
                            models.Q(
                                models.Q(("subject_de", ""), _negated=True), models.Q(("body_de", ""), _negated=True)
                            ),
                            _connector="OR",
                        ),
                        name="announcement_german_whole",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("subject_en", ""), ("body_en", "")),
                            models.Q(
                                models.Q(("subject_en", ""), _negated=True), models.Q(("body_en", ""), _negated=True)
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
                            models.Q(("state", "scheduled"), _negated=True), ("send_at__isnull", False), _connector="OR"
                        ),
                        name="announcement_scheduled_has_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "sent"), _negated=True), ("sent_at__isnull", False), _connector="OR"
                        ),
                        name="announcement_sent_has_moment",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("told__lte", models.F("total"))), name="announcement_told_within_total"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AnnouncementRecipient",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                    models.DateTimeField(blank=True, editable=False, null=True, verbose_name="place kept until"),
                ),
                (
                    "checked_in_at",
                    models.DateTimeField(blank=True, editable=False, null=True, verbose_name="checked in"),
                ),
                ("beyond", models.BooleanField(default=False, editable=False, verbose_name="beyond the places")),
                (
                    "introducible_since",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="connectors may introduce me to teams since"
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
                        condition=models.Q(("state__in", ["registered", "waiting", "offered", "consent", "cancelled"])),
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
                                models.Q(("state__in", ("offered", "consent")), _negated=True), ("held_until", None)
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
        ),
        migrations.CreateModel(
            name="Certificate",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
            },
        ),
        migrations.CreateModel(
            name="Challenge",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(default=backend.core.clock.now, editable=False)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("hidden_at", models.DateTimeField(editable=False, null=True, verbose_name="hidden")),
                (
                    "hidden_why",
                    models.TextField(blank=True, editable=False, max_length=2000, verbose_name="why it is hidden"),
                ),
                ("is_removed", models.BooleanField(default=False, editable=False, verbose_name="removed")),
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
                ("decline_reason", models.TextField(blank=True, max_length=2000, verbose_name="why it was declined")),
                ("answer_due_at", models.DateTimeField(blank=True, null=True, verbose_name="the owner answers until")),
                ("adopted_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="taken over")),
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
                ("contact_name", models.CharField(blank=True, max_length=120, verbose_name="name of the contact")),
                ("contact_role", models.CharField(blank=True, max_length=120, verbose_name="what the contact does")),
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
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(default=backend.core.clock.now, editable=False)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("hidden_at", models.DateTimeField(editable=False, null=True, verbose_name="hidden")),
                (
                    "hidden_why",
                    models.TextField(blank=True, editable=False, max_length=2000, verbose_name="why it is hidden"),
                ),
                ("is_removed", models.BooleanField(default=False, editable=False, verbose_name="removed")),
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
                        condition=models.Q(("state__in", ["forming", "complete", "dissolved"])), name="team_state_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("size_limit__gte", 1), ("size_limit__lte", 50)), name="team_size_sane"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("joining__in", ["on_request", "at_once"])), name="team_joining_known"
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
        migrations.CreateModel(
            name="PlaceHold",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(default=backend.core.clock.now, editable=False)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("public_id", backend.core.ids.PublicIdField("hld")),
                (
                    "sprint",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="place_holds", to="programmes.sprint"
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="place_holds", to="programmes.team"
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
                        condition=models.Q(("until__gt", models.F("held_at"))), name="place_hold_until_after_start"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("joining__in", ["on_request", "at_once"])), name="place_hold_joining_known"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TeamWait",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                    models.Index(condition=models.Q(("state", "open")), fields=["team"], name="open_role_of_team"),
                    django.contrib.postgres.indexes.GinIndex(
                        condition=models.Q(("state", "open")), fields=["words"], name="open_role_words"
                    ),
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
            name="Connector",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(default=backend.core.clock.now, editable=False)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("public_id", backend.core.ids.PublicIdField("con")),
                (
                    "sprint",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="connectors", to="programmes.sprint"
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
            },
        ),
        migrations.CreateModel(
            name="Introduction",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(default=backend.core.clock.now, editable=False)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("public_id", backend.core.ids.PublicIdField("itd")),
                (
                    "team",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="introductions", to="programmes.team"
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
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="e-mail address of the guardian")),
                ("language", models.CharField(default="de", max_length=2)),
                (
                    "state",
                    models.CharField(
                        choices=[("asked", "was asked"), ("agreed", "has agreed"), ("declined", "has declined")],
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
                            models.Q(models.Q(("state", "asked"), _negated=True), ("answered_at__isnull", False)),
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
            },
        ),
        migrations.CreateModel(
            name="DuplicateRun",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(default=backend.core.clock.now, editable=False)),
                ("updated_at", models.DateTimeField(auto_now=True)),
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
                            ("ready", "ready"),
                            ("failed", "could not be computed"),
                        ],
                        default="computing",
                        max_length=9,
                        verbose_name="state",
                    ),
                ),
                ("progress_percent", models.PositiveSmallIntegerField(default=0, editable=False)),
                ("claimed_until", models.DateTimeField(editable=False, null=True)),
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
                            models.Q(("state", "ready"), _negated=True), ("ready_at__isnull", False), _connector="OR"
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
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(default=backend.core.clock.now, editable=False)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("public_id", backend.core.ids.PublicIdField("dgr")),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="groups", to="programmes.duplicaterun"
                    ),
                ),
                ("place", models.PositiveIntegerField(editable=False)),
            ],
            options={
                "ordering": ["place", "id"],
                "constraints": [models.UniqueConstraint(fields=("run", "place"), name="duplicate_group_place_once")],
            },
        ),
        migrations.CreateModel(
            name="DuplicateMember",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                    models.CheckConstraint(condition=models.Q(("percent__lte", 100)), name="duplicate_member_percent"),
                ],
            },
        ),
        migrations.CreateModel(
            name="SprintBlock",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(default=backend.core.clock.now, editable=False)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("public_id", backend.core.ids.PublicIdField("blk")),
                (
                    "sprint",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="blocks", to="programmes.sprint"
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
                        condition=models.Q(("kind__in", ["taking_part", "reporting"])), name="sprint_block_kind_known"
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
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(default=backend.core.clock.now, editable=False)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("public_id", backend.core.ids.PublicIdField("apl")),
                (
                    "sprint",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="appeals", to="programmes.sprint"
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="appeals", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("words", models.TextField(max_length=2000, verbose_name="why the decision is wrong")),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "waits for a decision"), ("granted", "granted"), ("rejected", "rejected")],
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
                        condition=models.Q(("state__in", ["open", "granted", "rejected"])), name="appeal_state_known"
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
                        condition=models.Q(("state", "open"), models.Q(("answer", ""), _negated=True), _connector="OR"),
                        name="appeal_decided_has_answer",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ModerationRun",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
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
                        choices=[("publish", "publish"), ("decline", "decline")], max_length=7, verbose_name="decision"
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
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="items", to="programmes.moderationrun"
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
                "constraints": [models.UniqueConstraint(fields=("run", "challenge"), name="moderation_item_once")],
            },
        ),
        migrations.CreateModel(
            name="PlacingWish",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                        null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="programmes.team"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("asked", "waits for a team"), ("placed", "has a team"), ("withdrawn", "withdrawn")],
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
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(default=backend.core.clock.now, editable=False)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("public_id", backend.core.ids.PublicIdField("plr")),
                (
                    "sprint",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="placing_runs", to="programmes.sprint"
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
                ("progress_percent", models.PositiveSmallIntegerField(default=0, editable=False)),
                ("claimed_until", models.DateTimeField(editable=False, null=True)),
                ("input_hash", models.CharField(blank=True, editable=False, max_length=64)),
                ("figures", models.JSONField(default=dict, editable=False)),
                ("unmet", models.JSONField(default=list, editable=False)),
                ("ready_at", models.DateTimeField(editable=False, null=True)),
                ("published_at", models.DateTimeField(editable=False, null=True)),
                ("objections_until", models.DateTimeField(editable=False, null=True, verbose_name="objections until")),
            ],
            options={
                "ordering": ["-id"],
                "indexes": [models.Index(fields=["sprint", "-id"], name="placing_run_list")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["computing", "ready", "published", "carried_out", "discarded", "failed"])
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
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(default=backend.core.clock.now, editable=False)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("public_id", backend.core.ids.PublicIdField("pls")),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="seats", to="programmes.placingrun"
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
            name="RegistrationForm",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(default=backend.core.clock.now, editable=False)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("public_id", backend.core.ids.PublicIdField("frm")),
                (
                    "sprint",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="forms", to="programmes.sprint"
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
            },
        ),
        migrations.CreateModel(
            name="RegistrationAnswers",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
            },
        ),
        migrations.CreateModel(
            name="Reshaping",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(default=backend.core.clock.now, editable=False)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("public_id", backend.core.ids.PublicIdField("rsh")),
                (
                    "sprint",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="reshapings", to="programmes.sprint"
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
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "reshaping",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="parts", to="programmes.reshaping"
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
                    models.UniqueConstraint(fields=("reshaping", "source", "target"), name="reshaping_part_once"),
                    models.CheckConstraint(
                        condition=models.Q(("source", models.F("target")), _negated=True), name="reshaping_part_moves"
                    ),
                ],
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
            name="ChallengeSupport",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "challenge",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="supports", to="programmes.challenge"
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
                "constraints": [models.UniqueConstraint(fields=("challenge", "user"), name="challenge_support_once")],
            },
        ),
        migrations.CreateModel(
            name="Solution",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(default=backend.core.clock.now, editable=False)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("hidden_at", models.DateTimeField(editable=False, null=True, verbose_name="hidden")),
                (
                    "hidden_why",
                    models.TextField(blank=True, editable=False, max_length=2000, verbose_name="why it is hidden"),
                ),
                ("is_removed", models.BooleanField(default=False, editable=False, verbose_name="removed")),
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
                (
                    "solution",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="versions", to="programmes.solution"
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
                "indexes": [
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
                ],
            },
        ),
        migrations.CreateModel(
            name="AbuseCase",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(default=backend.core.clock.now, editable=False)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("public_id", backend.core.ids.PublicIdField("abc")),
                (
                    "sprint",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="abuse_cases", to="programmes.sprint"
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
                    "state",
                    models.CharField(
                        choices=[("open", "waits for a decision"), ("kept", "stays public"), ("removed", "removed")],
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
                "indexes": [models.Index(fields=["sprint", "state", "opened_at", "id"], name="abuse_case_list")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["open", "kept", "removed"])), name="abuse_case_state_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("challenge__isnull", False), ("solution__isnull", True), ("team__isnull", True)),
                            models.Q(("challenge__isnull", True), ("solution__isnull", True), ("team__isnull", False)),
                            models.Q(("challenge__isnull", True), ("solution__isnull", False), ("team__isnull", True)),
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
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(default=backend.core.clock.now, editable=False)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("public_id", backend.core.ids.PublicIdField("abr")),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="reports", to="programmes.abusecase"
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
                ("in_bad_faith", models.BooleanField(default=False, editable=False, verbose_name="in bad faith")),
            ],
            options={
                "ordering": ["created_at", "id"],
                "constraints": [
                    models.UniqueConstraint(fields=("case", "reporter"), name="abuse_report_once"),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["offensive", "personal", "advertising", "unlawful", "other"])),
                        name="abuse_report_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("in_bad_faith", False), ("settled_at__isnull", False), _connector="OR"),
                        name="abuse_report_faith_is_decided",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Offer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(default=backend.core.clock.now, editable=False)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("public_id", backend.core.ids.PublicIdField("off")),
                (
                    "solution",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="offers", to="programmes.solution"
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="offers", to="accounts.organisation"
                    ),
                ),
                (
                    "challenge",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="offers", to="programmes.challenge"
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
                    models.Index(fields=["organisation", "state", "answer_due_at", "id"], name="offer_by_organisation"),
                    models.Index(fields=["-offered_at", "-id"], name="offer_list"),
                    models.Index(
                        condition=models.Q(("state", "offered")), fields=["answer_due_at", "id"], name="offer_waits"
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["offered", "in_talks", "piloting", "adopted", "declined", "withdrawn"])
                        ),
                        name="offer_state_known",
                    ),
                    models.UniqueConstraint(fields=("solution", "organisation"), name="offer_once"),
                    models.CheckConstraint(
                        condition=models.Q(("answer_due_at__gt", models.F("offered_at"))), name="offer_due_after_offer"
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
                            models.Q(("state", "offered"), _negated=True), ("answered_at", None), _connector="OR"
                        ),
                        name="offer_open_is_unanswered",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ("in_talks", "piloting", "adopted", "declined")), _negated=True),
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
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "offer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="reminders", to="programmes.offer"
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
        migrations.AddField(
            model_name="sprint",
            name="form",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="programmes.registrationform",
            ),
        ),
        migrations.AddField(
            model_name="solution",
            name="current_version",
            field=models.OneToOneField(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="current_of",
                to="programmes.solutionversion",
            ),
        ),
        migrations.AddConstraint(
            model_name="solution",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ("handed_in", "selected", "not_selected")), _negated=True),
                    ("current_version__isnull", False),
                    _connector="OR",
                ),
                name="solution_handed_in_has_version",
            ),
        ),
    ]
