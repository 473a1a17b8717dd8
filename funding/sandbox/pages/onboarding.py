"""The page behind an account link: one click completes the account."""

from starlette.requests import Request
from starlette.responses import Response

from funding.sandbox.pages.html import document, page, redirect, tag
from funding.sandbox.pages.payment import notice
from funding.sandbox.pages.texts import TEXTS, language_chosen
from funding.sandbox.resources.accounts import account_complete
from funding.sandbox.sandbox import Sandbox
from funding.sandbox.store import JsonObject

_NOT_FOUND, _GONE = 404, 410


class OnboardingPage:
    """Works once per link; a stale link leads to the platform's refresh address, as Stripe's does."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox

    async def show(self, request: Request) -> Response:
        link, language = self._link(request), language_chosen(None, request.headers.get("accept-language", ""))
        if link is None:
            return notice("unknown", language, status=_NOT_FOUND)
        if self._is_stale(link):
            return (
                redirect(link["refresh_url"])
                if link["refresh_url"]
                else notice("onboarding_over", language, status=_GONE)
            )
        words = TEXTS[language]
        form = tag("form", tag("button", words["onboarding_button"]), method="post")
        text = tag("p", words["onboarding_text"])
        body = tag("section", tag("h1", words["onboarding_title"]), text, form, class_="card")
        html = document(body, title=words["onboarding_title"], language=language, banner=words["test_page"])
        return page(html, leads_to=(link["return_url"] or "",))

    async def take(self, request: Request) -> Response:
        link = self._link(request)
        if link is None or self._is_stale(link):
            return await self.show(request)
        store = self._sandbox.store
        with store.transaction():
            self._sandbox.change(link, used=True)
            account = store.find(link["account"])
            if account is not None:
                account_complete(self._sandbox, account)
        self._sandbox.wake.set()
        return redirect(link["return_url"] or str(request.url))

    def _is_stale(self, link: JsonObject) -> bool:
        return bool(link["used"]) or self._sandbox.now() >= link["expires_at"]

    def _link(self, request: Request) -> JsonObject | None:
        found = self._sandbox.store.find(request.path_params["id"])
        return found if found is not None and found["object"] == "_account_link" else None
