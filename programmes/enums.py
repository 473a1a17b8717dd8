"""States and kinds as words. What may follow what stands in `transitions.py`."""

from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _


class Language(models.TextChoices):
    """What pages and mails are offered in."""

    DE = "de", _("German")
    EN = "en", _("English")


class TextLanguage(models.TextChoices):
    """What a text is written in, so that a page can say so to browsers and screen readers; imports bring all four."""

    DE = "de", _("German")
    EN = "en", _("English")
    FR = "fr", _("French")
    IT = "it", _("Italian")


class ProgrammeRoleKind(models.TextChoices):
    ORGANISER = "organiser", _("Organiser")
    JUROR = "juror", _("Juror")
    COACH = "coach", _("Coach")
    CURATOR = "curator", _("Curator")
    HELPER = "helper", _("Helper at the door")


class SprintState(models.TextChoices):
    DRAFT = "draft", _("in preparation")
    PUBLISHED = "published", _("published")
    ARCHIVED = "archived", _("archived")


class CertificateRule(models.TextChoices):
    """Whom the organisers certify that they took part."""

    NOBODY = "nobody", _("nobody")
    CHECKED_IN = "checked_in", _("who was checked in")
    HANDED_IN = "handed_in", _("who was in a team that handed in")


class PhaseKind(models.TextChoices):
    REGISTRATION = "registration", _("Registration")
    PROPOSALS = "proposals", _("Propose challenges")
    TEAMS = "teams", _("Find a team")
    BUILD = "build", _("Build")
    HAND_IN = "hand_in", _("Hand in")
    REVIEW = "review", _("Review")
    RATING = "rating", _("Selection")
    ANNOUNCEMENT = "announcement", _("Announcement")
    PUBLIC = "public", _("Public rating")


class SelectionMeasure(models.TextChoices):
    """What a jury's ranking goes by; the words of `domain.selecting.Measure`."""

    MEAN = "mean", _("the mean of all points")
    MEDIAN = "median", _("the median of all points")
    STANDARD = "standard", _("points adjusted for severe and mild jurors")
    PAIRS = "pairs", _("comparing solutions, two at a time")


class SelectionTieRule(models.TextChoices):
    """Who of those is selected that are equal where the places end; the words of `domain.selecting.TieRule`."""

    ALL = "all", _("all of them are selected")
    NONE = "none", _("none of them is selected")
    LOT = "lot", _("lots are drawn that anybody can check")


class SelectionReason(models.TextChoices):
    """Why a solution is selected by the method, or is not; the words of `domain.selecting.Why`."""

    RANK = "rank", _("by its rank")
    TRACK = "track", _("by a place kept for its category")
    TIE_IN = "tie_in", _("equal at the last place, taken by the rule")
    TIE_OUT = "tie_out", _("equal at the last place, not taken by the rule")
    BELOW = "below", _("its rank does not suffice")
    QUORUM = "quorum", _("too few reviews or comparisons")


class Feature(models.TextChoices):
    """What a phase allows. Rules ask for a feature, never for a kind of phase."""

    REGISTER = "register", _("register")
    PROPOSE_CHALLENGE = "propose_challenge", _("propose challenges")
    FORM_TEAM = "form_team", _("found teams")
    JOIN_TEAM = "join_team", _("join teams")
    BUILD = "build", _("work on solutions")
    HAND_IN = "hand_in", _("hand in")
    REVIEW = "review", _("review")
    SELECT = "select", _("select")
    RATE = "rate", _("rate solutions in public")
    COMMENT = "comment", _("comment on solutions")


class ChallengeState(models.TextChoices):
    DRAFT = "draft", _("draft")
    PROPOSED = "proposed", _("waits for a decision")
    PUBLISHED = "published", _("published")
    DECLINED = "declined", _("declined")
    WITHDRAWN = "withdrawn", _("withdrawn")
    MERGED = "merged", _("merged into another one")


class ReshapingKind(models.TextChoices):
    """How organisers cut challenges anew."""

    MERGE = "merge", _("merged")
    SPLIT = "split", _("split")


class AbuseKind(models.TextChoices):
    """What somebody finds wrong with a text."""

    OFFENSIVE = "offensive", _("insults or threatens people")
    PERSONAL = "personal", _("tells personal things of somebody")
    ADVERTISING = "advertising", _("is advertising")
    UNLAWFUL = "unlawful", _("is against the law")
    OTHER = "other", _("something else")


class AbuseCaseState(models.TextChoices):
    OPEN = "open", _("waits for a decision")
    KEPT = "kept", _("stays public")
    REMOVED = "removed", _("removed")


