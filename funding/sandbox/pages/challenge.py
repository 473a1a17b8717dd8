"""The bank's question (3D Secure): complete it or fail it."""

from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response

from funding.sandbox.checkout import session_challenge_end, session_of
from funding.sandbox.pages.html import document, page, redirect, tag
from funding.sandbox.pages.payment import base_url, notice, success_address
from funding.sandbox.pages.texts import TEXTS, amount_written, language_chosen
from funding.sandbox.resources.setup_intents import setup_end
from funding.sandbox.sandbox import Sandbox
from funding.sandbox.store import JsonObject

_NOT_FOUND, _GONE = 404, 410
_KINDS = {"payment_intent", "setup_intent"}


class ChallengePage:
    """For payment intents and setup intents that wait for their owner."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox

    async def show(self, request: Request) -> Response:
        intent = self._intent(request)
        session = None if intent is None else session_of(self._sandbox, intent)
        language = language_chosen(
            None if session is None else session["locale"], request.headers.get("accept-language", "")
        )
        if intent is None:
            return notice("unknown", language, status=_NOT_FOUND)
        if intent["status"] != "requires_action":
            return notice("challenge_over", language, status=_GONE)
        words = TEXTS[language]
        if intent["object"] == "payment_intent":
            text = words["challenge_text"].format(amount=amount_written(intent["amount"], intent["currency"], language))
        else:
            text = words["challenge_setup_text"]
        form = tag(
            "form",
            tag("button", words["challenge_complete"], name="outcome", value="complete"),
            tag("button", words["challenge_fail"], name="outcome", value="fail", class_="quiet"),
            method="post",
        )
        body = tag("section", tag("h1", words["challenge_title"]), tag("p", text), form, class_="card")
        leads_to = (session["success_url"] if session else "", intent.get("_return_url") or "")
        html = document(body, title=words["challenge_title"], language=language, banner=words["test_page"])
        return page(html, leads_to=leads_to)

    async def take(self, request: Request) -> Response:
        passed = (await request.form()).get("outcome") == "complete"
        intent = self._intent(request)
        if intent is None or intent["status"] != "requires_action":
            return await self.show(request)
        with self._sandbox.store.transaction():
            self._end(intent, passed=passed, request=request)
        self._sandbox.wake.set()
        return redirect(self._onward(intent))

    def _end(self, intent: JsonObject, *, passed: bool, request: Request) -> None:
        sandbox = self._sandbox
        if intent["object"] == "payment_intent":
            session_challenge_end(sandbox, intent, passed=passed, base_url=base_url(sandbox, request))
            return
        account = sandbox.store.account_of(intent["id"])
        method = sandbox.store.find(intent["payment_method"], account=account)
        if method is not None:
            setup_end(sandbox, intent, method, passed=passed, account=account)

    def _onward(self, intent: JsonObject) -> str:
        session = session_of(self._sandbox, intent)
        if session is not None:
            return success_address(session) if session["status"] == "complete" else f"/c/pay/{session['id']}?failed=1"
        done = intent["status"] in {"succeeded", "requires_capture"}
        query = {
            intent["object"]: intent["id"],
            f"{intent['object']}_client_secret": intent["client_secret"],
            "redirect_status": "succeeded" if done else "failed",
        }
        target = intent.get("_return_url")
        if not target:
            return f"/c/challenge/{intent['id']}"
        return f"{target}{'&' if '?' in target else '?'}{urlencode(query)}"

    def _intent(self, request: Request) -> JsonObject | None:
        store, intent_id = self._sandbox.store, request.path_params["id"]
        found = store.find(intent_id, account=store.account_of(intent_id))
        return found if found is not None and found["object"] in _KINDS else None
