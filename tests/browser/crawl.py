"""Find every page by following links, as each persona: one example a route."""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from urllib.parse import urlsplit

from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import Resolver404, URLPattern, URLResolver, get_resolver, resolve, reverse

from funding.enums import ProposalKind
from funding.models import AllocationRun, ApprovalRun, Fund, FundProposal, Pledge, Simulation
from funding.selectors.links import pledge_token
from programmes.models import (
    Booking,
    BookingLink,
    Challenge,
    Comment,
    DuplicateRun,
    ModerationRun,
    PlacingRun,
    Registration,
    Reshaping,
    Solution,
    Team,
)
from programmes.selectors.mentoring import guest_token, link_token
from programmes.selectors.tickets import ticket_token

PUBLIC = ""
LOOKS_FOR_A_TEAM, HAS_A_DRAFT, HAD_A_CAMPAIGN = "emil.fuchs", "zoe.martin", "amira.saleh"
MANAGES_FUNDS, ORGANISES = "frieda", "olivia"
LEADS_A_PROJECT, HAD_AN_IDEA, SPEAKS_FOR_A_TOWN = "tarik", "clara", "clemens"
PERSONAS = (
    *(HAD_AN_IDEA, LEADS_A_PROJECT, "jonas", SPEAKS_FOR_A_TOWN, ORGANISES, "karim", MANAGES_FUNDS, "sabine"),
    *(LOOKS_FOR_A_TEAM, HAS_A_DRAFT, HAD_A_CAMPAIGN),
)
COMING, RUNNING = "energie-im-quartier", "nachbarschaft-die-traegt"
STARTS = ("/", "/fuer-mich/", "/suche/?q=Schule", f"/sprints/{RUNNING}/")
# These are no pages: they answer with files, fragments, redirects or the state of a machine.
NO_PAGES = {"healthz", "readyz", "web:unsubscribe", "account_logout"}
LIMIT = 4_000


@dataclass(frozen=True)
class Visit:
    route: str
    persona: str
    path: str

    @property
    def name(self) -> str:
        return f"{self.route.replace(':', '-')}--{self.persona or 'public'}"


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if tag == "a" and values.get("href") and "download" not in values:
            self.found.append(values["href"] or "")
        if tag == "form" and (values.get("method") or "get").lower() == "get":
            self.found.append(values.get("action") or "")


def find_pages() -> list[Visit]:
    """Return one visit per route, by the first persona that reaches it, in the order of discovery.

    Whoever is signed in passes by what the public has seen, unless it is where they start: that is half of the pages.
    """
    visits = {visit.route: visit for visit in _pages_of(PUBLIC, set())}
    public = set(visits)
    for persona in PERSONAS:
        for visit in _pages_of(persona, public):
            visits.setdefault(visit.route, visit)
    return list(visits.values())


def _pages_of(persona: str, passed_by: set[str]) -> list[Visit]:
    client = Client(SERVER_NAME="localhost")
    if persona:
        client.force_login(get_user_model().objects.get(email=f"{persona}@example.org"))
    starts = (*_first(persona), *STARTS)
    waiting, seen, shown = deque(starts), set(starts), dict[str, Visit]()
    for _ in range(LIMIT):
        if not waiting:
            return list(shown.values())
        path = waiting.popleft()
        route = _route(path)
        if route is None or route in NO_PAGES or route in shown or (route in passed_by and path not in starts):
            continue
        response = client.get(path)
        if response.status_code != 200 or not response["Content-Type"].startswith("text/html"):
            continue
        shown[route] = Visit(route, persona, path)
        links = _Links()
        links.feed(response.content.decode())
        for href in links.found:
            address = urlsplit(href)
            target = address.path + (f"?{address.query}" if address.query else "")
            if not address.netloc and address.path.startswith("/") and target not in seen:
                seen.add(target)
                waiting.append(target)
    raise AssertionError(f"more than {LIMIT} links as {persona or 'nobody'}")


def _rated_pages() -> Iterator[str]:
    """Of the solutions that the public rates at the moment: links may lead to others."""
    comment = Comment.objects.exclude(author__email="clara@example.org").latest("id")
    solution = comment.solution.public_id
    names = ("solution-rate", "solution-rated", "solution-unrate", "solution-comments", "solution-comment")
    yield from (reverse(f"web:{name}", args=[solution]) for name in names)
    own = comment.solution.comments.get(author__email="clara@example.org")
    yield reverse("web:comment-withdraw", args=[own.public_id])
    yield reverse("web:comment-report", args=[comment.public_id])


