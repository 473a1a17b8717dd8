from funding.domain.texts import plain_line, plain_text


def test_a_line_is_one_line_without_control_characters() -> None:
    assert plain_line("  Zoë\x00\x1b[31m \r\n Müller\t🙂 ") == "Zoë[31m Müller 🙂"


def test_a_text_keeps_its_line_breaks() -> None:
    assert plain_text("eins\r\nzwei\rdrei\x07\ud800\n") == "eins\nzwei\ndrei"
