"""What has one place: states, the environment, the time, money as integers, events instead of signals."""

import ast
from collections.abc import Iterator

import pytest

from tests.architecture.sources import Source, broken, calls, nodes, python_sources, sees

OWN_PROGRAM = "funding/sandbox"
READS_ENVIRONMENT = {
    "backend/settings": "the one typed reader",
    "backend/local": "starts other processes and hands the environment on",
    "backend/__main__.py": "says which settings Django is to load, before there are any",
    "backend/asgi.py": "likewise",
    "backend/wsgi.py": "likewise",
    "backend/web/assets.py": "a build step that runs without Django, and hands the environment on to npm",
    OWN_PROGRAM: "a program of its own, which the domain does not know",
}
KNOWS_THE_TIME = {
    "backend/core/clock.py": "the one place",
    "backend/core/models/base.py": "when a row was last written, which decides nothing",
    OWN_PROGRAM: "a program of its own, with a clock of its own",
}
WRITES_STATES = {
    "backend/core/transitions.py": "the one place",
    "programmes/services/archive/projects.py": "an archive tells of states, not of steps; written in bulk",
    "programmes/services/exchange/projects.py": "likewise a package of another system",
    "funding/domain": "arithmetic on records of its own, which no database keeps",
    OWN_PROGRAM: "a program of its own, with states of its own",
}
KNOWS_SIGNALS = {
    "worker/life.py": "Celery says that a worker has started in no other way",
    "backend/api/problems.py": "sends Django's own sign of an unforeseen error, and receives nothing",
}
MONEY_CODE = (
    "backend/core/money.py",
    "funding/domain",
    "funding/gateways",
    "funding/ledger",
    "funding/models",
    "funding/rules.py",
    "funding/selectors",
    "funding/services",
)
WEIGHS_WITH_ROOTS = {
    "funding/domain/quadratic.py": "square roots, cut to whole numbers of fixed digits before they are added",
    "funding/domain/pairwise.py": "likewise; money is divided in whole cents by these weights",
    "funding/domain/simulation_scene.py": "draws pledges that nobody has made; what is drawn is whole",
}
CLOCKS = {
    "datetime.now",
    "datetime.today",
    "datetime.utcnow",
    "date.today",
    "timezone.now",
    "timezone.localdate",
    "timezone.localtime",
    "time.time",
    "Now",
}
SIGNALS = ("django.db.models.signals", "django.core.signals", "django.dispatch", "django.contrib.auth.signals")


def state_writes(source: Source) -> Iterator[str]:
    for node in nodes(source.tree):
        match node:
            case ast.Assign(targets=targets) if any(_is_state(target) for target in targets):
                yield f"{node.lineno}: assigns a state"
            case ast.AnnAssign(target=target) | ast.AugAssign(target=target) if _is_state(target):
                yield f"{node.lineno}: assigns a state"
    for name, call in calls(source.tree):
        last = name.rsplit(".", 1)[-1]
        if last in {"update", "update_or_create"} and any(keyword.arg == "state" for keyword in call.keywords):
            yield f"{call.lineno}: updates a state past its table"
        if last in {"setattr", "bulk_update"} and "'state'" in ast.unparse(call):
            yield f"{call.lineno}: writes a state by its name"


def _is_state(target: ast.expr) -> bool:
    if isinstance(target, ast.Tuple | ast.List):
        return any(_is_state(element) for element in target.elts)
    return isinstance(target, ast.Attribute) and target.attr == "state"


def environment_reads(source: Source) -> Iterator[str]:
    for node in nodes(source.tree):
        if isinstance(node, ast.Attribute) and ast.unparse(node) in {"os.environ", "os.getenv", "os.putenv"}:
            yield f"{node.lineno}: reads the environment"
        if isinstance(node, ast.ImportFrom) and node.module == "os":
            yield from (f"{node.lineno}: takes {one.name}" for one in node.names if one.name in {"environ", "getenv"})


def clock_reads(source: Source) -> Iterator[str]:
    for name, call in calls(source.tree):
        if ".".join(name.split(".")[-2:]) in CLOCKS:
            yield f"{call.lineno}: {name} cannot be frozen"
        yield from (f"{call.lineno}: {word.arg}" for word in call.keywords if word.arg in {"auto_now", "auto_now_add"})


