"""`make rush`: the kick-off with real clients, server, workers, mail server, and with parts that fail.

`PEOPLE=1000 make rush` plays it smaller. Ends with 1 if something that must be true is not.
"""

import os
import sys
import tempfile
from pathlib import Path

import django
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from backend.local.embedded import start_postgres


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="gemeinwerk-rush-") as name:
        folder = Path(name)
        postgres = start_postgres(folder)
        try:
            os.environ |= {"DATABASE_URL": postgres.url, "MEDIA_ROOT": str(folder / "media")}
            os.environ["DJANGO_SETTINGS_MODULE"] = "backend.settings.test"
            django.setup()
            return rush(folder)
        finally:
            postgres.stop()


def rush(folder: Path) -> int:
    # These need the settings, which need the address of the database that has just been started.
    from django.core.management import call_command

    from tests.faults.stage import stage_in
    from tests.rush.plan import Plan, plan_for
    from tests.rush.play import Rush
    from tests.rush.report import tell

    console = Console()
    plan = plan_for(int(os.environ.get("PEOPLE") or Plan().people))
    call_command("migrate", verbosity=0)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with stage_in(folder) as stage, Progress(*columns, console=console, transient=True) as progress:
        task = progress.add_task("")

        def show(what: str, done: int, added: int) -> None:
            progress.update(task, description=what, completed=done, total=added)

        played = Rush(plan, stage, show).play()
    console.print(f"{plan.people:,} people for {plan.capacity:,} places, {os.cpu_count()} cores")
    return 0 if tell(played, console) else 1


if __name__ == "__main__":
    sys.exit(main())
