from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Func, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from backend.core.ids import PublicIdField
from backend.core.models import PublicModel, state_known
from programmes import transitions
from programmes.domain.limits import TEAM_SIZE_LIMIT
from programmes.enums import Joining, JoinRequestState, MemberRole, OpenRoleState, TeamState
from programmes.models.challenge import Challenge
from programmes.models.fields import language_field, search_vector, source_ref_field, words_field
from programmes.models.hideable import Hideable
from programmes.models.sprint import Sprint

SEARCH = search_vector("name", "pitch")


class Team(Hideable, PublicModel):
    """People who work on one challenge. A trigger holds the size limit, too."""

    TRANSITIONS = transitions.TEAM

    public_id = PublicIdField("tea")
    sprint = models.ForeignKey(Sprint, on_delete=models.PROTECT, related_name="teams")
    challenge = models.ForeignKey(Challenge, on_delete=models.PROTECT, related_name="teams")
    name = models.CharField(_("name"), max_length=80)
    pitch = models.TextField(_("what the team is up to"), max_length=2_000, blank=True)
    language = language_field()
    times = words_field(_("when the team works"))
    size_limit = models.PositiveSmallIntegerField(_("most people"))
    joining = models.CharField(
        _("how people come in"), max_length=10, choices=Joining.choices, default=Joining.ON_REQUEST
    )
    state = models.CharField(_("state"), max_length=10, choices=TeamState.choices, default=TeamState.FORMING)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="teams_founded"
    )
    source_ref = source_ref_field()

    class Meta:
        ordering = ["name", "id"]
        indexes = [
            models.Index(fields=["sprint", "state", "name", "id"], name="team_list"),
            models.Index(fields=["challenge", "state"], name="team_by_challenge"),
            GinIndex(SEARCH, name="team_search"),
        ]
        constraints = [
            *Hideable.Meta.constraints,
            state_known("team_state_known", TeamState),
            models.CheckConstraint(
                condition=Q(size_limit__gte=1, size_limit__lte=TEAM_SIZE_LIMIT), name="team_size_sane"
            ),
            models.CheckConstraint(condition=Q(joining__in=Joining.values), name="team_joining_known"),
            models.UniqueConstraint(
                Lower("name"), "sprint", condition=~Q(state=TeamState.DISSOLVED), name="team_name_once"
            ),
        ]


class TeamMember(PublicModel):
    public_id = PublicIdField("tmb")
    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="members")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="team_memberships")
    role = models.CharField(_("role"), max_length=8, choices=MemberRole.choices, default=MemberRole.MEMBER)
    left_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ["created_at", "id"]
        indexes = [models.Index(fields=["user"], condition=Q(left_at=None), name="team_member_active")]
        constraints = [
            models.UniqueConstraint(fields=["team", "user"], condition=Q(left_at=None), name="team_member_once"),
        ]


class PlaceHold(PublicModel):
    """A free place that a team keeps for one person until a moment; until then nobody else can have it.

    `joining` is how the team took people in when the place was held: what was promised then is kept. Triggers hold
    that nobody takes a place that is held for somebody else.
    """

    public_id = PublicIdField("hld")
    sprint = models.ForeignKey(Sprint, on_delete=models.CASCADE, related_name="place_holds")
    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="place_holds")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="place_holds")
    joining = models.CharField(max_length=10, choices=Joining.choices)
    held_at = models.DateTimeField()
    until = models.DateTimeField(_("held until"))

    class Meta:
        ordering = ["until", "id"]
        indexes = [
            models.Index(fields=["team", "until"], name="place_hold_of_team"),
            models.Index(fields=["until"], name="place_hold_over"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["sprint", "user"], name="place_hold_once"),
            models.CheckConstraint(condition=Q(until__gt=F("held_at")), name="place_hold_until_after_start"),
            models.CheckConstraint(condition=Q(joining__in=Joining.values), name="place_hold_joining_known"),
        ]


class TeamWait(PublicModel):
    """Somebody waits until a team of a challenge has a place; who is told of one waits no longer."""

    public_id = PublicIdField("twt")
    challenge = models.ForeignKey(Challenge, on_delete=models.CASCADE, related_name="team_waits")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="team_waits")

    class Meta:
        ordering = ["created_at", "id"]
        constraints = [models.UniqueConstraint(fields=["challenge", "user"], name="team_wait_once")]


class OpenRole(PublicModel):
    """What a team still looks for."""

    TRANSITIONS = transitions.OPEN_ROLE

    public_id = PublicIdField("rol")
    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="open_roles")
    title = models.CharField(_("role"), max_length=80)
    description = models.TextField(_("what it takes"), max_length=1_000, blank=True)
    skills = words_field(_("skills"))
    places = models.PositiveSmallIntegerField(_("places"), default=1)
    state = models.CharField(_("state"), max_length=10, choices=OpenRoleState.choices, default=OpenRoleState.OPEN)
    # Title and skills in small letters, kept by the database, so that people are found whatever way they write.
    words = models.GeneratedField(
        expression=Func(F("skills"), F("title"), function="programmes_words_folded"),
        output_field=ArrayField(models.TextField()),
        db_persist=True,
    )

    class Meta:
        ordering = ["created_at", "id"]
        indexes = [
            models.Index(fields=["team"], condition=Q(state=OpenRoleState.OPEN), name="open_role_of_team"),
            GinIndex(fields=["words"], condition=Q(state=OpenRoleState.OPEN), name="open_role_words"),
        ]
        constraints = [
            state_known("open_role_state_known", OpenRoleState),
            models.CheckConstraint(condition=Q(places__gt=0), name="open_role_places_positive"),
        ]


class JoinRequest(PublicModel):
    TRANSITIONS = transitions.JOIN_REQUEST

    public_id = PublicIdField("jrq")
    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="join_requests")
    role = models.ForeignKey(OpenRole, on_delete=models.SET_NULL, null=True, blank=True, related_name="join_requests")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="join_requests")
    motivation = models.TextField(_("why I would like to join"), max_length=2_000)
    state = models.CharField(
        _("state"), max_length=10, choices=JoinRequestState.choices, default=JoinRequestState.PENDING
    )
    answer = models.TextField(_("answer"), max_length=2_000, blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["created_at", "id"]
        indexes = [
            models.Index(fields=["user", "state"], name="join_request_of_user"),
            models.Index(
                fields=["created_at", "id"], condition=Q(state=JoinRequestState.PENDING), name="join_request_waiting"
            ),
        ]
        constraints = [
            state_known("join_request_state_known", JoinRequestState),
            models.UniqueConstraint(
                fields=["team", "user"], condition=Q(state=JoinRequestState.PENDING), name="join_request_pending_once"
            ),
        ]
