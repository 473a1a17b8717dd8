"""Modules of at most 400 lines, functions of at most 70: the tail is what makes code hard."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDERS = ["backend", "programmes", "funding", "worker", "tests", "tools", "docs"]
MODULE_LINES = 400
FUNCTION_LINES = 70


def too_large(path: Path) -> Iterator[str]:
    text = path.read_text()
    lines = text.count("\n")
    name = path.relative_to(ROOT)
    if lines > MODULE_LINES:
        yield f"{name}: {lines} lines, at most {MODULE_LINES}"
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            if length > FUNCTION_LINES:
                yield f"{name}:{node.lineno}: {node.name} has {length} lines, at most {FUNCTION_LINES}"


def main() -> int:
    paths = [path for folder in FOLDERS for path in (ROOT / folder).rglob("*.py") if "migrations" not in path.parts]
    found = [fault for path in sorted(paths) for fault in too_large(path)]
    print("\n".join(found) or f"{len(paths)} modules within the sizes")
    return bool(found)


if __name__ == "__main__":
    sys.exit(main())
