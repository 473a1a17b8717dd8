"""Logs are data: one JSON object a line in production, readable lines at the desk. No personal data goes in."""

import re
from collections.abc import MutableMapping
from typing import Any

import structlog

# PostgreSQL's errors quote the row that did not fit, with the names and addresses in it, up to one of these words.
QUOTED_ROW = re.compile(
    r"^DETAIL: .*?(?=^(?:HINT:|CONTEXT:|The above exception|During handling|Traceback)|\Z)", re.MULTILINE | re.DOTALL
)

# Addresses that are a right by themselves: whoever reads them in a log would have it, too.
SECRET_ADDRESS = re.compile(r"(/(?:abmelden|einwilligung|kalender|sprechstunde|termin)/)[^/\s\"']+")


def without_secrets(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Take out of whatever is said about a request what makes its address a right."""
    for name in ("event", "path", "exception"):
        if isinstance(event.get(name), str):
            event[name] = SECRET_ADDRESS.sub(r"\1…", event[name])
    return event


def without_rows(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Take out of a formatted exception what the database says about people."""
    if isinstance(event.get("exception"), str):
        event["exception"] = QUOTED_ROW.sub("", event["exception"]).rstrip()
    return event


def logging_config(log_format: str, level: str) -> dict[str, Any]:
    """Return Django's LOGGING and set structlog up to end in the same place."""
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    renderer: Any = (
        structlog.processors.JSONRenderer() if log_format == "json" else structlog.dev.ConsoleRenderer(colors=False)
    )
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "structured": {
                "()": structlog.stdlib.ProcessorFormatter,
                "processors": [
                    structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                    structlog.processors.format_exc_info,
                    without_rows,
                    without_secrets,
                    renderer,
                ],
                "foreign_pre_chain": shared,
            },
        },
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "structured"}},
        "root": {"handlers": ["console"], "level": level},
        "loggers": {
            "django.server": {"handlers": ["console"], "level": "WARNING", "propagate": False},
            "httpx": {"level": "WARNING"},
            "stripe": {"level": "WARNING"},
        },
    }
