"""What mentors say, open and hand out, and what those who book them say."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from backend.web.forms.fields import LocalDateTimeField
from backend.web.forms.profile import spoken_field
from backend.web.forms.words import WordsField
from programmes.domain.office_hours import LINK_DAYS, LINK_DAYS_MOST, SLOT_MINUTES, STARS


class OfferForm(forms.Form):
    headline = forms.CharField(
        label=_("With what do you help?"),
        help_text=_("In one line, for example: data protection, and first prototypes."),
        max_length=160,
    )
    skills = WordsField(label=_("What can you do?"), required=False)
    languages = spoken_field()
    about = forms.CharField(
        label=_("What else should teams know?"),
        max_length=2_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class HoursForm(forms.Form):
    starts_at = forms.DateTimeField()
    ends_at = forms.DateTimeField()
    slot_minutes = forms.TypedChoiceField(
        label=_("How long is one slot?"),
        # Said anew for each reader: put together here, it would stay in the language of whoever came first.
        choices=lambda: [(minutes, str(_("%(n)s minutes") % {"n": minutes})) for minutes in SLOT_MINUTES],
        coerce=int,
        initial=20,
    )
    place = forms.CharField(
        label=_("Room or place"), help_text=_("Where people find you."), max_length=200, required=False
    )
    video_url = forms.CharField(
        label=_("Link to the video room"),
        help_text=_("Only who has booked a slot sees it."),
        max_length=500,
        required=False,
    )

    def __init__(self, *args: Any, zone: str, **options: Any) -> None:
        super().__init__(*args, **options)
        told = _("The time zone is the sprint's: %(zone)s.") % {"zone": zone}
        self.fields["starts_at"] = LocalDateTimeField(label=_("From"), help_text=told, zone=zone)
        self.fields["ends_at"] = LocalDateTimeField(label=_("Until"), zone=zone)


class LinkForm(forms.Form):
    note = forms.CharField(
        label=_("Whom is it for?"),
        help_text=_("Only for you, so that you know later which link is which."),
        max_length=120,
        required=False,
    )
    days = forms.IntegerField(label=_("For how many days?"), min_value=1, max_value=LINK_DAYS_MOST, initial=LINK_DAYS)


class TopicForm(forms.Form):
    topic = forms.CharField(
        label=_("What is it about?"),
        help_text=_("One or two sentences, so that the mentor can prepare."),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class BookForm(TopicForm):
    team = forms.ChoiceField(label=_("For which team?"), widget=forms.RadioSelect)
    field_order = ("team", "topic")

    def __init__(self, *args: Any, teams: Sequence[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["team"]
        if isinstance(field, forms.ChoiceField):
            field.choices = list(teams)
        if len(teams) == 1:
            field.initial, field.widget = teams[0][0], forms.HiddenInput()


class GuestForm(TopicForm):
    slot = forms.CharField(
        label=_("When?"),
        widget=forms.HiddenInput(),
        max_length=40,
        error_messages={"required": _("Please choose a slot.")},
    )
    name = forms.CharField(label=_("Your name"), max_length=80, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    email = forms.EmailField(
        label=_("Your e-mail address"),
        help_text=_("The confirmation goes there, with a link to cancel."),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    field_order = ("slot", "name", "email", "topic")

    def __init__(self, *args: Any, slots: Sequence[tuple[str, Any]] = (), **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["slot"] = forms.ChoiceField(
            label=_("When?"),
            choices=list(slots),
            widget=forms.RadioSelect,
            error_messages={
                "required": _("Please choose a slot."),
                "invalid_choice": _("Somebody else was faster. Please choose another slot."),
            },
        )
        self.order_fields(self.field_order)


class FeedbackForm(forms.Form):
    stars = forms.TypedChoiceField(
        label=_("How helpful was it?"),
        choices=[
            (n, label)
            for n, label in zip(
                STARS,
                (_("1: not at all"), _("2: little"), _("3: somewhat"), _("4: helpful"), _("5: very helpful")),
                strict=True,
            )
        ],
        coerce=int,
        widget=forms.RadioSelect,
    )
    words = forms.CharField(
        label=_("In one sentence"), help_text=_("The other side reads it."), max_length=280, required=False
    )


class InviteForm(forms.Form):
    email = forms.EmailField(
        label=_("E-mail address of the person"), help_text=_("They must have signed in here before."), max_length=254
    )
