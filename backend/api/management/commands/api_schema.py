"""`gemeinwerk api_schema`: write backend/api/schema.yml from the code; `--check`: fail if it would change."""

import difflib
from argparse import ArgumentParser
from itertools import islice
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import translation
from drf_spectacular.drainage import GENERATOR_STATS
from drf_spectacular.renderers import OpenApiYamlRenderer
from drf_spectacular.validation import validate_schema

from backend.api.docs import SCHEMA_FILE
from backend.api.schema import schema_now

SHOWN_LINES = 60


class Command(BaseCommand):
    help = "Write the OpenAPI schema, or check that the one checked in is up to date."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="write nothing, fail on any difference")

    def handle(self, *_args: Any, **options: Any) -> None:
        text = render()
        old = SCHEMA_FILE.read_text(encoding="utf-8") if SCHEMA_FILE.exists() else ""
        if not options["check"]:
            SCHEMA_FILE.write_text(text, encoding="utf-8")
            self.stdout.write(f"{SCHEMA_FILE.name}: {'unchanged' if text == old else 'written'}")
        elif text != old:
            lines = difflib.unified_diff(old.splitlines(), text.splitlines(), "checked in", "declared", lineterm="")
            difference = "\n".join(islice(lines, SHOWN_LINES))
            raise CommandError(
                f"{difference}\nThe API has changed: run `gemeinwerk api_schema` and look at the difference."
            )


def render() -> str:
    """Generate in English, refuse warnings, validate against the OpenAPI meta-schema."""
    GENERATOR_STATS.reset()
    with translation.override("en"):
        schema = schema_now()
        if GENERATOR_STATS:
            GENERATOR_STATS.emit_summary()
            raise CommandError("The schema has warnings, see above.")
        validate_schema(schema)
        rendered: bytes = OpenApiYamlRenderer().render(schema, renderer_context={})
    return rendered.decode()
