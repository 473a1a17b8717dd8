"""What is reported, decided, blocked and appealed."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from programmes.enums import AbuseKind, BlockKind, ModerationAct
from programmes.selectors.moderation import Wanted


def _words(label: Any, help_text: Any = "", *, required: bool = True) -> forms.CharField:
    return forms.CharField(
        label=label, help_text=help_text, max_length=2_000, widget=forms.Textarea(attrs={"rows": 4}), required=required
    )


class AbuseForm(forms.Form):
    kind = forms.ChoiceField(label=_("What is wrong with it?"), choices=AbuseKind.choices, widget=forms.RadioSelect)
    words = _words(_("In your words"), _("Only the organisers read this, and who you are."), required=False)


class CaseForm(forms.Form):
    decision = forms.ChoiceField(
        label=_("Your decision"),
        choices=[("keep", _("It stays public")), ("remove", _("Remove it: nobody but its authors sees it any more"))],
        widget=forms.RadioSelect,
    )
    reason = _words(_("Why"), _("Who wrote the text reads this."))
    bad_faith = forms.MultipleChoiceField(
        label=_("Reports in bad faith"), choices=(), widget=forms.CheckboxSelectMultiple, required=False
    )

    def __init__(self, *args: Any, reports: Sequence[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        if not reports:
            del self.fields["bad_faith"]
            return
        self.fields["bad_faith"] = forms.MultipleChoiceField(
            label=_("Reports in bad faith"),
            help_text=_("Tick only those that were made to harm. Whoever does so twice can be kept from reporting."),
            choices=reports,
            widget=forms.CheckboxSelectMultiple,
            required=False,
        )


class BlockForm(forms.Form):
    email = forms.EmailField(
        label=_("E-mail address"), help_text=_("The address with which this person signs in."), max_length=254
    )
    kind = forms.ChoiceField(
        label=_("What may this person not do any more?"),
        choices=BlockKind.choices,
        widget=forms.RadioSelect,
        initial=BlockKind.TAKING_PART,
    )
    reason = _words(_("Why"), _("The person reads this and can appeal once."))


class AppealForm(forms.Form):
    words = _words(_("Why is the decision wrong?"), _("Somebody else than the first time reads this and decides."))


class AppealDecisionForm(forms.Form):
    decision = forms.ChoiceField(
        label=_("Your decision"),
        choices=[("grant", _("Grant the appeal")), ("reject", _("Reject it: the decision stays"))],
        widget=forms.RadioSelect,
    )
    answer = _words(_("Your answer"), _("Who appeals reads this."))


class QueueFilterForm(forms.Form):
    """Bound to an address: what makes no sense in it does not filter."""

    use_required_attribute = False
    q = forms.CharField(label=_("Words"), max_length=200, required=False)
    category = forms.ChoiceField(label=_("Category"), required=False)
    posed_by = forms.ChoiceField(
        label=_("Posed by"),
        choices=[("", _("All")), ("citizen", _("citizens")), ("organisation", _("organisations"))],
        required=False,
    )

    def __init__(self, *args: Any, categories: Sequence[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        choices = [("", _("All categories")), *categories]
        self.fields["category"] = forms.ChoiceField(label=_("Category"), choices=choices, required=False)
        self.order_fields(["q", "category", "posed_by"])

    @property
    def wanted(self) -> Wanted:
        self.full_clean()
        clean = self.cleaned_data
        query = " ".join(clean.get("q", "").split())
        return Wanted(query=query, category=clean.get("category", ""), posed_by=clean.get("posed_by", ""))


class BulkForm(forms.Form):
    """One decision for all that are ticked, or for all that wait."""

    act = forms.ChoiceField(
        label=_("What is to be done?"),
        choices=[(ModerationAct.PUBLISH, _("Publish them")), (ModerationAct.DECLINE, _("Decline them"))],
        widget=forms.RadioSelect,
    )
    reason = _words(_("Reason, if you decline"), _("Everybody concerned gets the same sentence."), required=False)
