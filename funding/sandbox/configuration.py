"""What the sandbox is told at its start: arguments first, ``SANDBOX_*`` variables as the fallback."""

import argparse
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

API_VERSION = "2026-10-28.endive"


class RefusedToStartError(Exception):
    """The surroundings look like production, where play money must not be mistaken for money."""


@dataclass(frozen=True, kw_only=True)
class Configuration:
    """One immutable answer to every question about this process."""

    host: str
    port: int
    state: Path
    webhook_url: str
    webhook_secret: str
    api_key: str
    public_url: str
    control_token: str
    instant_funds: bool
    fee_bp: int
    fee_fixed: int
    opening_balance: int
    webhook_workers: int
    retry_base_seconds: float


def configuration_read(arguments: Sequence[str], environ: Mapping[str, str] | None = None) -> Configuration:
    """Parse, refuse production, and return the whole configuration."""
    environment = os.environ if environ is None else environ
    found = _parser(environment).parse_args(arguments)
    _refuse_production(_surroundings(environment), api_key=found.api_key)
    return Configuration(
        host=found.host,
        port=found.port,
        state=Path(found.state),
        webhook_url=found.webhook_url,
        webhook_secret=found.webhook_secret,
        api_key=found.api_key,
        public_url=found.public_url.rstrip("/"),
        control_token=found.control_token,
        instant_funds=found.instant_funds == "yes",
        fee_bp=found.fee_bp,
        fee_fixed=found.fee_fixed,
        opening_balance=found.opening_balance,
        webhook_workers=found.webhook_workers,
        retry_base_seconds=found.retry_base_seconds,
    )


def _parser(environment: Mapping[str, str]) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m funding.sandbox", description="A payment sandbox with Stripe's HTTP API."
    )

    def option(name: str, default: str, text: str, kind: type = str) -> None:
        variable = "SANDBOX_" + name.removeprefix("--").replace("-", "_").upper()
        parser.add_argument(
            name,
            default=environment.get(variable, default),
            type=kind,
            help=f"{text} ({variable}; default: {default or 'none'})",
        )

    option("--host", "127.0.0.1", "address to listen on")
    option("--port", "12111", "port to listen on", int)
    option("--state", ".local/sandbox", "directory that holds the state")
    option("--webhook-url", "", "where events are sent; without it they are only recorded")
    option("--webhook-secret", "whsec_sandbox", "secret that signs the events")
    option("--api-key", "sk_test_sandbox", "the one secret key that is accepted")
    option(
        "--public-url", "", "address under which browsers reach the payment pages; default: as the caller addressed it"
    )
    option("--control-token", "", "bearer token of the control door; without one it answers on loopback only")
    option("--instant-funds", "yes", "'yes' makes every payment available at once, 'no' after days as in reality")
    option("--fee-bp", "150", "fee per payment in basis points", int)
    option("--fee-fixed", "25", "fee per payment in minor units", int)
    option("--opening-balance", "0", "EUR cents that the platform owns at the first start", int)
    option("--webhook-workers", "4", "how many events may be under way at once", int)
    option(
        "--retry-base-seconds", "1", "pause before the first repetition of a failed delivery; doubles each time", float
    )
    return parser


def _surroundings(environment: Mapping[str, str]) -> Mapping[str, str]:
    """The environment, and the ``.env`` file of this directory, in which a platform keeps its settings as well."""
    file = Path(".env")
    if not file.is_file():
        return environment
    lines = [line.strip() for line in file.read_text("utf-8", errors="replace").splitlines()]
    parted = [line.removeprefix("export ").partition("=") for line in lines if not line.startswith("#")]
    return {name.strip(): value.strip().strip("\"'") for name, _, value in parted} | dict(environment)


def _refuse_production(environment: Mapping[str, str], *, api_key: str) -> None:
    if not api_key.startswith(("sk_test_", "rk_test_")):
        message = "The payment sandbox accepts keys that begin with sk_test_ only."
        raise RefusedToStartError(message)
    live = [name for name, value in environment.items() if value.startswith(("sk_live_", "rk_live_", "pk_live_"))]
    if live:
        message = f"{live[0]} holds a live key: the payment sandbox does not start beside it."
        raise RefusedToStartError(message)
    if environment.get("GEMEINWERK_ENV", "").lower() in {"prod", "production"}:
        message = "GEMEINWERK_ENV says production: the payment sandbox does not start here."
        raise RefusedToStartError(message)
    if environment.get("DJANGO_SETTINGS_MODULE", "").endswith(".prod"):
        message = "DJANGO_SETTINGS_MODULE names production settings: the payment sandbox does not start with them."
        raise RefusedToStartError(message)
