"""Mails that Django's file backend has written: the demo's mailbox."""

import email
import email.policy
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from pathlib import Path

from django.conf import settings

from backend.core.errors import NotFound

SEPARATOR = b"-" * 79
SHOWN = 100


@dataclass(frozen=True)
class OutgoingMail:
    name: str
    to: str
    subject: str
    at: datetime
    text: str
    html: str


def outgoing_mails() -> list[OutgoingMail]:
    """The latest mails, newest first; none where mails really leave."""
    folder = Path(settings.EMAIL_FILE_PATH) if settings.EMAIL_BACKEND.endswith("filebased.EmailBackend") else None
    if folder is None or not folder.is_dir():
        return []
    newest = sorted(folder.glob("*.log"), key=lambda path: path.stat().st_mtime_ns, reverse=True)
    return [_read(path) for path in newest[:SHOWN]]


def outgoing_mail(name: str) -> OutgoingMail:
    """One mail by its name in the list. Raises NotFound."""
    found = next((mail for mail in outgoing_mails() if mail.name == name), None)
    if found is None:
        raise NotFound
    return found


def _read(path: Path) -> OutgoingMail:
    first = path.read_bytes().split(b"\n" + SEPARATOR, 1)[0]
    message = email.message_from_bytes(first, policy=email.policy.default)
    return OutgoingMail(
        name=path.stem,
        to=str(message["To"]),
        subject=str(message["Subject"]),
        at=message["Date"].datetime,
        text=_body(message, "plain"),
        html=_body(message, "html"),
    )


def _body(message: EmailMessage, kind: str) -> str:
    part = message.get_body((kind,))
    return str(part.get_content()) if part is not None else ""