def _first(persona: str) -> Iterator[str]:
    """Pages before all others: of each route the first one is shown, and links lead to others sooner, or not here."""
    if persona == PUBLIC:
        yield reverse("web:pledge", args=[pledge_token(Pledge.objects.filter(state="confirmed").latest("id"))])
        booking = Booking.objects.exclude(link=None).latest("id")
        yield reverse("web:guest-book", args=[link_token(BookingLink.objects.get(bookings=booking))])
        yield reverse("web:guest-booking", args=[guest_token(booking)])
    if persona == SPEAKS_FOR_A_TOWN:
        yield reverse("web:ideas")
    if persona == HAS_A_DRAFT:
        yield reverse("web:place-accept", args=[COMING])
    if persona == HAD_A_CAMPAIGN:
        yield reverse("web:registration-answers", args=[COMING])
    if persona == LOOKS_FOR_A_TEAM:
        open_team, full = (Team.objects.get(name=name) for name in ("Lesebank", "Halber Weg"))
        yield reverse("web:team-join-now", args=[open_team.public_id])
        yield reverse("web:place-hold", args=[open_team.public_id])
        yield reverse("web:team-next", args=[full.challenge.public_id])
        yield reverse("web:team-wait", args=[full.challenge.public_id])
        yield reverse("web:introducing", args=[full.sprint.slug])
        team = Team.objects.get(name="Bank und Tisch")
        yield reverse("web:team", args=[team.public_id])
        yield reverse("web:challenge", args=[team.challenge.public_id])
        yield reverse("web:placing-withdraw", args=[PlacingRun.objects.latest("id").sprint.slug])

    if persona == HAD_AN_IDEA:
        idea = Challenge.objects.get(title__startswith="Rosis Sitzbank")
        yield reverse("web:challenge-support", args=[idea.public_id])
        came = Registration.objects.filter(checked_in_at=None, sprint__slug=RUNNING, state="registered").latest("id")
        yield reverse("web:door-scanned", args=[ticket_token(came)])
        yield reverse("web:challenge", args=[idea.public_id])
        yield from _rated_pages()
    if persona == LEADS_A_PROJECT:
        yield reverse("web:certificate-own", args=["mobil-auf-dem-land"])
        yield reverse("web:team-bookings", args=[Team.objects.get(name="Telefonkaffee").public_id])
        yield reverse("web:solution", args=[Solution.objects.get(team__name="Mitfahrbank").public_id])
    if persona == ORGANISES:
        sprint = PlacingRun.objects.latest("id").sprint
        yield reverse("web:organiser-placings", args=[sprint.slug])
        yield reverse("web:organiser-placing-people", args=[sprint.slug])
        yield reverse("web:organiser-mentors", args=[RUNNING])
        yield reverse("web:organiser-form", args=[COMING])
        yield reverse("web:organiser-outline", args=[COMING])
        yield reverse("web:organiser-method", args=[RUNNING]) + "?stufe=2"
        yield from _of_moderation()
        yield reverse("web:organiser-live", args=[sprint.slug])
        yield reverse("web:organiser-announcements", args=[sprint.slug])

    if persona == MANAGES_FUNDS:
        yield from _of_funds()


def _of_funds() -> Iterator[str]:
    waiting = FundProposal.objects.filter(state="proposed", kind=ProposalKind.RULE).latest("id")
    yield reverse("web:proposal", args=[waiting.public_id])
    yield reverse("web:fund-decisions", args=[waiting.fund.slug])
    yield reverse("web:fund-deputies", args=[waiting.fund.slug])
    yield reverse("web:simulation-rule", args=[waiting.fund.slug])
    yield reverse("web:simulation", args=[Simulation.objects.latest("id").public_id])
    division = AllocationRun.objects.latest("id")
    yield reverse("web:allocation", args=[division.public_id])
    yield reverse("web:allocation-propose", args=[division.public_id])
    yield reverse("web:fund-claims", args=[division.fund.slug])
    yield reverse("web:approval-run", args=[ApprovalRun.objects.latest("id").public_id])
    yield reverse("web:fund-closing", args=[Fund.objects.get(slug="winterhilfe-fonds").slug])


def _of_moderation() -> Iterator[str]:
    """What an organiser has to decide about; lists lead to the first sprint's pages, where nothing may wait."""
    trace = Reshaping.objects.latest("id").parts.get()
    yield reverse("web:challenge-trace", args=[trace.target.public_id])
    yield reverse("web:organiser-moderation", args=[trace.target.sprint.slug])
    yield reverse("web:organiser-moderation-all", args=[trace.target.sprint.slug])
    yield reverse("web:challenge-merge", args=[trace.target.public_id])
    yield reverse("web:challenge-split", args=[trace.target.public_id])
    yield reverse("web:moderation-run", args=[ModerationRun.objects.latest("id").public_id])
    yield reverse("web:duplicate-run", args=[DuplicateRun.objects.latest("id").public_id])


def page_routes() -> Iterator[str]:
    """Return the name of each route of the web door, page or not."""
    for pattern in get_resolver().url_patterns:
        if isinstance(pattern, URLResolver) and pattern.namespace == "web":
            yield from (f"web:{inner.name}" for inner in pattern.url_patterns if isinstance(inner, URLPattern))


def _route(path: str) -> str | None:
    try:
        return resolve(path.partition("?")[0]).view_name
    except Resolver404:
        return None
