"""The API door: key, parameters, idempotency, faults, one transaction, an answer in Stripe's shape."""

import logging
from collections.abc import Callable
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from funding.sandbox.answers import fault_suffer, reply_response
from funding.sandbox.authorization import key_required
from funding.sandbox.call import Call
from funding.sandbox.call_faults import call_fault_take
from funding.sandbox.errors import ApiError
from funding.sandbox.expansion import expanded
from funding.sandbox.forms import form_decode
from funding.sandbox.ids import new_id
from funding.sandbox.replies import Reply, key_checked, key_in_use, reply_find, reply_keep, request_fingerprint
from funding.sandbox.sandbox import NOBODY, Cause, Sandbox
from funding.sandbox.shapes import parameters_checked
from funding.sandbox.store import JsonObject

logger = logging.getLogger(__name__)
Handler = Callable[[Call], JsonObject]


@dataclass(frozen=True)
class Endpoint:
    """A method and path of the API, the name of its parameter type, and who answers it."""

    method: str
    path: str
    params: str
    handler: Handler


@dataclass(frozen=True)
class Ask:
    """A request, read but not yet understood."""

    method: str
    path: str
    body: str
    ids: dict[str, str]
    account: str
    base_url: str
    key: str | None
    request_id: str

    @property
    def fingerprint(self) -> str:
        return request_fingerprint(self.method, self.path, self.body)


class ApiDoor:
    """Answers calls; remembers which idempotency keys are under way in this process."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox
        self._under_way: set[tuple[str, str]] = set()

    async def answer(self, endpoint: Endpoint | None, request: Request) -> Response:
        request_id = new_id("req", length=14)
        try:
            ask = await self._read(request, request_id)
            if endpoint is None:
                message = f"Unrecognized request URL ({ask.method}: {ask.path}). Please see https://stripe.com/docs."
                raise ApiError(message, status=404)  # noqa: TRY301 - the one place that shapes refusals is below
            return await self._alone(endpoint, ask)
        except ApiError as refused:
            return reply_response(Reply(refused.status, refused.body(), request_id))

    async def _read(self, request: Request, request_id: str) -> Ask:
        key_required(request, self._sandbox.configuration.api_key)
        method = request.method
        in_query = method in {"GET", "DELETE"}
        raw = b"" if in_query else await request.body()
        key = request.headers.get("idempotency-key")
        return Ask(
            method=method,
            path=request.url.path,
            body=request.url.query if in_query else raw.decode("utf-8", errors="replace"),
            ids=dict(request.path_params),
            account=self._account(request.headers.get("stripe-account", "")),
            base_url=self._sandbox.configuration.public_url or f"{request.url.scheme}://{request.url.netloc}",
            key=key_checked(key) if key is not None and method == "POST" else None,
            request_id=request_id,
        )

    def _account(self, account_id: str) -> str:
        if account_id and self._sandbox.store.find(account_id) is None:
            message = (
                f"The provided key does not have access to account '{account_id}' (or that account does not exist)."
            )
            raise ApiError(message, status=403, code="account_invalid")
        return account_id

    async def _alone(self, endpoint: Endpoint, ask: Ask) -> Response:
        """One call at a time per key of an account: the second of two at once is told to wait."""
        if ask.key is None:
            return await self._with_faults(endpoint, ask)
        under_way = (ask.account, ask.key)
        if under_way in self._under_way:
            raise key_in_use(ask.key)
        self._under_way.add(under_way)
        try:
            return await self._with_faults(endpoint, ask)
        finally:
            self._under_way.discard(under_way)

    async def _with_faults(self, endpoint: Endpoint, ask: Ask) -> Response:
        with self._sandbox.store.transaction():
            fault = call_fault_take(self._sandbox.store, ask.method, ask.path)
        if fault is None:
            return reply_response(self._perform(endpoint, ask), key=ask.key)
        instead = Reply(fault.status, fault.error_body(), ask.request_id) if fault.how == "error" else None
        reply = instead
        if instead is not None and fault.when == "before":
            reply = self._keep(ask, instead) if fault.stored else instead
        elif fault.when == "after" or fault.how == "slow":
            reply = self._perform(endpoint, ask, instead=instead, stored=fault.stored)
        return await fault_suffer(fault, reply, key=ask.key, stopping=self._sandbox.stopping)

    def _perform(self, endpoint: Endpoint, ask: Ask, *, instead: Reply | None = None, stored: bool = True) -> Reply:
        """Act once and keep the answer with the act; ``instead`` is what a fault makes the caller see."""
        sandbox = self._sandbox
        with sandbox.store.transaction():
            kept = self._kept(ask)
            if kept is not None:
                return kept if instead is None or stored else instead
            params = parameters_checked(endpoint.params, form_decode(ask.body))
            sandbox.cause = Cause(ask.request_id, ask.key)
            try:
                reply = self._act(endpoint, ask, params)
            finally:
                sandbox.cause = NOBODY
            shown = reply if instead is None else instead
            self._remember(ask, shown if stored else reply)
        sandbox.wake.set()
        return shown

    def _act(self, endpoint: Endpoint, ask: Ask, params: JsonObject) -> Reply:
        store = self._sandbox.store
        call = Call(self._sandbox, params, ask.ids, ask.account, ask.base_url, ask.path)
        try:
            with store.attempt():
                try:
                    body = expanded(
                        self._sandbox, endpoint.handler(call), params.get("expand", ()), account=ask.account
                    )
                except ApiError as refused:
                    if refused.is_outcome:
                        return Reply(refused.status, refused.body(), ask.request_id)
                    raise
        except ApiError as refused:
            return Reply(refused.status, refused.body(), ask.request_id)
        return Reply(200, body, ask.request_id)

    def _keep(self, ask: Ask, reply: Reply) -> Reply:
        """The answer of a call that failed before it acted; an older answer under the same key goes before it."""
        with self._sandbox.store.transaction():
            kept = self._kept(ask)
            if kept is None:
                self._remember(ask, reply)
        return kept or reply

    def _kept(self, ask: Ask) -> Reply | None:
        if ask.key is None:
            return None
        store, now = self._sandbox.store, self._sandbox.now()
        return reply_find(store, ask.key, account=ask.account, fingerprint=ask.fingerprint, path=ask.path, now=now)

    def _remember(self, ask: Ask, reply: Reply) -> None:
        if ask.key is None:
            return
        store, now = self._sandbox.store, self._sandbox.now()
        reply_keep(store, ask.key, reply, account=ask.account, fingerprint=ask.fingerprint, path=ask.path, now=now)
