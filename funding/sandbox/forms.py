"""Form-encoded bodies as Stripe nests them: ``a[b][0][c]=1`` becomes ``{"a": {"b": {"0": {"c": "1"}}}}``.

Which of the inner objects are lists is not known here; the typed parameters decide that later.
"""

import re
from urllib.parse import parse_qsl

from funding.sandbox.errors import ApiError

Tree = dict[str, "str | Tree"]
_NAME = re.compile(r"^(?P<root>[^\[\]]+)(?P<rest>(\[[^\[\]]*\])*)$")
_MAXIMAL_FIELDS = 1_000


def form_decode(body: str) -> Tree:
    try:
        pairs = parse_qsl(body, keep_blank_values=True, max_num_fields=_MAXIMAL_FIELDS, errors="strict")
    except ValueError as problem:
        message = "Invalid request: the body is not form-encoded text."
        raise ApiError(message) from problem
    tree: Tree = {}
    for name, value in pairs:
        _put(tree, _steps(name), value)
    return tree


def _steps(name: str) -> list[str]:
    matched = _NAME.match(name)
    if matched is None:
        message = f"Invalid parameter name: {name}"
        raise ApiError(message, param=name)
    return [matched["root"], *re.findall(r"\[([^\[\]]*)\]", matched["rest"])]


def _put(tree: Tree, steps: list[str], value: str) -> None:
    here = tree
    for position, step in enumerate(steps):
        key = step or str(len(here))
        if position == len(steps) - 1:
            here[key] = value
            return
        below = here.setdefault(key, {})
        if isinstance(below, str):
            message = f"Invalid object: {steps[0]}"
            raise ApiError(message, param=steps[0])
        here = below
