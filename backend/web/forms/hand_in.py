from collections.abc import Sequence
from typing import Any, Final

from django import forms
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext_lazy as _

from backend.web.forms.team_room import LANGUAGES
from programmes.domain.outline import BODY_LONGEST, Section, joined, overlong, parted
from programmes.enums import Licence

LINKS_SHOWN: Final = 3
LINKS_MOST: Final = 10
MEANINGS: Final = {
    Licence.CC_BY: _("CC BY 4.0: everybody may use and change it and names you"),
    Licence.CC_BY_SA: _("CC BY-SA 4.0: the same, and what comes of it stays just as free"),
    Licence.CC0: _("CC0: everybody may do anything with it"),
    Licence.EUPL: _("EUPL 1.2: for programs, the licence of the European Union"),
    Licence.MIT: _("MIT: for programs, very short"),
    Licence.APACHE: _("Apache 2.0: for programs, with a word on patents"),
    Licence.AGPL: _("AGPL 3.0: for programs, what comes of it stays free on servers, too"),
}


def _help(section: Section, language: str) -> str:
    said: list[Any] = [section.hint(language)]
    if section.longest is not None:
        said.append(
            ngettext("At most one character.", "At most %(n)s characters.", section.longest) % {"n": section.longest}
        )
    if not section.is_asked:
        said.append(_("This is not asked any more. What you have written stays part of your solution."))
    return " ".join(filter(None, map(str, said)))


class SolutionForm(forms.Form):
    """The hand-in as a document. A draft may have gaps; only handing in asks for all of it."""

    title = forms.CharField(label=_("Title"), max_length=160)
    summary = forms.CharField(
        label=_("In two sentences"),
        help_text=_("What is it, and for whom? This stands on the card."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    body = forms.CharField(
        label=_("The solution"),
        help_text=_(
            "What is the problem, what did you build, how does it go on? **Bold** and lists with - are possible."
        ),
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 14}),
    )
    language = forms.ChoiceField(label=_("Language of the text"), choices=LANGUAGES)
    image = forms.ImageField(
        label=_("Picture"),
        help_text=_("JPG, PNG or WebP, at most 5 MB. It stands on the card and on top of the page."),
        required=False,
    )
    image_alt = forms.CharField(
        label=_("What the picture shows"), help_text=_("For people who cannot see it."), max_length=200, required=False
    )
    licence = forms.ChoiceField(
        label=_("What may others do with it?"),
        choices=list(MEANINGS.items()),
        widget=forms.RadioSelect,
        initial=Licence.CC_BY,
    )

    def __init__(self, *args: Any, draft: bool = False, sections: Sequence[Section] = (), **options: Any) -> None:
        super().__init__(*args, **options)
        self.sections, self.is_draft = sections, draft
        language = get_language() or "de"
        for section in sections:
            self.fields[f"section_{section.key}"] = forms.CharField(
                label=section.title(language),
                help_text=_help(section, language),
                # No more than that fits in the browser; what one section may have at most is for handing in to say.
                max_length=BODY_LONGEST,
                widget=forms.Textarea(attrs={"rows": 5}),
                required=section.is_required and section.is_asked and not draft,
            )
        if sections:
            del self.fields["body"]
        self.places = range(self._link_count())
        for place in self.places:
            self.fields[f"link_label_{place}"] = forms.CharField(label=_("What it is"), max_length=80, required=False)
            self.fields[f"link_url_{place}"] = forms.URLField(
                label=_("Address"), max_length=500, required=False, assume_scheme="https"
            )
        if draft:
            for name in {"summary", "body"} & self.fields.keys():
                self.fields[name].required = False

    def _link_count(self) -> int:
        """As many as there are and one more, so that none is lost."""
        names = self.data if self.is_bound else self.initial
        given = sum(1 for name in names if name.startswith("link_url_"))
        return min(LINKS_MOST, given if self.is_bound and given else max(LINKS_SHOWN, given + 1))

    @staticmethod
    def initial_links(links: list[dict[str, str]]) -> dict[str, str]:
        values: dict[str, str] = {}
        for place, link in enumerate(links[:LINKS_MOST]):
            values |= {f"link_label_{place}": link.get("label", ""), f"link_url_{place}": link.get("url", "")}
        return values

    def link_fields(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        return [(self[f"link_label_{place}"], self[f"link_url_{place}"]) for place in self.places]

    def body_fields(self) -> list[forms.BoundField]:
        """The text, or its sections where the sprint has named some."""
        return [self[f"section_{section.key}"] for section in self.sections] or [self["body"]]

    @staticmethod
    def initial_sections(sections: Sequence[Section], body: str) -> dict[str, str]:
        return {f"section_{key}": text for key, text in parted(sections, body).items()}

    def clean(self) -> dict[str, Any]:
        clean = super().clean() or self.cleaned_data
        if self.sections:
            texts = {section.key: clean.get(f"section_{section.key}", "") for section in self.sections}
            clean["body"] = joined(self.sections, texts, clean.get("language", "de")).replace("\r\n", "\n")
            self._tell_of_overlong(clean["body"])
        return clean

    def _tell_of_overlong(self, body: str) -> None:
        """A draft may be too long for now."""
        for section, length in [] if self.is_draft else overlong(self.sections, body):
            text = _("Please shorten it: it has %(count)s of at most %(most)s characters.")
            self.add_error(f"section_{section.key}", text % {"count": length, "most": section.longest})

    def links(self) -> list[dict[str, str]]:
        clean = self.cleaned_data
        pairs = [(clean.get(f"link_label_{place}", ""), clean.get(f"link_url_{place}", "")) for place in self.places]
        return [{"label": label or url, "url": url} for label, url in pairs if url]


class SlidesForm(forms.Form):
    """What is left out stays as it is."""

    slides = forms.FileField(
        label=_("Slides"),
        help_text=_("A PDF of at most 20 MB, without a password."),
        widget=forms.FileInput(attrs={"accept": "application/pdf"}),
    )
    slides_title = forms.CharField(
        label=_("Title of the slides"),
        help_text=_("The link to them bears this title."),
        max_length=120,
    )
