"""What organisers of a sprint fill in."""

from datetime import datetime
from typing import Any, ClassVar
from zoneinfo import available_timezones

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from backend.web.forms.fields import LocalDateTimeField
from backend.web.forms.team_room import LANGUAGES
from programmes.enums import AgeProof, CertificateRule, Feature, Joining, PhaseKind, ProgrammeRoleKind


class SprintEditForm(forms.Form):
    """Addresses that people have noted stay as they are, so the short name is not among what can be changed."""

    title = forms.CharField(label=_("Name of the sprint"), max_length=160)
    summary = forms.CharField(label=_("In two sentences"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))
    about = forms.CharField(label=_("What it is about"), max_length=20_000, widget=forms.Textarea, required=False)
    language = forms.ChoiceField(label=_("Language of the text"), choices=LANGUAGES)
    timezone = forms.CharField(label=_("Time zone"), max_length=60, initial="Europe/Berlin")
    starts_at = forms.DateTimeField(label=_("Begins"))
    ends_at = forms.DateTimeField(label=_("Ends"))
    capacity = forms.IntegerField(
        label=_("Places"),
        help_text=_("Leave this empty if everybody may come. When all places are taken, people wait in order."),
        min_value=1,
        max_value=1_000_000,
        required=False,
    )
    team_size_max = forms.IntegerField(label=_("People in a team at most"), min_value=1, max_value=50, initial=8)
    team_joining = forms.ChoiceField(
        label=_("How people come into a team"),
        help_text=_("For new teams. Each team can choose otherwise."),
        choices=Joining.choices,
        initial=Joining.ON_REQUEST,
    )
    answer_days = forms.IntegerField(
        label=_("Days in which organisations answer"),
        help_text=_("Whoever poses a challenge answers each solution in so many days, in public."),
        min_value=1,
        max_value=180,
        initial=14,
    )
    accept_hours = forms.IntegerField(
        label=_("Hours to accept a place that became free"),
        help_text=_(
            "Whoever is next on the waiting list is offered the place for so many hours; then it goes on to the next."
            " With 0 they get it at once."
        ),
        min_value=0,
        max_value=336,
        initial=0,
    )
    age_limit = forms.IntegerField(
        label=_("Age from which nobody else must agree"),
        help_text=_(
            "Whoever is younger when the sprint begins names somebody who is responsible for them. That person agrees"
            " by mail; the place is kept for three days. With 0 nobody is asked how old they are."
        ),
        min_value=0,
        max_value=21,
        initial=0,
    )
    age_proof = forms.ChoiceField(
        label=_("How do people say how old they are?"), choices=AgeProof.choices, initial=AgeProof.STATEMENT
    )
    walk_ins_beyond = forms.BooleanField(
        label=_("People at the door may come in even if all places are taken"), required=False
    )
    certificates = forms.ChoiceField(
        label=_("Who gets a certificate of attendance?"),
        choices=CertificateRule.choices,
        initial=CertificateRule.NOBODY,
    )
    reports_to_hide = forms.IntegerField(
        label=_("Reports that hide a text"),
        help_text=_("When so many people have reported a text, each on their own, nobody sees it until you decide."),
        min_value=1,
        max_value=50,
        initial=3,
    )
    grace_minutes = forms.IntegerField(
        label=_("Minutes of grace after the deadline"),
        help_text=_(
            "Whoever hands in within them is late, and everybody sees that; later nothing is taken. Once the deadline"
            " has passed, this stays as it is."
        ),
        min_value=0,
        max_value=720,
        initial=0,
    )
    solutions_per_team = forms.IntegerField(
        label=_("Solutions for each team"),
        help_text=_(
            "With more than one, a team may begin further solutions; the jury reads each on its own. If you lower the"
            " number later, what has been begun stays."
        ),
        min_value=1,
        max_value=5,
        initial=1,
    )
    hashtag = forms.CharField(label=_("Hashtag"), max_length=60, required=False)

    def __init__(self, *args: Any, zone: str | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        # What the clock shows is meant in the zone that is sent along with it.
        chosen = self.data.get(self.add_prefix("timezone"), zone) if self.is_bound else zone
        known = chosen if chosen in available_timezones() else None
        for name in ("starts_at", "ends_at"):
            self.fields[name] = LocalDateTimeField(label=self.fields[name].label, zone=known)

    def clean_timezone(self) -> str:
        zone: str = self.cleaned_data["timezone"]
        if zone not in available_timezones():
            raise ValidationError(_("We do not know this time zone. An example: Europe/Berlin."), code="zone")
        return zone

    def clean(self) -> dict[str, Any]:
        clean = super().clean() or self.cleaned_data
        check_order(self, clean)
        return clean


def check_order(form: forms.Form, clean: dict[str, Any]) -> None:
    starts_at, ends_at = clean.get("starts_at"), clean.get("ends_at")
    if isinstance(starts_at, datetime) and isinstance(ends_at, datetime) and ends_at <= starts_at:
        form.add_error("ends_at", _("The end must be after the beginning."))


class SprintForm(SprintEditForm):
    slug = forms.SlugField(
        label=_("Short name in the address"), help_text=_("Small letters, digits and hyphens."), max_length=80
    )
    field_order = ("title", "slug")


class PhaseForm(forms.Form):
    USUAL: ClassVar[dict[str, list[str]]] = {
        PhaseKind.REGISTRATION: [Feature.REGISTER],
        PhaseKind.PROPOSALS: [Feature.PROPOSE_CHALLENGE],
        PhaseKind.TEAMS: [Feature.FORM_TEAM, Feature.JOIN_TEAM],
        PhaseKind.BUILD: [Feature.BUILD],
        PhaseKind.HAND_IN: [Feature.BUILD, Feature.HAND_IN],
        PhaseKind.REVIEW: [Feature.REVIEW],
        PhaseKind.RATING: [Feature.SELECT],
        PhaseKind.PUBLIC: [Feature.RATE, Feature.COMMENT],
    }
    title = forms.CharField(
        label=_("Own name"), help_text=_("Only if it should be called differently."), max_length=80, required=False
    )
    starts_at = forms.DateTimeField(label=_("Begins"))
    ends_at = forms.DateTimeField(label=_("Ends"))
    features = forms.MultipleChoiceField(
        label=_("What may be done in it"), choices=Feature.choices, widget=forms.CheckboxSelectMultiple, required=False
    )

    def __init__(self, *args: Any, zone: str, **options: Any) -> None:
        super().__init__(*args, **options)
        for name in ("starts_at", "ends_at"):
            self.fields[name] = LocalDateTimeField(label=self.fields[name].label, zone=zone)

    def clean(self) -> dict[str, Any]:
        clean = super().clean() or self.cleaned_data
        check_order(self, clean)
        return clean


class ReasonForm(forms.Form):
    """Why something is declined: the person concerned reads it."""

    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("The person concerned gets this sentence. Say what is missing, and what they could do."),
        max_length=1_000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class CriterionForm(forms.Form):
    title = forms.CharField(label=_("Criterion"), max_length=120)
    description = forms.CharField(
        label=_("What it means"), max_length=1_000, widget=forms.Textarea(attrs={"rows": 2}), required=False
    )
    weight = forms.IntegerField(label=_("Weight"), min_value=1, max_value=100, initial=1)
    max_points = forms.IntegerField(label=_("Points at most"), min_value=1, max_value=100, initial=5)
    may_abstain = forms.BooleanField(
        label=_("Jurors may abstain"),
        help_text=_(
            "For what not everybody can judge. An abstention does not count as 0 points: in that review the other "
            "criteria count for more."
        ),
        required=False,
    )


class _Criteria(forms.BaseFormSet[CriterionForm]):
    def add_fields(self, form: CriterionForm, index: int | None) -> None:
        super().add_fields(form, index)
        form.fields["DELETE"].label = _("Leave this criterion out")


CriterionFormSet = forms.formset_factory(
    CriterionForm, formset=_Criteria, extra=1, max_num=12, validate_max=True, can_delete=True
)


class RubricForm(forms.Form):
    title = forms.CharField(label=_("Name of the rubric"), max_length=120)


class RoleForm(forms.Form):
    email = forms.EmailField(
        label=_("E-mail address"), help_text=_("The address with which this person signs in."), max_length=254
    )
    role = forms.ChoiceField(label=_("Task"), choices=ProgrammeRoleKind.choices, widget=forms.RadioSelect)


class CohortForm(forms.Form):
    """The chosen solutions travel with the form, so that what is confirmed is what was shown."""

    cohort_name = forms.CharField(
        label=_("Name of the cohort"),
        help_text=_("The projects selected together stand under this name, for example: Cohort 2026."),
        max_length=120,
    )
