"""`python -m backend.local.run -- COMMAND`: run it with PostgreSQL and Valkey of its own, then drop both."""

import os
import signal
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

from backend.local.embedded import start_postgres, start_valkey


def main() -> int:
    if "--" not in sys.argv[:-1]:
        print(__doc__, file=sys.stderr)
        return 2
    command = sys.argv[sys.argv.index("--") + 1 :]
    # Told to end, it must not leave two servers behind: unwinding stops them.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="gemeinwerk-")))
        postgres = start_postgres(folder, throwaway=True)
        stack.callback(postgres.stop)
        valkey = start_valkey(folder)
        stack.callback(valkey.stop)
        environment = os.environ | {"DATABASE_URL": postgres.url, "REDIS_URL": valkey.url}
        return subprocess.run(command, env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