def floats(source: Source) -> Iterator[str]:
    for node in nodes(source.tree):
        match node:
            case ast.Constant(value=float() as number):
                yield f"{node.lineno}: {number} is no whole number"
            case ast.Name(id="float" | "Decimal"):
                yield f"{node.lineno}: {node.id}"
            case ast.BinOp(op=ast.Div()):
                yield f"{node.lineno}: divides into fractions"
            case ast.Call(func=ast.Name(id="round")):
                yield f"{node.lineno}: rounds without saying how"


def signal_receivers(source: Source) -> Iterator[str]:
    for node in nodes(source.tree):
        match node:
            case ast.ImportFrom(module=str(module)) if module in SIGNALS or module.endswith(".signals"):
                yield f"{node.lineno}: imports {module}"
            case ast.ImportFrom(names=names) if any(one.name in {"signals", "receiver"} for one in names):
                yield f"{node.lineno}: imports signals"
            case ast.Import(names=names) if any(one.name in SIGNALS for one in names):
                yield f"{node.lineno}: imports signals"


def outside(*places: str) -> tuple[Source, ...]:
    return tuple(source for source in python_sources() if not source.within(*places))


def test_a_state_has_one_writer() -> None:
    assert broken(state_writes, outside(*WRITES_STATES)) == []


def test_the_writer_is_where_it_should_be() -> None:
    writer = [source for source in python_sources() if source.path == "backend/core/transitions.py"]
    assert "to in table[before]" in writer[0].text or "to not in table[before]" in writer[0].text


def test_the_environment_has_one_reader() -> None:
    assert broken(environment_reads, outside(*READS_ENVIRONMENT)) == []


def test_the_time_comes_from_one_clock() -> None:
    assert broken(clock_reads, outside(*KNOWS_THE_TIME)) == []


def test_money_is_counted_in_whole_numbers() -> None:
    money_code = (source for source in outside(*WEIGHS_WITH_ROOTS) if source.within(*MONEY_CODE))
    assert broken(floats, tuple(money_code)) == []


def test_nothing_happens_by_signals() -> None:
    assert broken(signal_receivers, outside(*KNOWS_SIGNALS)) == []


@pytest.mark.parametrize("allowed", [READS_ENVIRONMENT, KNOWS_THE_TIME, WRITES_STATES, KNOWS_SIGNALS])
def test_exceptions_name_what_is_there(allowed: dict[str, str]) -> None:
    assert [place for place in allowed if not any(source.within(place) for source in python_sources())] == []


@pytest.mark.parametrize(
    "text",
    [
        "team.state = 'dissolved'",
        "team.name, team.state = 'A', 'dissolved'",
        "team.state: str = 'dissolved'",
        "Team.objects.filter(pk=1).update(state='dissolved')",
        "Team.objects.update_or_create(pk=1, state='dissolved')",
        "Team.objects.bulk_update(teams, ['state'])",
        "setattr(team, 'state', 'dissolved')",
    ],
)
def test_a_second_writer_of_states_is_seen(text: str) -> None:
    assert sees(state_writes, text)


@pytest.mark.parametrize("text", ["os.environ['A']", "x = os.getenv('A')", "from os import environ"])
def test_a_second_reader_of_the_environment_is_seen(text: str) -> None:
    assert sees(environment_reads, text)


@pytest.mark.parametrize(
    "text",
    [
        "datetime.now(UTC)",
        "datetime.datetime.now()",
        "timezone.now()",
        "at = date.today()",
        "time.time()",
        "DateTimeField(auto_now_add=True)",
        "rows.update(at=Now())",
    ],
)
def test_a_second_clock_is_seen(text: str) -> None:
    assert sees(clock_reads, text)


@pytest.mark.parametrize("text", ["fee = 0.25", "float(1)", "part = amount / 3", "round(amount)", "Decimal(1)"])
def test_a_fraction_is_seen(text: str) -> None:
    assert sees(floats, text)


@pytest.mark.parametrize(
    "text",
    [
        "from django.db.models.signals import post_save",
        "from django.db.models import signals",
        "from django.dispatch import receiver",
        "from allauth.account.signals import user_signed_up",
        "import django.dispatch",
    ],
)
def test_a_signal_is_seen(text: str) -> None:
    assert sees(signal_receivers, text)
