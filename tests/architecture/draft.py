"""Drafts lines for routes that the table misses: what is answered now, for a person to compare with what should be."""

import inspect
import re
from collections.abc import Iterator

from django.urls import NoReverseMatch

from tests.architecture.matrix import ROLES, Line
from tests.architecture.play import answer, answers
from tests.architecture.routes import Route
from tests.architecture.things import World

METHODS = ("GET", "POST")
NAME_WIDTH = 58


def draft(routes: list[Route], world: World) -> str:
    return "\n".join(_written(line, world) for route in routes for line in _lines(route, world))


def _lines(route: Route, world: World) -> Iterator[Line]:
    arguments = re.findall(r"<(?:\w+:)?(\w+)>", route.path)
    kind = "slug:" if "slug" in arguments else ""
    objects = {argument: f"{kind}{_thing(route, world)}" for argument in arguments}
    for method in METHODS:
        line = Line(method, route.name, objects, {})
        if takes(route, method) and _fits(line, world):
            yield line


def takes(route: Route, method: str) -> bool:
    """Whether a page does anything with this method: what only shows says nothing of POST."""
    return method == "GET" or "POST" in inspect.getsource(route.view)


def _thing(route: Route, world: World) -> str:
    """What the route is called after: the longest name of a thing with which its own name begins."""
    own = route.name.rpartition(":")[2].replace("-", "_")
    names = [name for name, row in world.things.items() if "slug" not in route.path or hasattr(row, "slug")]
    return max((name for name in names if own.startswith(name)), key=len, default="campaign")


def _fits(line: Line, world: World) -> bool:
    """Whether the address takes this method."""
    try:
        return answer(line, world, ROLES[0]) != "405"
    except NoReverseMatch:
        return False


def _written(line: Line, world: World) -> str:
    found = answers(line, world)
    cells = list(found.values())
    others = set(cells[1:])
    if others == {"ok"} and cells[0] in {"ok", "in", "401"}:
        words = "public" if cells[0] == "ok" else "person"
    else:
        words = " ".join(f"{cell:4}" for cell in cells).rstrip()
    name = line.name.removeprefix(f"{line.method} ")
    return f"{line.method:6} {name:{NAME_WIDTH}} {words}"
