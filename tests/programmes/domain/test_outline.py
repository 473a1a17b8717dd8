from hypothesis import given
from hypothesis import strategies as draw

from programmes.domain.outline import Section, joined, missing, parted, sections_of, stored
from programmes.domain.templates.startup import CANVAS

TEXTS = draw.text(draw.sampled_from("ab #\n"), max_size=30) | draw.sampled_from(["## Kosten", "x\n## Partner\ny"])


def test_no_sections_have_no_parts() -> None:
    assert (parted([], "Ein Text."), joined([], {"a": "b"}, "de"), missing([], "")) == ({}, "", [])


def test_each_section_stands_under_its_title_in_the_language_of_the_text() -> None:
    text = joined(CANVAS, {"costs": "Miete.", "segments": "Alte Menschen."}, "de")
    assert text == "## Zielgruppen\n\nAlte Menschen.\n\n## Kosten\n\nMiete."
    assert joined(CANVAS, {"costs": "Rent."}, "en") == "## Cost structure\n\nRent."
    assert parted(CANVAS, "## Cost structure\n\nRent.")["costs"] == "Rent."
    assert parted(CANVAS, "## Kosten\n\nMiete.\n\n## Cost structure\nRent.")["costs"] == "Miete.\n\nRent."


def test_what_stood_there_before_there_were_sections_is_kept() -> None:
    assert parted(CANVAS, "Alter Text.\n\n## Anderes\n\nMehr.")["segments"] == "Alter Text.\n\n## Anderes\n\nMehr."


def test_what_is_not_written_is_missing() -> None:
    text = joined(CANVAS, {section.key: "x" for section in CANVAS[1:]}, "en")
    assert missing(CANVAS, text) == [CANVAS[0]]
    assert len(missing(CANVAS, "")) == 9


@given(
    texts=draw.fixed_dictionaries({section.key: TEXTS for section in CANVAS}), language=draw.sampled_from(["de", "en"])
)
def test_what_is_joined_is_parted_into_the_same(texts: dict[str, str], language: str) -> None:
    once = parted(CANVAS, joined(CANVAS, texts, language))
    assert parted(CANVAS, joined(CANVAS, once, language)) == once
    assert {key for key, text in once.items() if text} == {key for key, text in texts.items() if text.strip()}


def test_they_survive_being_stored() -> None:
    assert sections_of(stored(CANVAS)) == list(CANVAS)
    assert sections_of([{"key": "a", "title_de": "A", "title_en": "B"}]) == [
        Section(key="a", title_de="A", title_en="B")
    ]
