"""What a message says, in the reader's language: one template gives the mail, its plain twin and the inbox."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.template.loader import render_to_string
from django.utils import translation

from backend.notifications.models import Message

LINE_SEPARATOR = "\u2028"


@dataclass(frozen=True)
class Text:
    subject: str
    paragraphs: list[str]
    facts: list[tuple[str, str]]
    """Who, what, until when: label and value."""
    button: str


def text_of(message: Message, language: str | None = None) -> Text:
    """Render a message in `language`, or in the one it was written for."""
    shared = message.circular.context if message.circular else {}
    context = {**shared, **message.context, **message.secrets}
    with translation.override(language or message.language):
        return Text(
            subject=" ".join(_part("subject", message.template, context).split()),
            paragraphs=_paragraphs(_part("body", message.template, context)),
            facts=_facts(_part("facts", message.template, {name: _one_line(value) for name, value in context.items()})),
            button=" ".join(_part("button", message.template, context).split()),
        )


def _part(part: str, template: str, context: Mapping[str, Any]) -> str:
    # Each template extends `part`, so that one block of it is rendered at a time.
    layout = f"notifications/parts/{part}.txt"
    return render_to_string(f"notifications/messages/{template}.txt", {**context, "part": layout}).strip()


def _paragraphs(body: str) -> list[str]:
    return [part.strip() for part in re.split(r"\n\s*\n", body) if part.strip()]


def _one_line(value: Any) -> Any:
    # What people wrote may have lines of its own; a fact is one line until it is laid out.
    return value.replace("\n", LINE_SEPARATOR) if isinstance(value, str) else value


def _facts(lines: str) -> list[tuple[str, str]]:
    parts = [line.strip().partition(": ") for line in lines.split("\n")]
    return [(label, value.replace(LINE_SEPARATOR, "\n")) for label, _colon, value in parts if value]
