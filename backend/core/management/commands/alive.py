"""`gemeinwerk alive relay`: exit 0 if that kind of process has shown that it lives. For container health checks."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from backend.core import clock
from backend.core.health import HEARTBEAT_MAX_AGE, HEARTBEATS
from backend.core.models import Heartbeat


class Command(BaseCommand):
    help = "Tell whether a kind of process lives."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name", choices=HEARTBEATS)

    def handle(self, *args: Any, **options: Any) -> None:
        if not Heartbeat.objects.filter(name=options["name"], at__gte=clock.now() - HEARTBEAT_MAX_AGE).exists():
            raise CommandError(f"{options['name']} has not been seen for {HEARTBEAT_MAX_AGE.seconds} s")