class BlockKind(models.TextChoices):
    """What a person may not do any more in a sprint."""

    TAKING_PART = "taking_part", _("take part in the sprint")
    REPORTING = "reporting", _("report texts")


class BlockState(models.TextChoices):
    ACTIVE = "active", _("in force")
    LIFTED = "lifted", _("lifted")


class AppealState(models.TextChoices):
    OPEN = "open", _("waits for a decision")
    GRANTED = "granted", _("granted")
    REJECTED = "rejected", _("rejected")


class ModerationAct(models.TextChoices):
    PUBLISH = "publish", _("publish")
    DECLINE = "decline", _("decline")


class ModerationRunState(models.TextChoices):
    RUNNING = "running", _("running")
    STOPPED = "stopped", _("stopped")
    DONE = "done", _("done")


class DuplicateRunState(models.TextChoices):
    COMPUTING = "computing", _("is being computed")
    READY = "ready", _("ready")
    FAILED = "failed", _("could not be computed")


class JuryRunState(models.TextChoices):
    COMPUTING = "computing", _("is being computed")
    READY = "ready", _("ready")
    FAILED = "failed", _("could not be computed")


class RegistrationState(models.TextChoices):
    REGISTERED = "registered", _("has a place")
    WAITING = "waiting", _("on the waiting list")
    OFFERED = "offered", _("is offered a place")
    CONSENT = "consent", _("waits for a guardian")
    CANCELLED = "cancelled", _("cancelled")


class AgeProof(models.TextChoices):
    """How people say whether they are old enough to take part on their own."""

    STATEMENT = "statement", _("They say that they are old enough.")
    BIRTH_DATE = "birth_date", _("They enter their date of birth, which is not kept.")


class ConsentState(models.TextChoices):
    """What a guardian says."""

    ASKED = "asked", _("was asked")
    AGREED = "agreed", _("has agreed")
    DECLINED = "declined", _("has declined")


class TeamState(models.TextChoices):
    FORMING = "forming", _("has free places")
    COMPLETE = "complete", _("complete")
    DISSOLVED = "dissolved", _("dissolved")


class Joining(models.TextChoices):
    """How people come into a team."""

    ON_REQUEST = "on_request", _("the team answers each request")
    AT_ONCE = "at_once", _("whoever wants to joins at once")


class MemberRole(models.TextChoices):
    LEAD = "lead", _("Team lead")
    MEMBER = "member", _("Member")


class OpenRoleState(models.TextChoices):
    OPEN = "open", _("open")
    FILLED = "filled", _("filled")
    CLOSED = "closed", _("closed")


class JoinRequestState(models.TextChoices):
    PENDING = "pending", _("waits for an answer")
    ACCEPTED = "accepted", _("accepted")
    DECLINED = "declined", _("declined")
    WITHDRAWN = "withdrawn", _("withdrawn")


class IntroductionState(models.TextChoices):
    """What became of a person and a team whom a connector has brought together."""

    SENT = "sent", _("waits for both answers")
    ACCEPTED = "accepted", _("in the team")
    DECLINED = "declined", _("did not fit")
    WITHDRAWN = "withdrawn", _("withdrawn")


class TimeSlot(models.TextChoices):
    """When people can work on a sprint, and when a team does."""

    MORNING = "morning", _("in the morning")
    AFTERNOON = "afternoon", _("in the afternoon")
    EVENING = "evening", _("in the evening")
    NIGHT = "night", _("at night")


class PlacingWishState(models.TextChoices):
    ASKED = "asked", _("waits for a team")
    PLACED = "placed", _("has a team")
    WITHDRAWN = "withdrawn", _("withdrawn")


class PlacingRunState(models.TextChoices):
    COMPUTING = "computing", _("is being computed")
    READY = "ready", _("ready to look at")
    PUBLISHED = "published", _("published; objections are possible")
    CARRIED_OUT = "carried_out", _("carried out")
    DISCARDED = "discarded", _("put aside")
    FAILED = "failed", _("could not be computed")


class PlacingEmphasis(models.TextChoices):
    """What counts more where not everything can be had."""

    BALANCED = "balanced", _("balanced")
    WISHES = "wishes", _("wishes first")
    SKILLS = "skills", _("skills that teams look for first")
    TOGETHER = "together", _("groups first")


