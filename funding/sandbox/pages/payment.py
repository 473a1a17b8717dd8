"""The hosted payment page of a checkout session."""

from starlette.requests import Request
from starlette.responses import Response

from funding.sandbox.cards import Decline
from funding.sandbox.checkout import session_pay
from funding.sandbox.pages.fields import Typed, typed_read
from funding.sandbox.pages.html import document, page, redirect, tag
from funding.sandbox.pages.payment_form import FormState, payment_form
from funding.sandbox.pages.texts import TEXTS, language_chosen
from funding.sandbox.resources.payment_methods import method_from_card, method_from_iban
from funding.sandbox.resources.sessions import session_expires
from funding.sandbox.sandbox import Sandbox
from funding.sandbox.store import JsonObject

_PAYMENT_REQUIRED, _NOT_FOUND, _GONE, _UNPROCESSABLE = 402, 404, 410, 422


class PaymentPage:
    """Shows the form and takes it; every outcome is a page or a redirect."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox

    async def show(self, request: Request) -> Response:
        session = self._session(request)
        language = _language(session, request)
        if session is None:
            return notice("unknown", language, status=_NOT_FOUND)
        if session["status"] == "complete":
            return redirect(success_address(session))
        if session["status"] == "expired":
            return notice("expired", language, status=_GONE, back=session["cancel_url"])
        kind = _kind(session, request.query_params.get("method"))
        failed = self._last_failure(session) if request.query_params.get("failed") else None
        values = {"email": session["customer_email"] or ""}
        return payment_form(FormState(session, language, kind, values, failed=failed))

    async def take(self, request: Request) -> Response:
        form = {key: value for key, value in (await request.form()).items() if isinstance(value, str)}
        session = self._session(request)
        if session is None or session["status"] != "open":
            return await self.show(request)
        kind, language = _kind(session, form.get("method")), _language(session, request)
        typed = typed_read(form, kind=kind, now=self._sandbox.now())
        if typed.errors:
            return payment_form(FormState(session, language, kind, form, typed.errors), status=_UNPROCESSABLE)
        failed = self._pay(session, typed, request)
        if failed is not None:
            return payment_form(FormState(session, language, kind, form, failed=failed), status=_PAYMENT_REQUIRED)
        return redirect(self._onward(session))

    def _pay(self, session: JsonObject, typed: Typed, request: Request) -> str | None:
        """Pay in one transaction; the answer names the text of what went wrong."""
        sandbox, billing = self._sandbox, {"email": typed.email, "name": typed.name or None}
        if isinstance(typed.card, Decline):
            return typed.card.decline_code
        account = sandbox.store.account_of(session["id"])
        with sandbox.store.transaction():
            if typed.bank is not None:
                method = method_from_iban(sandbox, typed.bank, billing=billing, account=account)
            elif typed.card is not None:
                method = method_from_card(sandbox, typed.card, billing=billing, expiry=typed.expiry, account=account)
            else:
                return "error_number"
            declined = session_pay(sandbox, session, method, base_url=base_url(sandbox, request))
        sandbox.wake.set()
        return None if declined is None else str(declined.extra.get("decline_code", "generic_decline"))

    def _last_failure(self, session: JsonObject) -> str | None:
        """Why the last attempt failed, as its intent remembers it, not as an address claims."""
        intent = self._intent(session)
        error = None if intent is None else intent["last_payment_error"]
        return None if error is None else str(error.get("decline_code", "authentication"))

    def _intent(self, session: JsonObject) -> JsonObject | None:
        store = self._sandbox.store
        return store.find(session["payment_intent"] or "", account=store.account_of(session["id"]))

    def _onward(self, session: JsonObject) -> str:
        """The success page, or first the bank's question."""
        intent = self._intent(session)
        if intent is not None and intent["status"] == "requires_action":
            return str(intent["next_action"]["redirect_to_url"]["url"])
        return success_address(session) if session["status"] == "complete" else f"/c/pay/{session['id']}"

    def _session(self, request: Request) -> JsonObject | None:
        session_id = request.path_params["id"]
        store = self._sandbox.store
        found = store.find(session_id, account=store.account_of(session_id))
        if found is None or found["object"] != "checkout.session":
            return None
        if found["status"] == "open" and self._sandbox.now() >= found["expires_at"]:
            with store.transaction():
                session_expires(self._sandbox, session_id)
            self._sandbox.wake.set()
            return store.find(session_id, account=store.account_of(session_id))
        return found


def success_address(session: JsonObject) -> str:
    return str(session["success_url"]).replace("{CHECKOUT_SESSION_ID}", session["id"])


def base_url(sandbox: Sandbox, request: Request) -> str:
    return sandbox.configuration.public_url or f"{request.url.scheme}://{request.url.netloc}"


def notice(name: str, language: str, *, status: int, back: str | None = None) -> Response:
    """A page with one sentence and, where there is one, the way back."""
    words = TEXTS[language]
    link = tag("a", words["back"], href=back, class_="back") if back else ""
    card = tag("div", tag("h1", words[f"{name}_title"]), tag("p", words[f"{name}_text"]), link, class_="card")
    return page(
        document(card, title=words[f"{name}_title"], language=language, banner=words["test_page"]), status=status
    )


def _language(session: JsonObject | None, request: Request) -> str:
    return language_chosen(None if session is None else session["locale"], request.headers.get("accept-language", ""))


def _kind(session: JsonObject, wish: str | None) -> str:
    offered: list[str] = session["payment_method_types"]
    return wish if wish in offered else offered[0]
