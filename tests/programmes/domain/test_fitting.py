from programmes.domain.fitting import shared_words


def test_words_are_shared_whatever_their_case() -> None:
    assert shared_words(["Python", "Design", "Recht"], ["design", "PYTHON"]) == ["Python", "Design"]
    assert shared_words(["Python"], []) == []
