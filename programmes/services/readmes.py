"""The README of a team's repository, fetched by a worker: when a team asks, and daily while it builds."""

import hashlib
import time
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from backend.accounts.models import User
from backend.core import clock
from backend.core.audit import audit_add
from backend.core.errors import Conflict, Invalid, LimitReached
from backend.core.links import clean_url
from backend.core.outbox import outbox_add, outbox_add_many
from backend.core.outgoing import Fault, Fetched, NotFetched, checked, fetch
from backend.core.text import without_hidden
from programmes.domain.repositories import readme_addresses
from programmes.enums_of_building import ReadmeFailure
from programmes.events_of_building import ReadmeAsked
from programmes.models import Readme, Team
from programmes.selectors.readmes import readme_for_update, readmes_in_building
from programmes.selectors.teams import team_for_update
from programmes.services.team_log import require_open_to_write

README_MOST_BYTES: Final = 200_000
KINDS: Final = ("text/plain", "text/markdown", "text/x-markdown", "text/x-rst", "text/prs.fallenstein.rst")
ASK_AGAIN_AFTER: Final = timedelta(minutes=1)
NAME_AGAIN_AFTER: Final = timedelta(seconds=10)
SYNC_SECONDS: Final = 40.0
"""For all addresses that may have it; well within what a message is leased for."""
# The next address may have what this one has not.
LOOK_FURTHER: Final = frozenset({Fault.NOT_FOUND, Fault.NOT_TEXT, Fault.NOT_PUBLIC})
NOTHING: Final[dict[str, Any]] = {
    **dict.fromkeys(("text", "sha256", "source", "failure"), ""),
    "fetched_at": None,
    "failed_at": None,
}


@transaction.atomic
def readme_name(*, actor: User, team: Team, address: str) -> Readme | None:
    """Name the team's repository, and ask for its README; nothing names none any more, and forgets what was fetched.

    The address that is named already changes nothing. Locks the team; a worker is told. Raises Conflict
    (`wrong_state`, `blocked`), Invalid, LimitReached.
    """
    text = _clean(address)
    team = team_for_update(team.pk)
    require_open_to_write(actor, team)
    readme = readme_for_update(team)
    if (readme.address if readme else "") == text:
        return readme
    if readme is None:
        readme = Readme(team=team)
    elif text:
        _require_pause(readme, NAME_AGAIN_AFTER)
    for name, value in {**NOTHING, "address": text, "named_by": actor, "asked_at": clock.now()}.items():
        setattr(readme, name, value)
    readme.save()
    audit_add(actor=actor, action="programmes.readme_named", row=readme, facts={"named": bool(text)})
    if text:
        outbox_add(ReadmeAsked(readme_id=readme.pk))
    return readme


@transaction.atomic
def readme_ask(*, actor: User, team: Team) -> Readme:
    """Have the README fetched once more, at most once a minute.

    Locks the team; a worker is told. Raises Conflict (`wrong_state`, `blocked`, `no_repository`), LimitReached.
    """
    team = team_for_update(team.pk)
    require_open_to_write(actor, team)
    readme = readme_for_update(team)
    if readme is None or not readme.address:
        raise Conflict(_("Please name your repository first."), code="no_repository")
    _require_pause(readme, ASK_AGAIN_AFTER)
    readme.asked_at = clock.now()
    readme.save(update_fields=["asked_at", "updated_at"])
    outbox_add(ReadmeAsked(readme_id=readme.pk))
    return readme


@transaction.atomic
def readmes_refresh_due() -> int:
    """Ask for the READMEs of all teams that build at the moment; return how many. Repeating it asks once more."""
    ids = list(readmes_in_building(clock.now()).values_list("pk", flat=True))
    outbox_add_many([ReadmeAsked(readme_id=pk) for pk in ids])
    return len(ids)


def readme_fetch(*, readme_id: int) -> None:
    """Fetch a README and keep it, or why that did not work beside what was fetched before. Repeating it is harmless.

    Outside any transaction. What is kept is not what came for an address that the team has changed meanwhile.
    """
    readme = Readme.objects.filter(pk=readme_id).exclude(address="").first()
    if readme is None:
        return
    try:
        changes = _read(readme.address)
    except NotFetched as error:
        changes = {"failure": ReadmeFailure(error.fault.value), "failed_at": clock.now()}
    _keep(readme, changes)


@transaction.atomic
def _keep(seen: Readme, changes: dict[str, Any]) -> None:
    rows = Readme.objects.select_for_update(no_key=True).filter(pk=seen.pk, address=seen.address)
    readme = rows.first()
    if readme is None:
        return
    for name, value in changes.items():
        setattr(readme, name, value)
    readme.save(update_fields=[*changes, "updated_at"])


def _read(address: str) -> dict[str, Any]:
    """Raises NotFetched, with what was wrong at the first address that seemed to have it."""
    until, faults = time.monotonic() + SYNC_SECONDS, []
    for candidate in readme_addresses(address):
        try:
            return _taken(fetch(candidate, most_bytes=README_MOST_BYTES, kinds=KINDS, deadline=until))
        except NotFetched as error:
            if error.fault not in LOOK_FURTHER:
                raise
            faults.append(error)
    raise faults[0]


def _taken(found: Fetched) -> dict[str, Any]:
    try:
        text = found.content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise NotFetched(Fault.NOT_TEXT) from None
    if "\0" in text:
        raise NotFetched(Fault.NOT_TEXT)
    clean = without_hidden(text)
    if not clean:
        return {"failure": ReadmeFailure.EMPTY, "failed_at": clock.now()}
    facts = {"text": clean, "sha256": hashlib.sha256(found.content).hexdigest(), "source": found.url[:1_000]}
    return NOTHING | facts | {"fetched_at": clock.now()}


def _clean(address: str) -> str:
    if not address.strip():
        return ""
    text = clean_url("address", address)
    try:
        checked(text)
    except NotFetched as error:
        raise Invalid({"address": ReadmeFailure(error.fault.value).label}) from None
    return text


def _require_pause(readme: Readme, pause: timedelta) -> None:
    free_at: datetime = readme.asked_at + pause
    if clock.now() < free_at:
        text = _("We have just asked there. Please wait a minute and try again.")
        raise LimitReached(text, code="asked_just_now", free_at=free_at.isoformat())
