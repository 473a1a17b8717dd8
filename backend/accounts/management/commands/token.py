from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from backend.accounts.enums import Scope
from backend.accounts.models import User
from backend.accounts.services.api_tokens import DEFAULT_DAYS, token_create
from backend.core.errors import Invalid


class Command(BaseCommand):
    help = "Create an API token for a person; it is printed this once."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True)
        create = actions.add_parser("create", help="Create a token and print it.")
        create.add_argument("--user", required=True, metavar="EMAIL")
        create.add_argument("--scope", required=True, action="append", nargs="+", choices=Scope.values, dest="scopes")
        create.add_argument("--days", type=int, default=DEFAULT_DAYS)
        create.add_argument("--name", default="command line", help="What it is for.")

    def handle(self, *_args: Any, **options: Any) -> None:
        user = User.objects.filter(email__iexact=options["user"], is_active=True).first()
        if user is None:
            raise CommandError(f"nobody signs in as {options['user']}")
        scopes = [scope for group in options["scopes"] for scope in group]
        try:
            _token, clear = token_create(user=user, name=options["name"], scopes=scopes, days=options["days"])
        except Invalid as error:
            raise CommandError("; ".join(str(text) for texts in error.fields.values() for text in texts)) from error
        self.stdout.write(clear)
