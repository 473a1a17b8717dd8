"""How old somebody is, and who is responsible for them, where the organisers must know."""

from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from backend.web.forms.fields import DateField
from programmes.enums import AgeProof
from programmes.services.consents import Age

YES: Final = "yes"
NAMES: Final = ("birth_date", "of_age", "guardian_name", "guardian_email")


class AgeForm(forms.Form):
    """`AgeForm(limit=16, proof="statement")`; without a limit it asks nothing."""

    birth_date = DateField(label=_("Your date of birth"), help_text=_("We compare it once and do not keep it."))
    of_age = forms.ChoiceField(label=_("How old are you?"), widget=forms.RadioSelect)
    guardian_name = forms.CharField(label=_("Name of somebody who is responsible for you"), max_length=120)
    guardian_email = forms.EmailField(
        label=_("Their e-mail address"),
        help_text=_("We ask them by mail whether you may take part. Your place is kept for three days."),
        max_length=254,
    )

    def __init__(self, *args: Any, limit: int = 0, proof: str = AgeProof.STATEMENT, **options: Any) -> None:
        super().__init__(*args, **options)
        asked = {"birth_date"} if proof == AgeProof.BIRTH_DATE else {"of_age"}
        for name in NAMES:
            if not limit or name in {"birth_date", "of_age"} - asked:
                del self.fields[name]
        if not limit:
            return
        facts = {"age": limit}
        if "of_age" in self.fields:
            self.fields["of_age"] = forms.ChoiceField(
                label=_("How old are you when the sprint begins?"),
                choices=[(YES, _("%(age)s or older") % facts), ("no", _("younger than %(age)s") % facts)],
                widget=forms.RadioSelect,
            )
        for name in ("guardian_name", "guardian_email"):
            # Asked of the younger ones only, and by the service.
            self.fields[name].required = False
            hint = _("Only if you are younger than %(age)s.") % facts
            self.fields[name].help_text = " ".join(filter(None, [hint, str(self.fields[name].help_text)]))

    @property
    def age(self) -> Age:
        clean = self.cleaned_data
        said = clean.get("of_age")
        return Age(
            birth_date=clean.get("birth_date"),
            of_age=said == YES if said else None,
            guardian_name=clean.get("guardian_name", ""),
            guardian_email=clean.get("guardian_email", ""),
        )
