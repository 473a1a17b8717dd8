from hypothesis import given
from hypothesis import strategies as draw

from programmes.domain.outline import Section, joined, missing, overlong, parted, sections_of, stored, to_fill
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
    assert sections_of(stored([IDEA, COSTS, GONE])) == [IDEA, COSTS, GONE]


IDEA = Section(key="idea", title_de="Idee", title_en="", longest=3)
COSTS = Section(key="costs", title_de="Kosten", title_en="Costs", is_required=False, former=("Geld",))
GONE = Section(key="gone", title_de="Früher", title_en="", longest=1, is_asked=False)


def test_a_text_is_found_under_every_title_that_its_section_had() -> None:
    assert parted([IDEA, COSTS], "## Idee\n\nX\n\n## Geld\n\nMiete.") == {"idea": "X", "costs": "Miete."}


def test_who_wrote_one_language_shows_it_to_everybody() -> None:
    assert joined([IDEA], {"idea": "X"}, "en") == "## Idee\n\nX"
    assert (COSTS.title("en"), IDEA.hint("en")) == ("Costs", "")


def test_only_what_is_asked_and_required_is_missing() -> None:
    assert missing([IDEA, COSTS, GONE], "") == [IDEA]


def test_only_what_is_asked_can_be_too_long() -> None:
    assert overlong([IDEA, COSTS, GONE], "## Idee\n\nabc\n\n## Früher\n\nviel") == []
    assert overlong([IDEA, COSTS, GONE], "## Idee\n\nabcd") == [(IDEA, 4)]


def test_who_has_written_in_what_is_asked_no_more_still_can() -> None:
    assert to_fill([IDEA, GONE], {"gone"}) == [IDEA, GONE]
    assert to_fill([IDEA, GONE], ()) == [IDEA]
    assert to_fill([GONE], {"gone"}) == []
