"""Every check, one line each; all of them run even if one fails. The same here and wherever changes are tested.

Two at a time, beginning with those that take longest.
"""

import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = ROOT / ".venv" / "bin"
MANAGE = [f"{BIN}/python", "-m", "backend"]
WITH_SERVICES = [f"{BIN}/python", "-m", "backend.local.run", "--", *MANAGE]

CHECKS: dict[str, list[str]] = {
    "types": [f"{BIN}/mypy"],
    # Also leaves behind what pytest makes of the modules, which its workers would all make at once.
    "tests": [f"{BIN}/pytest", "--collect-only", "-qq"],
    "dependencies": [f"{BIN}/pip", "--disable-pip-version-check", "check"],
    "lint": [f"{BIN}/ruff", "check", "--quiet"],
    "format": [f"{BIN}/ruff", "format", "--check", "--quiet"],
    "templates": [f"{BIN}/djlint", "--lint", "--quiet", "backend"],
    "imports": [f"{BIN}/lint-imports", "--no-cache"],
    "sizes": [f"{BIN}/python", "tools/sizes.py"],
    "translations": [f"{BIN}/python", "tools/translations.py", "check"],
    "compose file": [f"{BIN}/check-jsonschema", "--builtin-schema", "vendor.compose-spec", "docker-compose.yml"],
    "django": [*MANAGE, "check", "--fail-level", "WARNING"],
    "migrations": [*WITH_SERVICES, "makemigrations", "--check", "--dry-run"],
    "API schema": [*WITH_SERVICES, "api_schema", "--check"],
    "deployment": [*MANAGE, "check", "--deploy", "--fail-level", "INFO"],
}
PRODUCTION = {
    "DJANGO_SETTINGS_MODULE": "backend.settings.prod",
    "SECRET_KEY": "for-this-check-only-0123456789-abcdefghijklmnopqrstuvwxyz-0123456789",
    "DATABASE_URL": "postgresql://localhost/none",
    "SITE_URL": "https://gemeinwerk.example",
    "ALLOWED_HOSTS": "gemeinwerk.example",
    "STRIPE_SECRET_KEY": "sk_live_for_this_check_only",
    "STRIPE_WEBHOOK_SECRET": "whsec_for_this_check_only",
    "EMAIL_URL": "smtp://localhost:25",
}


def run(name: str, command: list[str]) -> bool:
    environment = os.environ | (PRODUCTION if name == "deployment" else {})
    started = time.monotonic()
    result = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    word = "ok" if result.returncode == 0 else "FAILED"
    print(f"{name:14} {word:7} {time.monotonic() - started:5.1f} s", flush=True)
    if result.returncode:
        print(result.stdout[-20_000:], result.stderr[-4_000:], sep="\n", flush=True)
    return result.returncode == 0


def main() -> int:
    wanted = sys.argv[1:] or list(CHECKS)
    with ThreadPoolExecutor(2) as pool:
        results = [*pool.map(lambda name: run(name, CHECKS[name]), wanted)]
    print(f"{sum(results)} of {len(results)} checks passed", flush=True)
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main())
