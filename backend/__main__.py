"""`gemeinwerk`: Django's commands and our own."""

import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line

from backend.local.running import settings_of_running
from backend.settings.env import LOCAL_DIR
from funding.proof import __main__ as fund_proof
from programmes.proof import __main__ as selection_proof

CHECKS = {"fund": fund_proof.main, "review": selection_proof.main}


def main() -> None:
    check = CHECKS.get(sys.argv[1]) if sys.argv[2:3] == ["verify"] else None
    if check:
        # An outsider has neither settings nor a database, and needs none to recompute what a package holds.
        sys.exit(check(sys.argv[2:]))
    if not {"DJANGO_SETTINGS_MODULE", "DATABASE_URL"} & os.environ.keys():
        os.environ.update(settings_of_running(LOCAL_DIR / "demo"))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "backend.settings.dev")
    try:
        execute_from_command_line(["gemeinwerk", *sys.argv[1:]])
    except ImproperlyConfigured as error:
        # A sentence for whoever set the variables; a stack of calls would hide it.
        sys.exit(f"gemeinwerk: {error}")


if __name__ == "__main__":
    main()
