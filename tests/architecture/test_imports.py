"""Directions of imports: every contract in pyproject.toml can fail, and no import hides from them."""

import ast
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from tests.architecture.sources import PACKAGES, ROOT, Source, broken, calls, functions, nodes, python_sources, sees

LINTER = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
CONTRACTS: list[dict[str, Any]] = LINTER["contracts"]
NAMES = [contract["name"] for contract in CONTRACTS]
PLANTED = "planted_violation"
# Late on purpose: path of the module → why.
HIDDEN_ON_PURPOSE = {
    "programmes/domain/jury_assignment.py": "the solver takes memory that no web process should spend",
    "programmes/selectors/comparisons.py": "takes memory that only a process in which jurors compare should spend",
    "programmes/domain/pairs.py": "who checks points alone needs no such library, and few processes compare",
    "backend/web/assets.py": "Node comes from a wheel only where the machine has none",
    "funding/sandbox/shapes.py": "reads the parameters of Stripe's library by the name of each endpoint",
    **dict.fromkeys(
        (f"programmes/domain/placing/{name}.py" for name in ("network", "together", "whole")),
        "the solver takes memory that no web process should spend",
    ),
    "worker/housekeeping.py": "the session engine is named by a setting, as Django's own command does it",
}


def hidden_imports(source: Source) -> Iterator[str]:
    """import-linter reads these too, but a reader does not: a module says at its top what it needs."""
    for function in functions(source.tree):
        for node in nodes(function):
            if isinstance(node, ast.Import | ast.ImportFrom):
                yield f"{node.lineno}: imports inside {function.name}"
    for name, call in calls(source.tree):
        if name.rsplit(".", 1)[-1] in {"import_module", "__import__", "import_string"}:
            yield f"{call.lineno}: {name} hides an import"


def test_no_import_hides() -> None:
    visible = tuple(source for source in python_sources() if source.path not in HIDDEN_ON_PURPOSE)
    assert broken(hidden_imports, visible) == []


def test_what_may_hide_still_does() -> None:
    here = {source.path for source in python_sources() if list(hidden_imports(source))}
    assert set(HIDDEN_ON_PURPOSE) == here


@pytest.mark.parametrize(
    "text",
    [
        "def f():\n    import os",
        "async def f():\n    from os import path",
        "class A:\n    def f(self):\n        if self:\n            from a import b",
        "module = import_module('worker.tasks')",
        "module = importlib.import_module('worker.tasks')",
        "module = __import__('worker')",
    ],
)
def test_a_hidden_import_is_seen(text: str) -> None:
    assert sees(hidden_imports, text)


# Every contract is broken on purpose in a copy of the tree, at every border that it draws.


def wanted_breaks(contract: dict[str, Any]) -> set[tuple[str, str]]:
    """Pairs (importer, imported) that the contract must refuse."""
    match contract["type"]:
        case "layers":
            rows = [[name.strip() for name in row.split("|")] for row in contract["layers"]]
            upward = {(low, high) for above, below in pairwise(rows) for low in below for high in above}
            beside = {(one, other) for row in rows for one in row for other in row if one != other}
            return upward | beside
        case "forbidden":
            return {
                (source, target)
                for source in contract["source_modules"]
                for target in contract["forbidden_modules"]
                if not f"{source}.".startswith(f"{target}.")
            }
        case "protected":
            return {(f"backend.{PLANTED}", module) for module in contract["protected_modules"]}
    raise NotImplementedError(f"say here how a contract of the type {contract['type']} is broken")


def plant(tree: Path, importer: str, imported: str) -> None:
    """Let `importer` import `imported`, from a module of its own if it is a package; make what is not there yet."""
    for name in (importer, imported):
        module = tree.joinpath(*name.split("."))
        if name.split(".")[0] in PACKAGES and not module.is_dir():
            module.with_suffix(".py").touch()
    place = tree.joinpath(*importer.split("."))
    if place.is_dir():
        place /= PLANTED
    with place.with_suffix(".py").open("a") as text:
        text.write(f"\nimport {imported}\n")


def sections(report: str) -> dict[str, str]:
    """What is said about each broken contract, by its name (long names are wrapped, so by its letters)."""
    _kept, _heading, details = report.partition("Broken contracts")
    starts = sorted(
        (match.start(), name) for name in NAMES if (match := re.search(rf"^{name}$", details, re.MULTILINE))
    )
    ends = [start for start, _name in starts[1:]] + [len(details)]
    return {name: details[start:end] for (start, name), end in zip(starts, ends, strict=True)}


def lint(tree: Path) -> str:
    """Without a cache, without colours, in one wide column."""
    command = [str(Path(sys.executable).parent / "lint-imports"), "--no-cache", "--verbose"]
    environ = {"PATH": "/usr/bin:/bin", "COLUMNS": "400", "NO_COLOR": "1", "PYTHONPATH": str(tree)}
    answer = subprocess.run(command, cwd=tree, env=environ, capture_output=True, text=True, check=False, timeout=120)
    return answer.stdout + answer.stderr


@pytest.fixture(scope="module")
def broken_report(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    tree = tmp_path_factory.mktemp("tree")
    shutil.copy(ROOT / "pyproject.toml", tree)
    for package in PACKAGES:
        shutil.copytree(ROOT / package, tree / package, ignore=_not_python)
    for contract in CONTRACTS:
        for importer, imported in sorted(wanted_breaks(contract)):
            plant(tree, importer, imported)
    return sections(lint(tree))


def _not_python(folder: str, names: list[str]) -> set[str]:
    return {name for name in names if not name.endswith(".py") and not (Path(folder) / name).is_dir()} | {"__pycache__"}


@pytest.mark.parametrize("contract", CONTRACTS, ids=NAMES)
def test_each_contract_fails_at_every_border(contract: dict[str, Any], broken_report: dict[str, str]) -> None:
    said = broken_report.get(contract["name"], "")
    found = set(re.findall(r"(\S+) is not allowed to import (\S+):", said))
    missing = {pair for pair in wanted_breaks(contract) if pair not in found}
    assert missing == set(), said[:2_000]


def test_the_packages_are_all_under_contract() -> None:
    assert set(LINTER["root_packages"]) == set(PACKAGES)