class PlacingOutcome(models.TextChoices):
    """What became of a place after the time to object."""

    JOINED = "joined", _("joined the team")
    OBJECTED = "objected", _("objected")
    WITHDRAWN = "withdrawn", _("does not want to be placed any more")
    NO_TEAM = "no_team", _("no team was found")
    IN_OTHER_TEAM = "in_other_team", _("found a team meanwhile")
    TEAM_FULL = "team_full", _("the team is complete by now")
    TEAM_GONE = "team_gone", _("the team has dissolved")
    NOT_REGISTERED = "not_registered", _("gave the place in the sprint back")


class SolutionState(models.TextChoices):
    DRAFT = "draft", _("draft")
    HANDED_IN = "handed_in", _("handed in")
    SELECTED = "selected", _("selected")
    NOT_SELECTED = "not_selected", _("not selected")
    WITHDRAWN = "withdrawn", _("withdrawn")


class Licence(models.TextChoices):
    """Licences under which others may build on a solution, by their SPDX names."""

    CC_BY = "CC-BY-4.0", "CC BY 4.0"
    CC_BY_SA = "CC-BY-SA-4.0", "CC BY-SA 4.0"
    CC0 = "CC0-1.0", "CC0 1.0"
    EUPL = "EUPL-1.2", "EUPL 1.2"
    MIT = "MIT", "MIT"
    APACHE = "Apache-2.0", "Apache 2.0"
    AGPL = "AGPL-3.0-or-later", "AGPL 3.0"


class OfferState(models.TextChoices):
    """What an organisation answers to a solution that was offered to it."""

    OFFERED = "offered", _("offered")
    IN_TALKS = "in_talks", _("in talks")
    PILOTING = "piloting", _("on trial")
    ADOPTED = "adopted", _("adopted")
    DECLINED = "declined", _("declined")
    WITHDRAWN = "withdrawn", _("withdrawn")


class ReminderLevel(models.TextChoices):
    """Who hears that an answer is missing, one level after the other."""

    SOON = "soon", _("the contact, before it is due")
    OVERDUE = "overdue", _("who speaks for the organisation, once it is due")
    LATE = "late", _("the organisers, a week later")


class ReviewState(models.TextChoices):
    ASSIGNED = "assigned", _("assigned")
    STARTED = "started", _("begun")
    SUBMITTED = "submitted", _("submitted")
    RECUSED = "recused", _("conflict of interest")


class Stage(models.TextChoices):
    """How far a project has come; each step is passed by evidence."""

    PROTOTYPE = "prototype", _("Prototype")
    TEST = "test", _("Test")
    SCALE = "scale", _("Scale")
    IMPACT = "impact", _("Impact")


class ProjectState(models.TextChoices):
    ACTIVE = "active", _("in progress")
    COMPLETED = "completed", _("completed")
    STOPPED = "stopped", _("stopped")


class MilestoneState(models.TextChoices):
    PLANNED = "planned", _("planned")
    IN_PROGRESS = "in_progress", _("in progress")
    SUBMITTED = "submitted", _("waits for a check")
    ACCEPTED = "accepted", _("reached")
    DROPPED = "dropped", _("dropped")


class ReportState(models.TextChoices):
    DRAFT = "draft", _("draft")
    SUBMITTED = "submitted", _("waits for a check")
    NEEDS_REVISION = "needs_revision", _("needs revision")
    ACCEPTED = "accepted", _("accepted")


class AnnouncementState(models.TextChoices):
    DRAFT = "draft", _("draft")
    SCHEDULED = "scheduled", _("will be sent")
    SENDING = "sending", _("is being sent")
    SENT = "sent", _("sent")
    DISCARDED = "discarded", _("put aside")


class Segment(models.TextChoices):
    """Whom an announcement is for; who belongs to several of them gets it once."""

    WITH_PLACE = "with_place", _("everybody with a place")
    WAITING = "waiting", _("who is on the waiting list")
    NOT_CHECKED_IN = "not_checked_in", _("who has a place and is not checked in")
    CHECKED_IN = "checked_in", _("who is checked in")
    WITHOUT_TEAM = "without_team", _("who has a place and no team")
    LEADS = "leads", _("team leads")
    NOT_HANDED_IN = "not_handed_in", _("teams that have not handed in")
    REQUESTS_OPEN = "requests_open", _("team leads who have not answered a request")
    CATEGORY = "category", _("teams of one category")
    OWNERS = "owners", _("who poses a published challenge")
    ANSWER_DUE = "answer_due", _("who has to answer a solution")
    JURY = "jury", _("jurors and coaches")


AT_DOOR: Final = (Segment.NOT_CHECKED_IN, Segment.CHECKED_IN)
"""Groups that only a sprint with a door has."""
