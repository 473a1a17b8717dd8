"""`gemeinwerk`: Django's commands and our own."""

import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "backend.settings.dev")
    try:
        execute_from_command_line(["gemeinwerk", *sys.argv[1:]])
    except ImproperlyConfigured as error:
        # A sentence for whoever set the variables; a stack of calls would hide it.
        sys.exit(f"gemeinwerk: {error}")


if __name__ == "__main__":
    main()
