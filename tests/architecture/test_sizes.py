"""Small things stay small: modules, functions, handlers; and no module is named for nothing."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.sources import Source, broken, functions, kept_files, python_sources, sees
from tools import sizes

# A page's function holds its texts line by line, so its lines may be more than the 15 of an API handler.
VIEW_LINES = 25
VIEW_STATEMENTS = 15
NAMELESS = {"utils", "helpers", "common", "misc", "util", "helper", "shared", "stuff", "base_utils"}


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("x = 1\n" * (sizes.MODULE_LINES + 1), "401 lines"),
        ("def f():\n" + "    x = 1\n" * sizes.FUNCTION_LINES, "f has 71 lines"),
        ("class A:\n    async def f(self):\n" + "        x = 1\n" * sizes.FUNCTION_LINES, "f has 71 lines"),
    ],
)
def test_the_size_check_sees_too_much(text: str, fault: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sizes, "ROOT", tmp_path)
    module = tmp_path / "large.py"
    module.write_text(text)
    assert fault in " ".join(sizes.too_large(module))


def test_the_size_check_lets_the_border_pass(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sizes, "ROOT", tmp_path)
    module = tmp_path / "just.py"
    module.write_text("def f():\n" + "    x = 1\n" * (sizes.FUNCTION_LINES - 1))
    assert list(sizes.too_large(module)) == []


def long_views(source: Source) -> Iterator[str]:
    for function in functions(source.tree):
        arguments = [one.arg for one in function.args.args]
        if arguments[:1] in (["request"], ["_request"]):
            lines = (function.end_lineno or 0) - function.lineno + 1
            count = sum(isinstance(node, ast.stmt) for node in ast.walk(function)) - 1
            if lines > VIEW_LINES or count > VIEW_STATEMENTS:
                yield f"{function.lineno}: {function.name} has {lines} lines and {count} statements"


def test_pages_parse_ask_and_show() -> None:
    assert (
        broken(long_views, tuple(source for source in python_sources("backend") if source.within("backend/web/views")))
        == []
    )


@pytest.mark.parametrize(
    "text",
    [
        "def page(request):\n" + "    a = 1\n" * (VIEW_STATEMENTS + 1),
        "def page(request):\n    return show(\n" + "        1,\n" * VIEW_LINES + "    )",
        "def page(_request, slug):\n    if a:\n" + "        b = 1\n" * VIEW_STATEMENTS,
    ],
)
def test_a_page_that_does_more_is_seen(text: str) -> None:
    assert sees(long_views, text, "backend/web/views/example.py")


def nameless(paths: list[str]) -> list[str]:
    parts = ((path, part) for path in paths for part in Path(path).with_suffix("").parts)
    return [path for path, part in parts if part in NAMELESS]


def test_every_module_says_what_it_holds() -> None:
    assert nameless([source.path for source in kept_files() if source.path.endswith(".py")]) == []


def test_a_module_that_says_nothing_is_seen() -> None:
    assert nameless(["funding/utils.py", "funding/misc/fees.py", "funding/fees.py"]) == [
        "funding/utils.py",
        "funding/misc/fees.py",
    ]
