"""Plays one line of the table: the same request by every role, each undone before the next."""

import json
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from copy import deepcopy
from functools import cache
from typing import Any
from unittest.mock import patch
from zlib import crc32

from django.conf import settings
from django.contrib.auth.backends import ModelBackend
from django.contrib.sessions.backends.db import SessionStore
from django.template.backends.django import Template
from django.test import Client
from django.test.client import ClientHandler
from django.urls import reverse

from backend.accounts.services.api_tokens import token_find
from tests.architecture.bodies import BODIES, QUERIES, THINGS
from tests.architecture.matrix import ROLES, Line, answer_of
from tests.architecture.routes import all_routes
from tests.architecture.things import World, undone


def answers(line: Line, world: World) -> dict[str, str]:
    """Pages are rendered for the first who is let in: writing the same page twelve times would say nothing more."""
    shown = next((role for role in ROLES if line.expected.get(role) == "ok"), None)
    found = {}
    with remembered(world), undone():
        for role in asked(line):
            with nullcontext() if role == shown else patch.object(Template, "render", return_value=""):
                found[role] = answer(line, world, role)
    return found


def asked(line: Line) -> Sequence[str]:
    """Everybody; for what is open to all who have an account, whoever has none and three others, another three each."""
    if {line.expected[role] for role in ROLES[1:]} != {"ok"}:
        return ROLES
    first = crc32(line.name.encode()) % len(ROLES)
    return ["anon", *(ROLES[1 + (first + step) % (len(ROLES) - 1)] for step in (0, 4, 8))]


def answer(line: Line, world: World, role: str) -> str:
    # To read changes nothing: the next in turn asks in the same savepoint.
    with nullcontext() if line.method == "GET" else undone():
        send = _api if line.route.startswith("api:") else _web
        return answer_of(send(line, world, role))


@contextmanager
def remembered(world: World) -> Iterator[None]:
    """Who it is stands in the token or the session, which others test: each is looked up once, not in each request."""
    with (
        patch("backend.api.authentication.token_find", _kept(token_find, world)),
        patch.object(SessionStore, "load", _kept(SessionStore.load, world)),
        patch.object(ModelBackend, "get_user", _kept(ModelBackend.get_user, world)),
    ):
        yield


def _kept(find: Callable[..., Any], world: World) -> Callable[..., Any]:
    """Each gets a copy of its own: what a request does to it is undone like all the rest."""

    def found(*where: Any, **named: Any) -> Any:
        key = (find.__qualname__, *(getattr(part, "session_key", part) for part in where[-1:]), *named.values())
        if key not in world.known:
            world.known[key] = find(*where, **named)
        return deepcopy(world.known[key])

    return found


def _client() -> Client:
    """Each a browser of its own, before the same server, which is built once."""
    client = Client()
    client.handler = _server()
    return client


@cache
def _server() -> ClientHandler:
    return ClientHandler(enforce_csrf_checks=False)


def _api(line: Line, world: World, role: str) -> Any:
    headers = {"Authorization": f"Bearer {world.tokens[role]}"} if role in world.tokens else {}
    body = _filled(BODIES.get(line.route, {}).get(line.method), world)
    content = "" if body is None else json.dumps(body)
    return _client().generic(line.method, address(line, world), content, "application/json", headers=headers)


def _web(line: Line, world: World, role: str) -> Any:
    client = _client()
    if role in world.sessions:
        client.cookies[settings.SESSION_COOKIE_NAME] = world.sessions[role]
    data = _filled(BODIES.get(line.route, {}).get(line.method, {}), world)
    return client.post(address(line, world), data) if line.method == "POST" else client.get(address(line, world), data)


def address(line: Line, world: World) -> str:
    """The address of the line's things: those that it names, else the usual one of each argument."""
    named = {
        name: line.objects.get(name, THINGS.get(name, name.removesuffix("_id"))) for name in _arguments(line.route)
    }
    kwargs = {name: ref(world, thing) for name, thing in named.items()}
    return reverse(line.route, kwargs=kwargs) + QUERIES.get(line.route, "")


def _arguments(route: str) -> list[str]:
    return re.findall(r"<(?:\w+:)?(\w+)>", _paths()[route])


@cache
def _paths() -> dict[str, str]:
    return {each.name: each.path for each in all_routes()}


def ref(world: World, thing: str) -> str:
    """A thing by what addresses call it: its public id, its slug for `slug:thing`, the word itself for `=word`."""
    if thing.startswith("="):
        return thing[1:]
    kind, _colon, name = thing.rpartition(":")
    row = world.things.get(name) or world.people[name]
    return str(getattr(row, kind or "public_id"))


def _filled(body: Any, world: World) -> Any:
    """Replace `$thing` by its public id, wherever it stands."""
    match body:
        case str() if body.startswith("$"):
            return ref(world, body[1:])
        case dict():
            return {_filled(name, world): _filled(part, world) for name, part in body.items()}
        case list():
            return [_filled(part, world) for part in body]
    return body
