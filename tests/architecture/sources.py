"""The tree as the rules of the architecture read it: parsed modules, and the texts of all files that are kept."""

import ast
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
PACKAGES = ("backend", "programmes", "funding", "worker")


@dataclass(frozen=True)
class Source:
    path: str
    """From the root of the tree, with slashes."""
    text: str

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text, self.path)

    def within(self, *folders: str) -> bool:
        return any(self.path == folder or self.path.startswith(f"{folder}/") for folder in folders)


Rule = Callable[[Source], Iterator[str]]
"""Names what breaks it, as `line: what`."""


@cache
def python_sources(*packages: str) -> tuple[Source, ...]:
    """Every module below the packages without migrations: Django writes those, and SQL has rules of its own."""
    paths = (path for package in packages or PACKAGES for path in sorted((ROOT / package).rglob("*.py")))
    return tuple(
        Source(path.relative_to(ROOT).as_posix(), path.read_text()) for path in paths if "migrations" not in path.parts
    )


@cache
def kept_files() -> tuple[Source, ...]:
    """Every text file that is in the history or about to be: ignored files are nobody's business."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.splitlines()
    found = []
    for name in sorted(set(names)):
        path = ROOT / name
        if path.is_file() and b"\0" not in (content := path.read_bytes()):
            found.append(Source(name, content.decode()))
    return tuple(found)


def broken(rule: Rule, sources: "tuple[Source, ...]") -> list[str]:
    return [f"{source.path}:{fault}" for source in sources for fault in rule(source)]


def example(text: str, path: str = "funding/services/example.py") -> Source:
    """A source that breaks a rule: each rule is shown one, else nobody knows that it can fail."""
    return Source(path, text)


def sees(rule: Rule, text: str, path: str = "funding/services/example.py") -> bool:
    return bool(list(rule(example(text, path))))


@cache
def nodes(tree: ast.AST) -> tuple[ast.AST, ...]:
    """Every node of it. A dozen rules ask for the same ones, and walking takes longer than all that they ask."""
    return tuple(ast.walk(tree))


def functions(tree: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in nodes(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


@cache
def calls(tree: ast.AST) -> tuple[tuple[str, ast.Call], ...]:
    """Every call with the dotted name of what is called, as far as it has one."""
    return tuple((ast.unparse(node.func), node) for node in nodes(tree) if isinstance(node, ast.Call))
