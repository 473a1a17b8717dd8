"""`python -m tests.faults.process COMMAND …`: one of our commands, with the tests' own events known to it."""

import sys

import django
from django.core.management import execute_from_command_line

django.setup()

from tests.faults import effects, twins  # noqa: E402  handlers need the apps to be ready
from worker import handlers  # noqa: E402  likewise

handlers.TRANSACTIONAL[effects.Effect.topic] = (effects.have_effect,)
twins.put_in_place()

if __name__ == "__main__":
    execute_from_command_line(["gemeinwerk", *sys.argv[1:]])
