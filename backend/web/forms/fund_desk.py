"""What fund managers fill in."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from backend.web import formats
from backend.web.forms.fields import DateField, MoneyField
from backend.web.forms.team_room import LANGUAGES
from funding.domain.pots import PRIORITY_MAX
from funding.enums import EXCLUSIONS, Admission, CaseState, RemainderUse, Stacking

Choices = Sequence[tuple[str, str]]


class FundForm(forms.Form):
    name = forms.CharField(label=_("Name of the fund"), max_length=120)
    slug = forms.SlugField(
        label=_("Short name in the address"), help_text=_("Small letters, digits and hyphens."), max_length=80
    )
    summary = forms.CharField(label=_("What it is for"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))
    language = forms.ChoiceField(label=_("Language of the text"), choices=LANGUAGES)
    organisation = forms.ChoiceField(label=_("Who runs it"))

    def __init__(self, *args: Any, organisations: Choices, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["organisation"] = forms.ChoiceField(label=_("Who runs it"), choices=organisations)


class ApprovalForm(forms.Form):
    note = forms.CharField(
        label=_("Note"), help_text=_("The second manager and the audit trail keep it."), max_length=500, required=False
    )


class RefundForm(forms.Form):
    amount = MoneyField(label=_("Amount in euros"))
    reason = forms.CharField(
        label=_("Reason"), help_text=_("The backer reads it."), max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, currency: str, left_minor: int, **options: Any) -> None:
        super().__init__(*args, **options)
        most = {"amount": formats.money(left_minor, currency)}
        self.fields["amount"] = MoneyField(
            label=_("Amount"), help_text=_("At most %(amount)s.") % most, currency=currency, max_minor=left_minor
        )


class DecisionForm(forms.Form):
    note = forms.CharField(
        label=_("Note"),
        help_text=_("The team reads it. Needed where you do not take the campaign in."),
        max_length=2_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class QuestionForm(forms.Form):
    note = forms.CharField(
        label=_("What is in question"),
        help_text=_("The other managers read it; the backer and the campaign do not."),
        max_length=1_000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class CaseDecisionForm(forms.Form):
    verdict = forms.ChoiceField(
        label=_("Does it count?"),
        choices=[
            (CaseState.COUNTED.value, _("The pledge counts for the match")),
            (CaseState.EXCLUDED.value, _("The pledge does not count")),
        ],
        widget=forms.RadioSelect,
    )
    reason = forms.ChoiceField(
        label=_("Why it does not count"),
        help_text=_("The backer and, as a number, the campaign read it."),
        choices=[("", _("It counts")), *((reason.value, reason.label) for reason in EXCLUSIONS)],
        required=False,
    )
    note = forms.CharField(
        label=_("Reason for your decision"),
        help_text=_("The other managers read it, and the trail keeps it."),
        max_length=1_000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    answer_de = forms.CharField(
        label=_("Answer to the backer in German"),
        help_text=_("Empty: the usual answer for your decision is sent."),
        max_length=2_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "lang": "de"}),
    )
    answer_en = forms.CharField(
        label=_("Answer to the backer in English"),
        help_text=_("Empty: the usual answer for your decision is sent."),
        max_length=2_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "lang": "en"}),
    )


class PayoutDeclineForm(forms.Form):
    reason = forms.CharField(label=_("Reason"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))


class SigningForm(forms.Form):
    """What somebody says to a proposal, and for whom: only who stands in for somebody today is asked for whom."""

    note = forms.CharField(
        label=_("Note"),
        help_text=_("The other managers read it, and the trail keeps it."),
        max_length=1_000,
        required=False,
    )
    acting_for = forms.ChoiceField(label=_("In whose name"), required=False)

    def __init__(self, *args: Any, acting: Choices = (), **options: Any) -> None:
        super().__init__(*args, **options)
        if acting:
            choices = [("", _("In my own name")), *acting]
            self.fields["acting_for"] = forms.ChoiceField(label=_("In whose name"), choices=choices, required=False)
        else:
            del self.fields["acting_for"]


class ManagerForm(SigningForm):
    email = forms.EmailField(
        label=_("E-mail address"), help_text=_("The address with which this person signs in."), max_length=254
    )
    field_order = ("email", "note", "acting_for")


class ProposalDeclineForm(SigningForm):
    note = forms.CharField(
        label=_("Reason"),
        help_text=_("Whoever proposed it reads this. You may withdraw your own proposal without a reason."),
        max_length=1_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class SettingsForm(SigningForm):
    solo_below = MoneyField(
        label=_("Below this amount one person may decide alone"),
        help_text=_("On deposits and write-offs. Empty: it always takes two. Matches always do."),
        required=False,
        max_minor=10**11,
    )
    admission = forms.ChoiceField(
        label=_("When the campaigns could claim more than is free"), choices=Admission.choices, widget=forms.RadioSelect
    )
    public_money = forms.BooleanField(
        label=_("The fund's money is public money"),
        help_text=_("Where a programme limits the share of public money, the limit holds for this fund."),
        required=False,
    )
    rank = forms.IntegerField(
        label=_("Its turn where several funds top a campaign up"),
        help_text=_("0 comes first, then 1 and so on. Among equals the older fund comes first."),
        min_value=0,
        max_value=PRIORITY_MAX,
        required=False,
    )
    field_order = ("solo_below", "admission", "public_money", "rank", "note", "acting_for")


class RemainderForm(SigningForm):
    use = forms.ChoiceField(
        label=_("What becomes of the money?"), choices=RemainderUse.choices, widget=forms.RadioSelect
    )
    to_fund = forms.ChoiceField(
        label=_("Into which fund"), help_text=_("Only where it goes over into another fund."), required=False
    )
    field_order = ("use", "to_fund", "note", "acting_for")

    def __init__(self, *args: Any, funds: Choices, **options: Any) -> None:
        super().__init__(*args, **options)
        choice = self.fields["to_fund"]
        if isinstance(choice, forms.ChoiceField):
            choice.choices = [("", _("None")), *funds]


class WriteOffForm(SigningForm):
    amount = MoneyField(label=_("Amount in euros"))
    field_order = ("amount", "note", "acting_for")

    def __init__(self, *args: Any, currency: str, owed_minor: int, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["amount"] = MoneyField(
            label=_("Amount"),
            currency=currency,
            max_minor=owed_minor,
            help_text=_("At most what the campaign owes."),
        )
        self.order_fields(self.field_order)


class DeputyForm(forms.Form):
    deputy = forms.ChoiceField(label=_("Who stands in for you"))
    starts_on = DateField(label=_("First day"))
    ends_on = DateField(label=_("Last day"))

    def __init__(self, *args: Any, managers: Choices, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["deputy"] = forms.ChoiceField(
            label=_("Who stands in for you"), choices=[("", _("Please choose")), *managers]
        )
        self.order_fields(["deputy", "starts_on", "ends_on"])


class StackingForm(forms.Form):
    policy = forms.ChoiceField(
        label=_("How several funds add to one campaign"), choices=Stacking.choices, widget=forms.RadioSelect
    )
    ceiling_percent = forms.IntegerField(
        label=_("Highest share of public money, in percent"),
        help_text=_("Of what people and public funds give a campaign together. Empty: no limit."),
        min_value=1,
        max_value=99,
        required=False,
    )
