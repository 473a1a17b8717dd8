"""`make bench`: what our ways of doing things cost, as ratios against a baseline of the same run.

Absolute figures differ between machines and hours; a ratio of two measurements taken in turns differs little.
PostgreSQL runs as it does for the demo, durable, in a folder of its own that is dropped afterwards.
"""

import os
import sys
import tempfile
import time
from pathlib import Path

import django
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn

from backend.local.embedded import start_postgres, start_valkey


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="gemeinwerk-bench-") as name:
        folder = Path(name)
        postgres, valkey = start_postgres(folder), start_valkey(folder)
        try:
            os.environ |= {"DATABASE_URL": postgres.url, "REDIS_URL": valkey.url, "MEDIA_ROOT": str(folder / "media")}
            os.environ["DJANGO_SETTINGS_MODULE"] = "backend.settings.test"
            django.setup()
            return measure_all(sys.argv[1:])
        finally:
            valkey.stop()
            postgres.stop()


def measure_all(wanted: list[str]) -> int:
    # These need the settings, which need the addresses of the services that have just been started.
    from django.core.management import call_command

    from tests.bench.figures import FIGURES, Figure, table

    console = Console()
    call_command("migrate", verbosity=0)
    started = time.monotonic()
    done: list[Figure] = []
    with Progress(SpinnerColumn(), TextColumn("{task.description}"), console=console, transient=True) as progress:
        task = progress.add_task("")
        for name, figure in FIGURES.items():
            if not wanted or any(word in name for word in wanted):
                progress.update(task, description=name)
                done += figure()
    console.print(table(done))
    console.print(f"{len(done)} figures in {time.monotonic() - started:.0f} s on {os.cpu_count()} cores")
    return 0


if __name__ == "__main__":
    sys.exit(main())
