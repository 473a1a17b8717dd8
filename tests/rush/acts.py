"""What people do, as their browsers do it."""

import random
import re
import time
from http import HTTPStatus

from django.urls import reverse

from tests.rush.agenda import Agenda
from tests.rush.crowd import Crowd, Visitor
from tests.rush.lines import Answer, Line
from tests.rush.mailbox import CodeMailbox
from tests.rush.plan import Plan

REQUEST = re.compile(rb"(jrq_[0-9a-z]{20})")
TEAM = re.compile(r"(tea_[0-9a-z]{20})")
SHOWN = {HTTPStatus.OK, HTTPStatus.NOT_MODIFIED}
REGISTER, LEAVE, FOUND, JOIN, ANSWER, CODE = "register", "give back", "found a team", "ask a team", "answer", "sign in"
RELOAD = "reload"
MAIL_LOOK_SECONDS = 0.5


class Acts:
    def __init__(self, plan: Plan, crowd: Crowd, agenda: Agenda, mailbox: CodeMailbox) -> None:
        self.plan, self.crowd, self.agenda, self.mailbox = plan, crowd, agenda, mailbox
        self.page = reverse("web:sprint", args=[crowd.sprint.slug])
        self.draw = random.Random(plan.seed)  # noqa: S311  the same rush each time
        self.locked_out: list[str] = []
        """What people of the hall were answered instead of being let in."""

    def register(self, line: Line, who: Visitor) -> None:
        path = reverse("web:sprint-register", args=[self.crowd.sprint.slug])
        line.submit(who, REGISTER, path, {"display_name": f"Person {who.key}"}, twice=self._twice())

    def ask_for_code(self, line: Line, who: Visitor) -> None:
        """Sign in as the hall does; the rest follows when the mail has come."""
        ask = line.submit(who, f"{CODE}: ask", reverse("account_request_login_code"), {"email": who.email})[-1]
        if ask.status != HTTPStatus.FOUND:
            self.locked_out.append(f"{who.email}: {ask.status} when asking for the code")
            return
        asked = time.monotonic()
        self.agenda.go_on(MAIL_LOOK_SECONDS, lambda line: self._enter_code(line, who, asked))

    def _enter_code(self, line: Line, who: Visitor, asked: float) -> None:
        code = self.mailbox.codes.get(who.email)
        if code is None:
            self.agenda.go_on(MAIL_LOOK_SECONDS, lambda line: self._enter_code(line, who, asked))
            return
        line.note(who, f"{CODE}: mail", asked)
        sent = line.submit(who, f"{CODE}: code", reverse("account_confirm_login_code"), {"code": code})[-1]
        if sent.status != HTTPStatus.FOUND:
            self.locked_out.append(f"{who.email}: {sent.status} when entering the code")
        elif sent.led_to.startswith(reverse("account_login")):
            self.locked_out.append(f"{who.email}: the code came too late")
        else:
            self.register(line, who)

    def reload(self, line: Line, who: Visitor) -> None:
        """Nobody whom the platform knows watches the figures."""
        for _time in range(self.plan.reloads):
            known = {"If-None-Match": who.etag} if who.etag else {}
            answer = line.ask(who, RELOAD, self.page, headers=known)
            who.etag = answer.headers.get("ETag") or who.etag

    def give_back(self, line: Line, who: Visitor) -> None:
        path = reverse("web:sprint-cancel", args=[self.crowd.sprint.slug])
        line.submit(who, LEAVE, path, {}, twice=self._twice())

    def found(self, line: Line, who: Visitor, number: int, teams: dict[str, Visitor]) -> None:
        challenge = self.crowd.challenges[number % len(self.crowd.challenges)]
        path = reverse("web:team-create", args=[challenge.public_id])
        given = {"name": f"Team {number}", "pitch": "Wir fangen an.", "language": "de"}
        given |= {"size_limit": "8", "joining": "on_request"}
        for answer in line.submit(who, FOUND, path, given, twice=self._twice()):
            made = TEAM.search(answer.led_to)
            if made:
                teams[made[1]] = who

    def join(self, line: Line, who: Visitor, team: str) -> None:
        path = reverse("web:team-join", args=[team])
        given = {"role": "", "motivation": "Ich mache gerne mit."}
        line.submit(who, JOIN, path, given, twice=self._twice())

    def answer(self, line: Line, lead: Visitor, team: str) -> None:
        """Take in whoever asks, as long as there is a seat; decline the others."""
        room = line.ask(lead, f"{ANSWER}: room", reverse("web:team-room", args=[team]))
        full = False
        for asking in dict.fromkeys(REQUEST.findall(room.body)):
            path = reverse("web:join-request", args=[asking.decode()])
            full = full or not _led_on(line.submit(lead, ANSWER, path, {"do": "accept"}, twice=self._twice()))
            if full:
                line.submit(lead, ANSWER, path, {"do": "decline", "answer": "Leider sind wir schon komplett."})

    def _twice(self) -> bool:
        return self.draw.random() < self.plan.doubled


def _led_on(answers: list[Answer]) -> bool:
    return any(answer.status == HTTPStatus.FOUND for answer in answers)
