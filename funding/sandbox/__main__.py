"""``python -m funding.sandbox``: one process, one thread of Python, one file of state.

Granian runs embedded in this process instead of forking a worker: half the memory, and a killed sandbox is dead at once
instead of leaving a worker behind that still holds the port.
"""

import asyncio
import logging
import signal
import sys
import warnings
from collections.abc import Sequence

from granian.constants import Interfaces
from granian.server.embed import Server

from funding.sandbox.application import application
from funding.sandbox.configuration import Configuration, RefusedToStartError, configuration_read
from funding.sandbox.sandbox import Sandbox
from funding.sandbox.store import Store

_REFUSED = 2


async def serve(configuration: Configuration) -> None:
    """Serve until SIGTERM or SIGINT."""
    sandbox = Sandbox(configuration, Store(configuration.state))
    server = Server(
        application(sandbox),
        address=configuration.host,
        port=configuration.port,
        interface=Interfaces.ASGI,
        websockets=False,
        log_enabled=False,
    )
    loop = asyncio.get_running_loop()

    def stop() -> None:
        sandbox.stopping.set()
        loop.call_soon(server.stop)

    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop)
    await server.serve()


def main(arguments: Sequence[str]) -> int:
    logging.basicConfig(level=logging.WARNING, format="sandbox %(levelname)s %(message)s")
    try:
        configuration = configuration_read(arguments)
    except RefusedToStartError as refused:
        sys.stderr.write(f"{refused}\n")
        return _REFUSED
    warnings.filterwarnings("ignore", message="Embedded server is experimental")
    sys.stdout.write(f"Payment sandbox at http://{configuration.host}:{configuration.port}\n")
    sys.stdout.flush()
    asyncio.run(serve(configuration))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
