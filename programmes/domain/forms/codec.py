"""Forms as JSON and back. What cannot be read is no form; what is wrong with one that can is `checking`'s say."""

from collections.abc import Mapping
from typing import Any

from programmes.domain.forms.kinds import Condition, Form, Kind, Option, Question, Section, Words


class Unreadable(ValueError):
    """Names the place in the data, as a dotted path."""


def form_write(form: Form) -> dict[str, Any]:
    return {"sections": [_section(section) for section in form.sections]}


def _section(section: Section) -> dict[str, Any]:
    questions = [question_write(question) for question in section.questions]
    return {"key": section.key, "title": _words(section.title), "questions": questions}


def question_write(question: Question) -> dict[str, Any]:
    condition = question.shown_if
    return {
        "key": question.key,
        "kind": question.kind.value,
        "label": _words(question.label),
        "help": _words(question.help),
        "required": question.required,
        "options": [{"key": option.key, "label": _words(option.label)} for option in question.options],
        "shown_if": condition and {"question": condition.question, "value": condition.value},
    }


def _words(words: Words) -> dict[str, str]:
    return {"de": words.de, "en": words.en}


def form_read(data: object) -> Form:
    """Raises Unreadable."""
    table = _Table(data, "")
    sections = [_read_section(part) for part in table.parts("sections")]
    table.done("sections")
    return Form(sections=tuple(sections))


def _read_section(table: "_Table") -> Section:
    table.done("key", "title", "questions")
    questions = tuple(_read_question(part) for part in table.parts("questions"))
    return Section(key=table.text("key"), title=table.words("title"), questions=questions)


def _read_question(table: "_Table") -> Question:
    table.done("key", "kind", "label", "help", "required", "options", "shown_if")
    kind = table.text("kind")
    if kind not in list(Kind):
        raise Unreadable(table.path("kind"))
    return Question(
        key=table.text("key"),
        kind=Kind(kind),
        label=table.words("label"),
        help=table.words("help"),
        required=table.flag("required"),
        options=tuple(_read_option(part) for part in table.parts("options")),
        shown_if=_read_condition(table),
    )


def _read_option(table: "_Table") -> Option:
    table.done("key", "label")
    return Option(key=table.text("key"), label=table.words("label"))


def _read_condition(table: "_Table") -> Condition | None:
    if table.data.get("shown_if") is None:
        return None
    part = _Table(table.data["shown_if"], table.path("shown_if"))
    part.done("question", "value")
    return Condition(question=part.text("question"), value=part.text("value"))


class _Table:
    """A JSON object whose parts are of the type asked for, or it is refused by its path."""

    def __init__(self, data: object, place: str) -> None:
        if not isinstance(data, Mapping):
            raise Unreadable(place)
        self.data: Mapping[str, Any] = data
        self.place = place

    def path(self, name: str) -> str:
        return f"{self.place}.{name}".lstrip(".")

    def done(self, *names: str) -> None:
        """No other names: a misspelt one would be a silence."""
        for name in self.data:
            if name not in names:
                raise Unreadable(self.path(str(name)))

    def text(self, name: str) -> str:
        value = self.data.get(name)
        if not isinstance(value, str):
            raise Unreadable(self.path(name))
        return value

    def flag(self, name: str) -> bool:
        value = self.data.get(name, False)
        if not isinstance(value, bool):
            raise Unreadable(self.path(name))
        return value

    def words(self, name: str) -> Words:
        if self.data.get(name) is None:
            return Words()
        part = _Table(self.data[name], self.path(name))
        part.done("de", "en")
        given = {language: part.text(language) for language in ("de", "en") if language in part.data}
        return Words(**given)

    def parts(self, name: str) -> "list[_Table]":
        value = self.data.get(name, [])
        if not isinstance(value, list | tuple):
            raise Unreadable(self.path(name))
        return [_Table(part, f"{self.path(name)}.{number}") for number, part in enumerate(value)]
