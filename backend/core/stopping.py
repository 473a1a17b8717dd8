"""How a signal tells a process to stop."""

from queue import Empty, SimpleQueue


class Stop:
    """Set by a signal at any moment, and waited for by one thread.

    An `Event` cannot be: who waits for it holds its lock for some moments, and a signal that comes in one of them calls
    `set` in the same thread, which then waits for that lock for ever. `SimpleQueue.put` is made to be called so.
    """

    def __init__(self) -> None:
        self._told: SimpleQueue[None] = SimpleQueue()

    def set(self) -> None:
        self._told.put(None)

    def is_set(self) -> bool:
        return not self._told.empty()

    def wait(self, seconds: float) -> bool:
        """Return at once when told to stop, before or meanwhile; else after `seconds`. Tell which of the two."""
        try:
            self._told.get(timeout=seconds)
        except Empty:
            return False
        self.set()
        return True
