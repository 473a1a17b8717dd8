"""How the payment form looks: what is paid, the fields, and what went wrong with them."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from starlette.responses import Response

from funding.sandbox.pages.fields import FieldLook, field_drawn
from funding.sandbox.pages.html import Markup, document, page, tag
from funding.sandbox.pages.texts import TEXTS, amount_written
from funding.sandbox.store import JsonObject

_EMAIL = FieldLook("email", kind="email", autocomplete="email")
_NUMBER = FieldLook("number", autocomplete="cc-number", numeric=True, secret=True)
_EXPIRY = FieldLook("expiry", autocomplete="cc-exp", numeric=True)
_CVC = FieldLook("cvc", autocomplete="cc-csc", numeric=True, secret=True)
_HOLDER = FieldLook("holder", autocomplete="cc-name", required=False)
_IBAN = FieldLook("iban", secret=True)
_OWNER = FieldLook("owner", autocomplete="name", required=False)
_SHOWN_CARDS = (
    ("4242 4242 4242 4242", "card_ok"),
    ("4000 0000 0000 0002", "card_declined"),
    ("4000 0000 0000 3220", "card_challenge"),
    ("4000 0000 0000 0259", "card_dispute"),
)


@dataclass(frozen=True)
class FormState:
    """What the form is about, what was typed into it, and why it is shown again."""

    session: JsonObject
    language: str
    kind: str
    values: Mapping[str, str]
    errors: Mapping[str, str] = field(default_factory=dict)
    failed: str | None = None

    @property
    def words(self) -> Mapping[str, str]:
        return TEXTS[self.language]

    @property
    def amount(self) -> str:
        return amount_written(self.session["amount_total"], self.session["currency"], self.language)


def payment_form(state: FormState, *, status: int = 200) -> Response:
    """The whole page; a page that shows an error says so in its title, too."""
    words, session = state.words, state.session
    card = tag("section", _alert(state), _choice(state), _fields(state), _test_cards(words), class_="card")
    title = f"{words['pay_title']}: {state.amount}"
    if state.errors or state.failed:
        title = f"{words['errors_title']} – {title}"
    html = document(_summary(state), card, title=title, language=state.language, banner=words["test_page"], look="two")
    return page(html, status=status, leads_to=(session["success_url"], session["cancel_url"] or ""))


def _fields(state: FormState) -> Markup:
    def drawn(look: FieldLook) -> Markup:
        return field_drawn(look, state.words, state.values, state.errors)

    if state.kind == "card":
        pair = tag("div", drawn(_EXPIRY), drawn(_CVC), class_="pair")
        special, owner = [drawn(_NUMBER), pair], _HOLDER
    else:
        special, owner = [drawn(_IBAN)], _OWNER
    return tag(
        "form",
        tag("input", type="hidden", name="method", value=state.kind),
        drawn(_EMAIL),
        *special,
        drawn(owner),
        tag("button", state.words["pay_button"].format(amount=state.amount), type="submit"),
        method="post",
        action=f"/c/pay/{state.session['id']}",
        novalidate=True,
    )


def _alert(state: FormState) -> Markup:
    reasons = [*state.errors.values(), *([state.failed] if state.failed else [])]
    if not reasons:
        return Markup("")
    words = state.words
    sentences = [tag("p", words.get(reason, words["generic_decline"])) for reason in reasons]
    title = tag("h2", words["errors_title"])
    return tag("div", title, *sentences, class_="alert", role="alert", tabindex="-1", autofocus=True)


def _choice(state: FormState) -> Markup:
    offered: list[str] = state.session["payment_method_types"]
    if len(offered) == 1:
        return Markup("")
    address = f"/c/pay/{state.session['id']}?method="
    links = [
        tag(
            "a", state.words[f"method_{name}"], href=address + name, aria_current="page" if name == state.kind else None
        )
        for name in offered
    ]
    return tag("nav", tag("ul", *[tag("li", link) for link in links]), aria_label=state.words["methods"])


def _summary(state: FormState) -> Markup:
    words, session = state.words, state.session
    rows = [_row(state, item) for item in session["_line_items"]]
    total = tag("div", tag("dt", words["total"]), tag("dd", state.amount))
    back = tag("a", words["back"], href=session["cancel_url"], class_="back") if session["cancel_url"] else ""
    return tag(
        "section",
        tag("h1", words["pay_title"]),
        tag("p", state.amount, class_="amount"),
        tag("dl", *rows, *([total] if len(rows) > 1 else [])),
        back,
    )


def _row(state: FormState, item: JsonObject) -> Markup:
    count = f" · {state.words['quantity'].format(count=item['quantity'])}" if item["quantity"] > 1 else ""
    price = amount_written(item["amount_total"], item["currency"], state.language)
    return tag("div", tag("dt", item["description"] + count), tag("dd", price))


def _test_cards(words: Mapping[str, str]) -> Markup:
    rows = [tag("div", tag("dt", number), tag("dd", words[outcome])) for number, outcome in _SHOWN_CARDS]
    return tag("details", tag("summary", words["cards_title"]), tag("dl", *rows))
