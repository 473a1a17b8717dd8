"""The invented platform for tests that walk through it: seeded once a run, then copied within the server."""

from django.core.management import call_command
from django.db import connection, connections
from psycopg import sql

from backend.core import clock
from backend.core.models import OutboxMessage
from funding.selectors.book import VERSIONS
from tests import databases


def fill_database() -> None:
    """Make the test's own database hold what `gemeinwerk seed` writes. Only for tests that may commit."""
    VERSIONS.clear()  # of the database that goes
    name, seeded = str(connection.settings_dict["NAME"]), databases.template("seeded")
    with databases.one_at_a_time(), databases.server() as server:
        if databases.exists(server, seeded):
            connections.close_all()
            server.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))
            databases.copy(server, seeded, name)
        else:
            call_command("seed", verbosity=0)
            # What happened to invented people was told long ago: else each test waits for some hundred mails.
            OutboxMessage.objects.filter(handled_at=None).update(handled_at=clock.now())
            connections.close_all()
            databases.copy(server, name, seeded)
