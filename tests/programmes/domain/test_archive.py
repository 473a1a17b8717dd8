import pytest

from programmes.domain.archive import without_markup


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("### Kreiere eine Timeline", "Kreiere eine Timeline"),
        ("###Ausgangslage", "Ausgangslage"),
        ("Die Idee ## Problem --- Ende", "Die Idee Problem Ende"),
        ("Eine **gute** `Idee`, ~~keine~~ schlechte", "Eine gute Idee, keine schlechte"),
        ("Siehe [die Karte](https://example.org/a) und ![Bild](a.png)", "Siehe die Karte und Bild"),
        ("- eins\n- zwei\n> drei", "eins zwei drei"),
        ("#opentourism, Challenge #9, C# und Bürger*innen", "#opentourism, Challenge #9, C# und Bürger*innen"),
        ("a - b > c", "a - b > c"),
        ("", ""),
    ],
)
def test_words_stay_and_signs_go(text: str, words: str) -> None:
    assert without_markup(text) == words
