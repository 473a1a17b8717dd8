import pytest

from backend.core.errors import Invalid
from backend.core.text import TextRule, clean_for, clean_text, clean_texts, clean_words
from programmes.models import Challenge, Sprint

LINE = TextRule(20, required=True)
LINES = TextRule(40, lines=True)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("  Hallo ", "Hallo"),
        ("Cafe\u0301", "Café"),
        ("<b>laut</b>", "<b>laut</b>"),
        ("👩‍👩‍👧 Familie", "👩‍👩‍👧 Familie"),
        ("x" * 20, "x" * 20),
        ("שלום", "שלום"),
    ],
)
def test_text_stays_as_it_is_meant(given: str, expected: str) -> None:
    assert clean_text("name", given, LINE) == expected


@pytest.mark.parametrize(
    "given",
    [
        *("", "   ", "x" * 21, 5, None, b"a"),
        *("a\x00b", "a\x1bb", "a\nb", "a\tb", "a\x7fb", "a\u202eb", "a\u2066b", "a\ud800b"),
    ],
)
def test_what_cannot_be_shown_honestly_is_refused(given: object) -> None:
    with pytest.raises(Invalid) as error:
        clean_text("name", given, LINE)
    assert list(error.value.fields) == ["name"]
    assert str(error.value.fields["name"][0])


def test_line_breaks_are_the_same_everywhere() -> None:
    assert clean_text("body", "a\r\nb\rc\n\td ", LINES) == "a\nb\nc\n\td"
    with pytest.raises(Invalid):
        clean_text("body", "a\x0bb", LINES)


def test_all_faults_are_told_at_once() -> None:
    with pytest.raises(Invalid) as error:
        clean_texts({"a": "", "b": "gut", "c": "\x00"}, {"a": LINE, "b": LINE, "c": LINE})
    assert set(error.value.fields) == {"a", "c"}


def test_a_column_says_what_it_takes() -> None:
    assert clean_for(Challenge, {"title": " Titel ", "body": "a\nb", "language": "en"}) == {
        "title": "Titel",
        "body": "a\nb",
        "language": "en",
    }
    for name, value in (("title", "x" * 161), ("title", "a\nb"), ("summary", ""), ("language", "xx")):
        with pytest.raises(Invalid) as error:
            clean_for(Challenge, {name: value})
        assert list(error.value.fields) == [name]


def test_what_is_no_text_is_a_mistake_of_the_program() -> None:
    with pytest.raises(TypeError):
        clean_for(Sprint, {"starts_at": "heute"})


def test_words() -> None:
    assert clean_words("skills", [" Karten", "Karten", "", "Text"]) == ["Karten", "Text"]
    for wrong in ("Karten", {"a": 1}, ["x" * 41], [str(number) for number in range(21)], [1], None):
        with pytest.raises(Invalid) as error:
            clean_words("skills", wrong)
        assert list(error.value.fields) == ["skills"]
