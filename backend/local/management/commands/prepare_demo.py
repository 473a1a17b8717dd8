"""Bring database, texts, files and content of the demo up to date, and write the keys of its personas to a file."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser

from backend.accounts.demo_sign_in import demo_sign_in_url
from backend.accounts.models import User
from backend.accounts.services.api_tokens import token_create, token_find
from backend.local.personas import PERSONAS, Persona
from backend.local.static_files import static_files_collect
from backend.settings.env import BASE_DIR


class Command(BaseCommand):
    help = "Prepare the demo: migrate, collect static files, seed, and write sign-in links and tokens to FILE."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *_args: Any, **options: Any) -> None:
        target: Path = options["file"]
        subprocess.run([sys.executable, "tools/translations.py", "compile"], cwd=BASE_DIR, check=True)
        call_command("migrate", verbosity=0, interactive=False)
        static_files_collect()
        kept = json.loads(target.read_text()) if target.exists() else []
        tokens = {entry["email"]: entry["token"] for entry in kept}
        # The keys are written last, so where they are the content is complete: in the database of that start. A
        # DATABASE_URL that was set since then names an empty one.
        if not User.objects.filter(email__in=tokens).exists():
            call_command("seed", verbosity=0)
        target.write_text(json.dumps(keys(tokens), indent=1))
        target.chmod(0o600)


def keys(tokens: dict[str, str]) -> list[dict[str, str]]:
    """One sign-in link and one token a persona; `tokens` that still work are kept, since only their hash is stored."""
    users = {user.email: user for user in User.objects.filter(email__in=[persona.email for persona in PERSONAS])}
    return [
        {
            "email": persona.email,
            "role": persona.role,
            "link": demo_sign_in_url(users[persona.email]),
            "token": _token(users[persona.email], persona, tokens.get(persona.email, "")),
        }
        for persona in PERSONAS
        if persona.email in users
    ]


def _token(user: User, persona: Persona, known: str) -> str:
    if known and token_find(clear=known) is not None:
        return known
    return token_create(user=user, name="Demo", scopes=persona.scopes)[1]
