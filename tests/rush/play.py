"""The kick-off from its first click until everybody is told."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from django.conf import settings

from backend.core.models import OutboxMessage
from backend.local.embedded import free_port
from programmes.enums import RegistrationState
from programmes.models import Registration
from tests.faults.stage import Process, Stage
from tests.rush.acts import Acts
from tests.rush.agenda import Agenda, Incident, Show
from tests.rush.crowd import Crowd, Visitor, crowd_make
from tests.rush.invariants import Seen
from tests.rush.lines import Asked, Line
from tests.rush.looking import look
from tests.rush.mailbox import CodeMailbox
from tests.rush.phases import Phase, Phases
from tests.rush.plan import Plan

START_SECONDS, STANDSTILL_SECONDS = 40.0, 120.0
WORKER_PROCESSES = 2


@dataclass(frozen=True, kw_only=True)
class Played:
    seen: Seen
    registering_seconds: float
    told_seconds: float
    """From the first click to the last message."""
    output: str
    """What the processes said."""
    phases: list[Phase]


class Rush:
    def __init__(self, plan: Plan, stage: Stage, show: Show) -> None:
        self.plan, self.stage, self.show = plan, stage, show
        self.mailbox = CodeMailbox()
        self.log: list[Asked] = []
        self.killed = 0
        self.phases = Phases(stage)
        self.port = free_port()
        lease = {"OUTBOX_LEASE_SECONDS": str(plan.lease_seconds), "MAIL_CLAIM_SECONDS": str(plan.lease_seconds)}
        # The relay polls as it does outside of tests: at many times the pace it would only take CPU from all others.
        stage.environment |= lease | {"OUTBOX_POLL_MS": "200"}
        stage.mail_server(self.mailbox)

    def play(self) -> Played:
        self.show("making people", 0, 1)
        with self.phases.phase("making people"):
            crowd = crowd_make(self.plan)
        with self.phases.phase("starting"):
            self._serve()
            self.worker = self._worker()
            self.stage.relay()
        began = time.monotonic()
        acts = self._register(crowd)
        registering = time.monotonic() - began
        self._form_teams(crowd, acts)
        with self.phases.phase("telling"):
            self._until_told()
        told = time.monotonic() - began
        output = "\n".join(process.output() for process in self.stage.processes)
        with self.phases.phase("looking"):
            seen = look(acts, self.log, self.killed)
        return Played(
            seen=seen, registering_seconds=registering, told_seconds=told, output=output, phases=self.phases.done
        )

    def _register(self, crowd: Crowd) -> Acts:
        agenda = Agenda()
        acts = Acts(self.plan, crowd, agenda, self.mailbox)
        for who in crowd.people:
            act = acts.ask_for_code if who.in_hall else acts.register
            agenda.add(self._arrival(acts), partial(_do, act, who))
        for number in range(self.plan.reloaders):
            agenda.add(self._arrival(acts), partial(_do, acts.reload, Visitor(f"192.0.2.{number % 250 + 1}")))
        kills: list[Incident] = [
            ((number + 1) / (self.plan.kills + 2), self._kill) for number in range(self.plan.kills)
        ]
        flush: Incident = ((self.plan.kills + 1) / (self.plan.kills + 2), self._forget)
        self._run(agenda, "registering", [*kills, flush])
        return acts

    def _form_teams(self, crowd: Crowd, acts: Acts) -> None:
        teams: dict[str, Visitor] = {}
        placed = self._with_place(crowd)
        leaving, leads = placed[: self.plan.leaving], placed[self.plan.leaving :][: self.plan.teams]
        agenda = acts.agenda = Agenda()
        for who in leaving:
            agenda.add(0, partial(_do, acts.give_back, who))
        for number, who in enumerate(leads):
            agenda.add(0, partial(_found, acts, who, number, teams))
        self._run(agenda, "founding teams", [])
        agenda = acts.agenda = Agenda()
        names = sorted(teams)
        for who in placed[self.plan.leaving + len(leads) :]:
            agenda.add(0, partial(_join, acts, who, acts.draw.choice(names)))
        self._answering(acts, teams, agenda)
        self._run(agenda, "asking teams", [(0.5, self._kill)])
        agenda = acts.agenda = Agenda()
        self._answering(acts, teams, agenda)
        self._run(agenda, "answering", [])

    def _answering(self, acts: Acts, teams: dict[str, Visitor], agenda: Agenda) -> None:
        for team, lead in teams.items():
            agenda.add(0, partial(_answer, acts, lead, team))

    def _run(self, agenda: Agenda, what: str, incidents: list[Incident]) -> None:
        with self.phases.phase(what):
            agenda.run(
                self.port, self.log, clients=self.plan.connections, show=self.show, what=what, incidents=incidents
            )

    def _arrival(self, acts: Acts) -> float:
        late = acts.draw.random() > self.plan.at_once
        return acts.draw.expovariate(3 / self.plan.tail_seconds) if late else 0.0

    def _with_place(self, crowd: Crowd) -> list[Visitor]:
        rows = Registration.objects.filter(sprint=crowd.sprint, state=RegistrationState.REGISTERED)
        order = {
            person: place for place, person in enumerate(rows.order_by("sequence").values_list("user_id", flat=True))
        }
        return sorted((who for who in crowd.people if who.key in order), key=lambda who: order[who.key])

    def _serve(self) -> None:
        environment = {
            "DJANGO_SETTINGS_MODULE": "tests.rush.web_settings",
            "SITE_URL": f"http://127.0.0.1:{self.port}",
            # The clients are what the reverse proxy would be.
            "TRUST_PROXY": "true",
            "LOG_LEVEL": "WARNING",
            "RUSH_CODE_SECONDS": str(self.plan.code_seconds),
            # Sessions made here are read there.
            "SECRET_KEY": settings.SECRET_KEY,
        }
        server = ["--interface", "wsgi", "--host", "127.0.0.1", "--port", str(self.port), "--no-ws"]
        server += ["--workers", str(self.plan.web_processes), "--blocking-threads", "2", "--log-level", "warning"]
        process = self.stage.start_module("granian", *server, "backend.wsgi:application", **environment)
        line = Line(self.port, [])

        def answers() -> bool:
            assert process.popen.poll() is None, process.output()
            return bool(line.ask(Visitor("127.0.0.1"), "", "/healthz").status)

        self.stage.wait_until(answers, "the web server answers", START_SECONDS)
        line.close()

    def _worker(self) -> Process:
        return self.stage.worker(concurrency=WORKER_PROCESSES)

    def _kill(self) -> None:
        self.phases.ends(self.worker)
        self.worker.kill()
        self.killed += WORKER_PROCESSES
        self.worker = self._worker()

    def _forget(self) -> None:
        self.stage.redis().flushall()

    def _until_told(self) -> None:
        """Wait as long as something moves."""
        waiting = OutboxMessage.objects.filter(handled_at=None, dead_at=None)
        most = left = waiting.count()
        moved = time.monotonic()
        while left and time.monotonic() - moved < STANDSTILL_SECONDS:
            self.show("telling", most - left, most)
            time.sleep(0.2)
            now = waiting.count()
            if now != left:
                left, moved = now, time.monotonic()
            most = max(most, left)


def _do(act: Callable[[Line, Visitor], None], who: Visitor, line: Line) -> None:
    act(line, who)


def _found(acts: Acts, who: Visitor, number: int, teams: dict[str, Visitor], line: Line) -> None:
    acts.found(line, who, number, teams)


def _join(acts: Acts, who: Visitor, team: str, line: Line) -> None:
    acts.join(line, who, team)


def _answer(acts: Acts, lead: Visitor, team: str, line: Line) -> None:
    acts.answer(line, lead, team)
