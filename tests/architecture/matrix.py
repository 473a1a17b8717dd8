"""How the table of `test_authorization_matrix.py` is read and played.

A line is: method, route, then what each role is answered, in the order of ROLES:

    POST  api:challenge-accept       401 403 403 403 403 403 ok  403 403 403 403 403

`ok` is any success (2xx, or a redirect that is not the one to the sign-in), `in` the redirect to the sign-in. A word
instead of the columns stands for all of them: `public` (everybody ok), `person` (401 or `in` for anybody without an
account, ok for all others). A route is followed by the objects it is asked about, where they are not the usual ones of
organisation A: `api:challenge-accept challenge_id=proposed`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

ROLES = ("anon", "citi", "othr", "memb", "lead", "jury", "orga", "orgB", "cura", "fman", "fmaB", "spon")
SIGN_IN = "/konto/"
METHODS = frozenset({"GET", "POST", "PUT", "PATCH", "DELETE"})


@dataclass(frozen=True)
class Line:
    method: str
    route: str
    objects: Mapping[str, str]
    expected: Mapping[str, str]

    @property
    def name(self) -> str:
        return f"{self.method} {self.route}" + "".join(f" {key}={value}" for key, value in self.objects.items())


def read_table(table: str) -> list[Line]:
    return [_read(line) for line in map(str.strip, table.splitlines()) if line and not line.startswith("#")]


def _read(text: str) -> Line:
    method, route, *rest = text.split()
    if method not in METHODS:
        raise ValueError(text)
    objects = dict(word.split("=", 1) for word in rest if "=" in word)
    answers = [word for word in rest if "=" not in word]
    outside = "401" if route.startswith("api:") else "in"
    match answers:
        case ["public"]:
            answers = ["ok"] * len(ROLES)
        case ["person"]:
            answers = [outside] + ["ok"] * (len(ROLES) - 1)
    return Line(method, route, objects, dict(zip(ROLES, answers, strict=True)))


def answer_of(response: Any) -> str:
    """Say a response in the words of the table."""
    status = response.status_code
    if status in {301, 302, 303}:
        return "in" if response["Location"].startswith(SIGN_IN) else "ok"
    return "ok" if status < 300 else str(status)
