"""What teams hand in. The last version that was handed in within the window counts; the server's clock decides."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from typing import Any, TypedDict, Unpack

from django.core.files.base import File
from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext_lazy as _

from backend.accounts.models import User
from backend.core import clock
from backend.core.audit import audit_add
from backend.core.errors import Conflict, Invalid, LimitReached, Text
from backend.core.images import clean_image
from backend.core.links import clean_links
from backend.core.outbox import outbox_add
from backend.core.pdfs import clean_pdf
from backend.core.transitions import transition
from backend.core.uploads import stored_before, unshown_forget
from programmes.domain.freezing import digest
from programmes.domain.outline import Section, asked, missing, overlong, sections_of
from programmes.enums import Feature, SolutionState
from programmes.events import SolutionHandedIn, SolutionReturned, SolutionWithdrawn
from programmes.models import Solution, SolutionVersion, Sprint, Team
from programmes.selectors.handing_in import draft_stamp, frozen_form
from programmes.selectors.solutions import (
    draft_version,
    latest_version,
    solution_for_update,
    solution_of,
    solutions_count,
)
from programmes.selectors.sprints import sprint_held
from programmes.selectors.teams import team_for_update
from programmes.services.changing import texts_among
from programmes.services.gates import require_feature
from programmes.services.late import late_refused, late_taken, require_hand_in
from programmes.services.teams import require_living

SLIDES = ("slides", "slides_sha256", "slides_bytes", "slides_title")
COPIED = ("title", "summary", "body", "language", "image", "image_sha256", "image_alt", *SLIDES, "links", "licence")
FILES = ("image", "slides")
NEEDED = ("title", "summary", "body", "licence")


class SolutionText(TypedDict, total=False):
    title: str
    summary: str
    body: str
    language: str
    licence: str
    image_alt: str
    links: Sequence[dict[str, str]]
    image: "File[bytes] | None"
    """A new picture; None removes the one that is there; left out keeps it."""
    slides: "File[bytes] | None"
    """A PDF, likewise; a title comes with it."""
    slides_title: str


def solution_save_draft(
    *,
    actor: User,
    team: Team,
    solution: Solution | None = None,
    base: str | None = None,
    **given: Unpack[SolutionText],
) -> Solution:
    """Write into the draft version of a team's `solution`, which begins as a copy of what was handed in last. May have
    gaps. Without `solution` it is the team's first one, which begins with its first text.

    `base` is the stamp of the text that the writer began with: nobody writes over what they have not seen. None: as it
    comes. Picture and slides are stored first, outside the transaction. Locks the team, then the solution. Raises
    Conflict (`phase_closed`, `wrong_state`, `draft_changed`), Invalid, and NotFound if `solution` was discarded
    meanwhile.
    """
    values = _clean(given)
    with _files_stored(values), transaction.atomic():
        team = _team_to_write(team)
        known = solution or solution_of(team)
        row = solution_for_update(known.pk) if known else _begun(actor, team)
        _require_undecided(row)
        _require_base(actor, latest_version(row), base)
        _write(actor, row, values)
    return row


def solution_begin(*, actor: User, team: Team, **given: Unpack[SolutionText]) -> Solution:
    """Begin one more solution, with a draft version, while the sprint has room for another one of the team.

    Locks the team. Raises LimitReached (`solutions_full`), Conflict (`phase_closed`), Invalid.
    """
    values = _clean(given)
    with _files_stored(values), transaction.atomic():
        team = _team_to_write(team)
        if solutions_count(team) >= team.sprint.solutions_per_team:
            raise LimitReached(_("Your team has as many solutions as this sprint allows."), code="solutions_full")
        solution = _begun(actor, team)
        _write(actor, solution, values)
    return solution


@transaction.atomic
def solution_discard(*, actor: User, solution: Solution) -> None:
    """Delete what was never handed in, for good; the team has room for another one then.

    Locks the team, then the solution. Raises Conflict (`phase_closed`, `wrong_state`, `in_use`), and NotFound
    if it is gone.
    """
    _team_to_write(solution.team)
    solution = solution_for_update(solution.pk)
    if solution.current_version_id is not None:
        raise Conflict(_("This was handed in; it can be taken back, but not discarded."), code="wrong_state")
    files = [(name, path) for name in FILES for path in solution.versions.values_list(name, flat=True) if path]
    audit_add(actor=actor, action="programmes.solution_discarded", row=solution)
    try:
        solution.delete()
    except ProtectedError as error:
        raise Conflict(_("Somebody has reported this draft, so it stays for now."), code="in_use") from error
    for name, path in files:
        transaction.on_commit(partial(unshown_forget, SolutionVersion, name, path))


def solution_submit(
    *,
    actor: User,
    team: Team,
    solution: Solution | None = None,
    base: str | None = None,
    **given: Unpack[SolutionText],
) -> Solution:
    """Save the draft and hand it in, as the page does with one button; see both. A refusal is written down as well."""
    try:
        solution = solution_save_draft(actor=actor, team=team, solution=solution, base=base, **given)
    except Conflict as error:
        if error.code == "phase_closed":
            late_refused(actor=actor, team=team)
        raise
    return solution_hand_in(actor=actor, solution=solution)


def solution_hand_in(*, actor: User, solution: Solution) -> Solution:
    """Hand the draft version in; it is never changed again, and its hash is kept. Without a new draft nothing changes.

    After the deadline it is taken within the sprint's grace period, and marked late; later it is refused. Both is
    written down. Holds the sprint, so that no stage ends meanwhile, then locks the team and the solution; the team is
    told. Raises Conflict (`phase_closed`, `stage_over` once the jury is in a later stage without it), Invalid.
    """
    try:
        return _hand_in(actor, solution)
    except Conflict as error:
        if error.code == "phase_closed":
            late_refused(actor=actor, team=solution.team)
        raise


@transaction.atomic
def _hand_in(actor: User, solution: Solution) -> Solution:
    sprint_held(solution.sprint_id)
    team = team_for_update(solution.team_id)
    solution = solution_for_update(solution.pk)
    require_living(team)
    deadline = require_hand_in(team.sprint)
    _require_undecided(solution)
    _require_in_stage(solution, team.sprint)
    version = draft_version(solution)
    if version is None:
        if solution.state == SolutionState.WITHDRAWN:
            # What came in time once would come back as if it had been there all along.
            require_feature(team.sprint, Feature.HAND_IN)
            transition(solution, to=SolutionState.HANDED_IN, actor=actor)
            outbox_add(SolutionReturned(solution_id=solution.pk))
        return solution
    _require_complete(version, sections_of(team.sprint.sections))
    at = clock.now()
    version.handed_in_at, version.late_since = at, deadline
    version.author = actor
    version.sha256 = digest(frozen_form(version, solution))
    version.save(update_fields=["handed_in_at", "late_since", "author", "sha256", "updated_at"])
    solution.current_version = version
    solution.save(update_fields=["current_version", "updated_at"])
    transition(solution, to=SolutionState.HANDED_IN, actor=actor)
    if deadline is not None:
        late_taken(actor=actor, team=team, version=version, at=at, deadline=deadline)
    facts = {"version": version.public_id, "number": version.number, "sha256": version.sha256}
    audit_add(actor=actor, action="programmes.solution_version_handed_in", row=solution, facts=facts)
    outbox_add(SolutionHandedIn(solution_id=solution.pk, version_id=version.pk), dedupe_key=str(version.pk))
    return solution


@transaction.atomic
def solution_withdraw(*, actor: User, solution: Solution) -> Solution:
    """Take a solution back while one could still hand in, which ends what was offered; repeating it changes nothing.

    Locks the team, then the solution. Raises Conflict.
    """
    team = team_for_update(solution.team_id)
    require_feature(team.sprint, Feature.HAND_IN)
    solution = solution_for_update(solution.pk)
    if solution.state != SolutionState.WITHDRAWN:
        transition(solution, to=SolutionState.WITHDRAWN, actor=actor)
        outbox_add(SolutionWithdrawn(solution_id=solution.pk))
    return solution


def _team_to_write(team: Team) -> Team:
    """Lock a team that may write at the moment: under its lock solutions are begun and discarded."""
    team = team_for_update(team.pk)
    require_living(team)
    require_hand_in(team.sprint, Feature.BUILD)
    return team


def _begun(actor: User, team: Team) -> Solution:
    solution = Solution.objects.create(team=team, sprint=team.sprint, challenge=team.challenge)
    audit_add(actor=actor, action="programmes.solution_begun", row=solution)
    return solution


@contextmanager
def _files_stored(values: dict[str, Any]) -> Iterator[None]:
    with stored_before(SolutionVersion, "image", values), stored_before(SolutionVersion, "slides", values):
        yield


def _write(actor: User, solution: Solution, values: dict[str, Any]) -> None:
    version = draft_version(solution) or _next_version(solution, actor)
    before = {name: str(getattr(version, name)) for name in FILES}
    for name, value in values.items():
        setattr(version, name, value)
    _require_title_of_slides(version)
    version.author = actor
    version.save()
    # Versions that were handed in may still show it.
    for name, path in before.items():
        if path != str(getattr(version, name)):
            transaction.on_commit(partial(unshown_forget, SolutionVersion, name, path))


def _require_in_stage(solution: Solution, sprint: Sprint) -> None:
    if sprint.jury_stage > 1 and not solution.passes.filter(stage=sprint.jury_stage - 1).exists():
        raise Conflict(_("The jury has decided already what goes on to the next stage."), code="stage_over")


def _clean(given: SolutionText) -> dict[str, Any]:
    """Outside any transaction: a picture takes a while to be written anew, slides to be looked through."""
    others = {name: value for name, value in given.items() if name not in {"links", *FILES}}
    values = texts_among(SolutionVersion, others)
    if "links" in given:
        values["links"] = clean_links("links", given["links"])
    if "image" in given:
        picture = given["image"]
        values["image"] = clean_image("image", picture) if picture else ""
        values["image_sha256"] = digest(values["image"].read()) if picture else ""
        if picture:
            values["image"].seek(0)
    if "slides" in given:
        values |= _clean_slides(given["slides"])
    return values


def _clean_slides(file: "File[bytes] | None") -> dict[str, Any]:
    if not file:
        return {"slides": "", "slides_sha256": "", "slides_bytes": 0, "slides_title": ""}
    slides = clean_pdf("slides", file)
    sha256 = digest(slides.read())
    slides.seek(0)
    return {"slides": slides, "slides_sha256": sha256, "slides_bytes": slides.size}


def _require_title_of_slides(version: SolutionVersion) -> None:
    if version.slides and not version.slides_title:
        raise Invalid(
            {"slides_title": _("Please give the slides a title. Who cannot see them knows by it what they are.")}
        )
    if not version.slides and version.slides_title:
        raise Invalid({"slides": _("Please choose the PDF with your slides.")})


def _next_version(solution: Solution, actor: User) -> SolutionVersion:
    last, team = latest_version(solution), solution.team
    copied = {name: getattr(last, name) for name in COPIED} if last else {"title": team.name, "language": team.language}
    return SolutionVersion(solution=solution, number=last.number + 1 if last else 1, author=actor, **copied)


def _require_base(actor: User, version: SolutionVersion | None, base: str | None) -> None:
    stamp = draft_stamp(version)
    text: Text
    if base is None or base == stamp:
        return
    if version is not None and version.author is not None and version.author != actor:
        text = _("%(name)s has changed the text meanwhile.") % {"name": version.author.shown_name}
    else:
        text = _("The text has been changed elsewhere meanwhile.")
    raise Conflict(text, code="draft_changed", base=stamp)


def _require_undecided(solution: Solution) -> None:
    if solution.state in {SolutionState.SELECTED, SolutionState.NOT_SELECTED}:
        raise Conflict(_("The jury has decided about this solution."), code="wrong_state")


def _require_complete(version: SolutionVersion, sections: Sequence[Section]) -> None:
    faults: dict[str, Text | Sequence[Text]] = {
        name: _("Please fill this in before you hand in.") for name in NEEDED if not getattr(version, name)
    }
    if version.body and (gaps := missing(sections, version.body)):
        names = ", ".join(section.title(version.language) for section in gaps)
        faults["body"] = _("Please fill in as well: %(names)s.") % {"names": names}
    elif long := overlong(sections, version.body):
        section, length = long[0]
        facts = {"name": section.title(version.language), "count": length, "most": section.longest}
        faults["body"] = _("Please shorten “%(name)s”: it has %(count)s of at most %(most)s characters.") % facts
    elif not version.body and asked(sections):
        faults["body"] = _("Please fill in at least one section before you hand in.")
    if version.image and not version.image_alt:
        faults["image_alt"] = _("Please say what the picture shows, for people who cannot see it.")
    if faults:
        raise Invalid(faults)
