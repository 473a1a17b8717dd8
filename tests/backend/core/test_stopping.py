"""A signal may come at any moment, also in those in which the one who waits begins or ends to wait."""

import subprocess
import sys
import threading
import time

import pytest

from backend.core.stopping import Stop

# At each step of a `wait`, once, the signal comes. Who is stuck then is ended after some seconds, with 1.
AT_EACH_STEP = """
import faulthandler, itertools, signal, sys
from {module} import {kind}

faulthandler.dump_traceback_later(3, exit=True)


def wait(number):
    told, steps = {kind}(), itertools.count()

    def trace(*_):
        if next(steps) == number:
            signal.raise_signal(signal.SIGUSR1)
        return trace

    signal.signal(signal.SIGUSR1, lambda *_: told.set())
    sys.settrace(trace)
    told.wait(0.001)
    sys.settrace(None)
    came = next(steps) > number
    assert told.is_set() == came
    return came


number = next(number for number in itertools.count() if not wait(number))
print(number)
"""


def steps_survived(module: str, kind: str) -> int:
    script = AT_EACH_STEP.format(module=module, kind=kind)
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    return int(run.stdout) if run.returncode == 0 else 0


@pytest.mark.parametrize(("kind", "survives"), [(Stop, True), (threading.Event, False)])
def test_a_signal_at_any_step_is_heard(kind: type[object], survives: bool) -> None:
    assert (steps_survived(kind.__module__, kind.__name__) > 1) == survives


def test_it_stays_set() -> None:
    stop = Stop()
    assert not stop.is_set()
    assert not stop.wait(0)
    stop.set()
    stop.set()
    assert stop.is_set()
    assert stop.wait(0)
    assert stop.wait(0)


def test_whoever_waits_is_woken() -> None:
    stop = Stop()
    threading.Timer(0.05, stop.set).start()
    began = time.monotonic()
    assert stop.wait(20)
    assert time.monotonic() - began < 10
