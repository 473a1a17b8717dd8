import backend.core.clock
import backend.core.ids
import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.fields.ranges
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("programmes", "0008_comparison"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Mentor",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(default=backend.core.clock.now, editable=False)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("public_id", backend.core.ids.PublicIdField("men")),
                ("headline", models.CharField(blank=True, max_length=160, verbose_name="what I help with, in short")),
                ("about", models.TextField(blank=True, max_length=2000, verbose_name="what else teams should know")),
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
                    "sprint",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="mentors", to="programmes.sprint"
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
            ],
            options={
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="CalendarFeed",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(default=backend.core.clock.now, editable=False)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("public_id", backend.core.ids.PublicIdField("fee")),
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
                ("token_hash", models.CharField(editable=False, max_length=64, unique=True)),
                ("renewed_at", models.DateTimeField()),
                (
                    "team",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="programmes.team"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="calendar_feeds",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "mentor",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="programmes.mentor"
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="BookingLink",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(default=backend.core.clock.now, editable=False)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("public_id", backend.core.ids.PublicIdField("bol")),
                ("note", models.CharField(blank=True, max_length=120, verbose_name="whom it is for")),
                ("expires_at", models.DateTimeField(verbose_name="valid until")),
                ("ended_at", models.DateTimeField(editable=False, null=True)),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "mentor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="booking_links",
                        to="programmes.mentor",
                    ),
                ),
            ],
            options={
                "ordering": ["-id"],
            },
        ),
        migrations.CreateModel(
            name="OfficeHours",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(default=backend.core.clock.now, editable=False)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("public_id", backend.core.ids.PublicIdField("ofh")),
                ("starts_at", models.DateTimeField(verbose_name="begins")),
                ("ends_at", models.DateTimeField(verbose_name="ends")),
                ("slot_minutes", models.PositiveSmallIntegerField(verbose_name="minutes for each slot")),
                ("place", models.CharField(blank=True, max_length=200, verbose_name="place")),
                ("video_url", models.CharField(blank=True, max_length=500, verbose_name="link to the video room")),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "open"), ("withdrawn", "cancelled")],
                        default="open",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                (
                    "mentor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="office_hours", to="programmes.mentor"
                    ),
                ),
            ],
            options={
                "ordering": ["starts_at", "id"],
            },
        ),
        migrations.CreateModel(
            name="Slot",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(default=backend.core.clock.now, editable=False)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("public_id", backend.core.ids.PublicIdField("slo")),
                ("starts_at", models.DateTimeField(verbose_name="begins")),
                ("ends_at", models.DateTimeField(verbose_name="ends")),
                (
                    "office_hours",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="slots", to="programmes.officehours"
                    ),
                ),
            ],
            options={
                "ordering": ["starts_at", "id"],
            },
        ),
        migrations.CreateModel(
            name="Booking",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(default=backend.core.clock.now, editable=False)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("public_id", backend.core.ids.PublicIdField("bok")),
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
                    "team",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="slots_booked",
                        to="programmes.team",
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
                (
                    "slot",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="bookings", to="programmes.slot"
                    ),
                ),
            ],
            options={
                "ordering": ["-id"],
            },
        ),
        migrations.CreateModel(
            name="SlotFeedback",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(default=backend.core.clock.now, editable=False)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("public_id", backend.core.ids.PublicIdField("sfb")),
                ("side", models.CharField(choices=[("mentor", "Mentor"), ("booker", "Who booked")], max_length=10)),
                ("stars", models.PositiveSmallIntegerField(verbose_name="how helpful it was")),
                ("words", models.CharField(blank=True, max_length=280, verbose_name="in one sentence")),
                (
                    "booking",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="feedback", to="programmes.booking"
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
            },
        ),
        migrations.AddIndex(
            model_name="mentor",
            index=models.Index(condition=models.Q(("state", "active")), fields=["sprint", "id"], name="mentor_list"),
        ),
        migrations.AddIndex(
            model_name="mentor",
            index=django.contrib.postgres.indexes.GinIndex(
                django.contrib.postgres.search.CombinedSearchVector(
                    django.contrib.postgres.search.CombinedSearchVector(
                        django.contrib.postgres.search.CombinedSearchVector(
                            django.contrib.postgres.search.SearchVector("headline", config="german", weight="A"),
                            "||",
                            django.contrib.postgres.search.SearchVector("about", config="german", weight="B"),
                            django.contrib.postgres.search.SearchConfig("german"),
                        ),
                        "||",
                        django.contrib.postgres.search.SearchVector("headline", config="english", weight="A"),
                        django.contrib.postgres.search.SearchConfig("german"),
                    ),
                    "||",
                    django.contrib.postgres.search.SearchVector("about", config="english", weight="B"),
                    django.contrib.postgres.search.SearchConfig("german"),
                ),
                name="mentor_search",
            ),
        ),
        migrations.AddIndex(
            model_name="mentor",
            index=django.contrib.postgres.indexes.GinIndex(
                condition=models.Q(("state", "active")), fields=["words"], name="mentor_words"
            ),
        ),
        migrations.AddConstraint(
            model_name="mentor",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["invited", "active", "declined", "ended"])), name="mentor_state_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="mentor",
            constraint=models.UniqueConstraint(fields=("sprint", "user"), name="mentor_once"),
        ),
        migrations.AddConstraint(
            model_name="mentor",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "active"), _negated=True),
                    models.Q(("headline", ""), _negated=True),
                    _connector="OR",
                ),
                name="mentor_active_says_with_what",
            ),
        ),
        migrations.AddConstraint(
            model_name="calendarfeed",
            constraint=models.UniqueConstraint(
                fields=("user", "kind", "team", "mentor"), name="calendar_feed_once", nulls_distinct=False
            ),
        ),
        migrations.AddConstraint(
            model_name="calendarfeed",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "person"), ("mentor", None), ("team", None)),
                    models.Q(("kind", "team"), ("mentor", None), ("team__isnull", False)),
                    models.Q(("kind", "mentor"), ("mentor__isnull", False), ("team", None)),
                    _connector="OR",
                ),
                name="calendar_feed_is_about_its_kind",
            ),
        ),
        migrations.AddConstraint(
            model_name="bookinglink",
            constraint=models.CheckConstraint(
                condition=models.Q(("expires_at__gt", models.F("created_at"))), name="booking_link_ends_after_start"
            ),
        ),
        migrations.AddConstraint(
            model_name="officehours",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["open", "withdrawn"])), name="office_hours_state_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="officehours",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends_at__gt", models.F("starts_at"))), name="office_hours_end_after_start"
            ),
        ),
        migrations.AddConstraint(
            model_name="officehours",
            constraint=models.CheckConstraint(
                condition=models.Q(("slot_minutes__in", (10, 15, 20, 30, 45, 60))), name="office_hours_slots_sane"
            ),
        ),
        migrations.AddConstraint(
            model_name="officehours",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("place", ""), _negated=True), models.Q(("video_url", ""), _negated=True), _connector="OR"
                ),
                name="office_hours_are_somewhere",
            ),
        ),
        migrations.AddConstraint(
            model_name="officehours",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                condition=models.Q(("state", "open")),
                expressions=[
                    (
                        models.Func(models.F("mentor"), models.F("mentor"), models.Value("[]"), function="int8range"),
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
        ),
        migrations.AddIndex(
            model_name="slot",
            index=models.Index(fields=["starts_at", "id"], name="slot_by_time"),
        ),
        migrations.AddConstraint(
            model_name="slot",
            constraint=models.UniqueConstraint(fields=("office_hours", "starts_at"), name="slot_once"),
        ),
        migrations.AddConstraint(
            model_name="slot",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends_at__gt", models.F("starts_at"))), name="slot_ends_after_start"
            ),
        ),
        migrations.AddIndex(
            model_name="booking",
            index=models.Index(
                condition=models.Q(("team__isnull", False)), fields=["team", "state"], name="booking_of_team"
            ),
        ),
        migrations.AddIndex(
            model_name="booking",
            index=models.Index(
                condition=models.Q(("guest_email", ""), _negated=True), fields=["guest_email"], name="booking_of_guest"
            ),
        ),
        migrations.AddConstraint(
            model_name="booking",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["booked", "cancelled", "missed"])), name="booking_state_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="booking",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ("booked", "missed"))), fields=("slot",), name="booking_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="booking",
            constraint=models.CheckConstraint(
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
        ),
        migrations.AddConstraint(
            model_name="booking",
            constraint=models.CheckConstraint(
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
        ),
        migrations.AddConstraint(
            model_name="booking",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("cancelled_by__in", ["mentor", "booker"]), ("state", "cancelled")),
                    models.Q(models.Q(("state", "cancelled"), _negated=True), ("cancelled_by", "")),
                    _connector="OR",
                ),
                name="booking_cancelled_by_somebody",
            ),
        ),
        migrations.AddConstraint(
            model_name="slotfeedback",
            constraint=models.UniqueConstraint(fields=("booking", "side"), name="slot_feedback_once"),
        ),
        migrations.AddConstraint(
            model_name="slotfeedback",
            constraint=models.CheckConstraint(
                condition=models.Q(("side__in", ["mentor", "booker"])), name="slot_feedback_side_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="slotfeedback",
            constraint=models.CheckConstraint(
                condition=models.Q(("stars__in", (1, 2, 3, 4, 5))), name="slot_feedback_stars_within"
            ),
        ),
    ]
