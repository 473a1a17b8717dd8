"""One of our commands, with the tests' own events known to it, in a process of its own."""

import sys

import django
from django.core.management import execute_from_command_line

django.setup()

from tests.faults import effects, twins  # noqa: E402  handlers need the apps to be ready
from worker import handlers  # noqa: E402  likewise


def run(*command: str) -> None:
    handlers.TRANSACTIONAL[effects.Effect.topic] = (effects.have_effect,)
    twins.put_in_place()
    sys.argv = ["gemeinwerk", *command]
    execute_from_command_line(sys.argv)
