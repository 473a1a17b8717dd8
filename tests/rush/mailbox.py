"""What the mail server accepted: of each mail its Message-ID, and the code that it carries."""

import re
from email import message_from_bytes
from email.policy import default

from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.faults.stage import Mailbox

CODE = re.compile(r"^\s*([A-Z0-9]{3,}-?[A-Z0-9]{3,})\s*$", re.MULTILINE)


class CodeMailbox(Mailbox):
    """Keeps no texts: there are many."""

    def __init__(self) -> None:
        super().__init__()
        self.message_ids: list[str] = []
        self.codes: dict[str, str] = {}
        """The newest by address."""

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802  aiosmtpd's
        mail = message_from_bytes(envelope.original_content or b"", policy=default)
        self.message_ids.append(str(mail["Message-ID"]).strip("<> "))
        text = mail.get_body(("plain",))
        code = CODE.search(text.get_content()) if text is not None and mail["List-Unsubscribe"] is None else None
        if code is not None:
            self.codes[envelope.rcpt_tos[0]] = code[1]
        return self.answer
