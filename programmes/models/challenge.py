from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from backend.accounts.models import Organisation
from backend.core.ids import PublicIdField
from backend.core.models import PublicModel, state_known
from programmes import transitions
from programmes.enums import ChallengeState
from programmes.models.fields import language_field, search_vector, source_ref_field
from programmes.models.hideable import Hideable
from programmes.models.programme import Category
from programmes.models.sprint import Sprint

SEARCH = search_vector("title", "summary", "body")


class Challenge(Hideable, PublicModel):
    """A problem to be worked on, posed by an organisation or a person, public once a moderator has accepted it."""

    TRANSITIONS = transitions.CHALLENGE

    public_id = PublicIdField("cha")
    sprint = models.ForeignKey(Sprint, on_delete=models.PROTECT, related_name="challenges")
    category = models.ForeignKey(Category, on_delete=models.SET_NULL, null=True, blank=True, related_name="challenges")
    title = models.CharField(_("title"), max_length=160)
    summary = models.CharField(_("in short"), max_length=500)
    body = models.TextField(_("the problem"), max_length=20_000, blank=True)
    language = language_field()
    owner = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="challenges")
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="challenges"
    )
    state = models.CharField(_("state"), max_length=10, choices=ChallengeState.choices, default=ChallengeState.DRAFT)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    """Who accepted or declined it last: somebody else decides about an appeal."""
    decline_reason = models.TextField(_("why it was declined"), max_length=2_000, blank=True)
    answer_due_at = models.DateTimeField(_("the owner answers until"), null=True, blank=True)
    adopted_at = models.DateTimeField(_("taken over"), null=True, blank=True, editable=False)
    contact = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="challenges_as_contact"
    )
    """Of the owner; gets the mails. What everybody reads of this person stands in the two texts."""
    contact_name = models.CharField(_("name of the contact"), max_length=120, blank=True)
    contact_role = models.CharField(_("what the contact does"), max_length=120, blank=True)
    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, null=True, editable=False, related_name="merged")
    """Where all of it is now, in one step: never one that was merged itself, which a trigger holds, too."""
    was_published = models.BooleanField(default=False, editable=False)
    """Before it was merged: its old address is known, and leads on."""
    source_ref = source_ref_field()

    class Meta:
        ordering = ["title", "id"]
        indexes = [
            models.Index(fields=["sprint", "state", "title", "id"], name="challenge_list"),
            GinIndex(SEARCH, name="challenge_search"),
        ]
        constraints = [
            *Hideable.Meta.constraints,
            state_known("challenge_state_known", ChallengeState),
            models.CheckConstraint(
                condition=~Q(state=ChallengeState.DECLINED) | ~Q(decline_reason=""), name="challenge_decline_has_reason"
            ),
            models.CheckConstraint(
                condition=Q(owner__isnull=False) | Q(contact=None, contact_name="", contact_role=""),
                name="challenge_contact_of_owner",
            ),
            models.CheckConstraint(
                condition=(Q(state=ChallengeState.MERGED) & Q(merged_into__isnull=False) & ~Q(merged_into=F("id")))
                | (~Q(state=ChallengeState.MERGED) & Q(merged_into=None, was_published=False)),
                name="challenge_merged_has_target",
            ),
            models.CheckConstraint(
                condition=Q(adopted_at=None) | Q(owner__isnull=False), name="challenge_adopted_has_owner"
            ),
        ]
