from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from backend.core.outbox import Queue
from worker.celery import app
from worker.connections import keep_one_connection
from worker.life import show_life_of_worker


class Command(BaseCommand):
    help = "Work on queues: awaited, money, mail, bulk, or some of them."
    # Pages and their addresses are not loaded here.
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--queues", default=",".join(queue.value for queue in Queue))
        parser.add_argument("--concurrency", type=int, default=2, help="Processes that work at the same time.")

    def handle(self, *_args: Any, **options: Any) -> None:
        keep_one_connection()
        show_life_of_worker()
        quiet = ["--without-gossip", "--without-mingle", "--without-heartbeat", "--loglevel", "WARNING"]
        size = ["--pool", "prefork", "--concurrency", str(options["concurrency"])]
        app.worker_main(["worker", "--queues", options["queues"], *size, *quiet])
