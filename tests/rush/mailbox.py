"""What the mail server accepted: of each mail its Message-ID, and the code that it carries."""

import re
from email import message_from_bytes
from email.policy import default

from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.faults.stage import Mailbox

MESSAGE_ID = re.compile(rb"^Message-ID:\s*<([^>]+)>", re.MULTILINE | re.IGNORECASE)
CODE = re.compile(r"^\s*([A-Z0-9]{3,}-?[A-Z0-9]{3,})\s*$", re.MULTILINE)


class CodeMailbox(Mailbox):
    """Keeps no texts: there are many."""

    def __init__(self) -> None:
        super().__init__()
        self.message_ids: list[str] = []
        self.codes: dict[str, str] = {}
        """The newest by address."""

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802  aiosmtpd's
        mail = envelope.original_content or b""
        head = mail.partition(b"\r\n\r\n")[0]
        named = MESSAGE_ID.search(head)
        self.message_ids.append(named[1].decode() if named else "a mail without Message-ID")
        # Of a hundred thousand only those are read that somebody waits for: codes cannot be unsubscribed from.
        if b"\nList-Unsubscribe:" not in head:
            self._keep_code(mail, envelope.rcpt_tos[0])
        return self.answer

    def _keep_code(self, mail: bytes, receiver: str) -> None:
        text = message_from_bytes(mail, policy=default).get_body(("plain",))
        code = CODE.search(text.get_content()) if text is not None else None
        if code is not None:
            self.codes[receiver] = code[1]
