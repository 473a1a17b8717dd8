"""A registration form as plain data: sections of questions, in the order in which they are asked."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

SECTIONS_MOST: Final = 20
QUESTIONS_MOST: Final = 100
OPTIONS_MOST: Final = 50
TITLE_LONGEST, LABEL_LONGEST, HELP_LONGEST, OPTION_LONGEST = 120, 1_000, 1_000, 200
SHORT_LONGEST, LONG_LONGEST = 300, 5_000
NUMBER_MOST: Final = 10**12
YES, NO = "yes", "no"


class Kind(StrEnum):
    SHORT = "short"
    LONG = "long"
    NUMBER = "number"
    DATE = "date"
    ONE_OF = "one_of"
    SEVERAL_OF = "several_of"
    YES_NO = "yes_no"
    EMAIL = "email"
    PHONE = "phone"
    URL = "url"
    CONSENT = "consent"


CHOICES: Final = frozenset({Kind.ONE_OF, Kind.SEVERAL_OF})
DECIDING: Final = CHOICES | {Kind.YES_NO}
"""Kinds whose answers other questions may depend on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """A text in both languages; who has written one only shows it to everybody."""

    de: str = ""
    en: str = ""

    def __bool__(self) -> bool:
        return bool(self.de or self.en)

    def said(self, language: str) -> str:
        return (self.en or self.de) if language == "en" else (self.de or self.en)


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    key: str
    label: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """Ask only who has answered `question` with `value`: the key of an option, or yes or no."""

    question: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    key: str
    kind: Kind
    label: Words
    """Of a consent: the very sentence that is agreed to."""
    help: Words = Words()
    required: bool = False
    options: tuple[Option, ...] = ()
    shown_if: Condition | None = None

    @property
    def answers(self) -> tuple[str, ...]:
        """What a condition may ask for."""
        return (YES, NO) if self.kind == Kind.YES_NO else tuple(option.key for option in self.options)


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    key: str
    title: Words = Words()
    questions: tuple[Question, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    sections: tuple[Section, ...] = ()

    def questions(self) -> Iterator[Question]:
        for section in self.sections:
            yield from section.questions

    def question(self, key: str) -> Question | None:
        return next((question for question in self.questions() if question.key == key), None)

    def section(self, key: str) -> Section | None:
        return next((section for section in self.sections if section.key == key), None)
