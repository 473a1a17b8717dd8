"""`gemeinwerk`: Django's commands and our own."""

import os
import sys

from django.core.management import execute_from_command_line


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "backend.settings.dev")
    execute_from_command_line(["gemeinwerk", *sys.argv[1:]])


if __name__ == "__main__":
    main()
