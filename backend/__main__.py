"""`gemeinwerk`: Django's commands and our own."""

import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line

from funding.proof import __main__ as proof


def main() -> None:
    if sys.argv[1:3] == ["fund", "verify"]:
        # An outsider has neither settings nor a database, and needs none to recompute a fund.
        sys.exit(proof.main(sys.argv[2:]))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "backend.settings.dev")
    try:
        execute_from_command_line(["gemeinwerk", *sys.argv[1:]])
    except ImproperlyConfigured as error:
        # A sentence for whoever set the variables; a stack of calls would hide it.
        sys.exit(f"gemeinwerk: {error}")


if __name__ == "__main__":
    main()
