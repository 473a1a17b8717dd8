"""`python -m backend.local.run -- COMMAND`: run it with PostgreSQL and Valkey of its own, then drop both."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from backend.local.embedded import start_postgres, start_valkey


def main() -> int:
    command = sys.argv[sys.argv.index("--") + 1 :]
    with tempfile.TemporaryDirectory(prefix="gemeinwerk-") as folder:
        postgres = start_postgres(Path(folder), throwaway=True)
        valkey = start_valkey(Path(folder))
        try:
            environment = os.environ | {"DATABASE_URL": postgres.url, "REDIS_URL": valkey.url}
            return subprocess.run(command, env=environment, check=False).returncode
        finally:
            valkey.stop()
            postgres.stop()


if __name__ == "__main__":
    sys.exit(main())
