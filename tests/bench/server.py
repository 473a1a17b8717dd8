"""Pledges as they come: over HTTP, one after the other and from two hundred clients at once."""

import json
import re
import statistics
from http import HTTPStatus
from itertools import count
from urllib.parse import urlencode

from django.conf import settings
from django.db import transaction
from django.db.models import Sum
from django.test import Client as Signing

from backend.accounts.enums import Scope
from backend.accounts.services.api_tokens import token_create
from funding.models import Campaign, Match
from funding.selectors.ledger_checks import ledger_findings
from tests.bench.figure import Figure
from tests.bench.served import Answer, Client, served, together
from tests.bench.timing import in_turns
from tests.factories.accounts import UserFactory
from tests.factories.funding import FundFactory, PositionFactory

FEW, MANY, PLEDGES, ROUNDS, TIMES = 8, 200, 400, 3, 40
AMOUNT = 2_000
POOL = 2 * ROUNDS * PLEDGES * AMOUNT // 4 * 4 // 5
"""For four of five pledges: the last ones find it empty."""
numbers = count()


def figures() -> list[Figure]:
    with served() as port:
        return [one_by_one(port), crowd(port)]


def one_by_one(port: int) -> Figure:
    """Over the form, as in a browser: session, CSRF, validation, the provider's page."""
    with transaction.atomic():
        campaign = PositionFactory.create(fund=FundFactory.create(pool_minor=10_000_000_00)).campaign
    signing = Signing()
    signing.force_login(UserFactory.create())
    session = f"{settings.SESSION_COOKIE_NAME}={signing.cookies[settings.SESSION_COOKIE_NAME].value}"
    address, bare = f"/kampagnen/{campaign.slug}/unterstuetzen/", Client(port)
    form = Client(port, {"Cookie": session}).ask("GET", address)
    csrf = re.search(r"csrftoken=\w+", " ".join(form.headers.get_all("Set-Cookie", [])))
    token = re.search(rb'name="csrfmiddlewaretoken" value="(\w+)"', form.body)
    if csrf is None or token is None:
        raise RuntimeError(f"the form answered {form.status}")
    client = Client(port, {"Cookie": f"{session}; {csrf[0]}", "Content-Type": "application/x-www-form-urlencoded"})
    fields = {"csrfmiddlewaretoken": token[1].decode(), "choice": "2000", "language": "de"}

    def give(_n: int) -> None:
        body = urlencode(fields | {"request_key": f"bench-{next(numbers)}"})
        answer = client.ask("POST", address, body.encode())
        if answer.status != HTTPStatus.FOUND or "/pay/" not in answer.headers["Location"]:
            raise RuntimeError(f"a pledge was answered with {answer.status} {answer.headers.get('Location')}")

    ours, baseline = in_turns(give, lambda _n: bare.ask("GET", "/bare/"), times=TIMES)
    note = "a view that answers two letters, by the same server; ours with the provider's answer, which opens the page"
    return Figure(name="pledges: by the form, over HTTP", ours=ours, baseline=baseline, note=note)


def crowd(port: int) -> Figure:
    with transaction.atomic():
        campaign = PositionFactory.create(fund=FundFactory.create(pool_minor=POOL)).campaign
        tokens = [
            token_create(user=UserFactory.create(), name="bench", scopes=[Scope.PLEDGES_WRITE], days=1)[1]
            for _number in range(MANY)
        ]

    def give(client: Client, number: int) -> Answer:
        headers = {
            "Authorization": f"Bearer {tokens[number % MANY]}",
            "Content-Type": "application/json",
            "Idempotency-Key": f"bench-{number}",
        }
        path = f"/api/v1/campaigns/{campaign.public_id}/pledges/"
        return client.ask("POST", path, json.dumps({"amount_minor": AMOUNT}).encode(), headers)

    before = ledger_faults()
    rates: dict[int, list[float]] = {FEW: [], MANY: []}
    answers: list[Answer] = []
    for _round in range(ROUNDS):
        for clients, found in rates.items():
            rate, heard = together(port, give, [next(numbers) for _n in range(PLEDGES)], clients=clients)
            found.append(rate)
            answers += heard
    few, many = (statistics.median(rates[clients]) for clients in (FEW, MANY))
    note = f"{FEW} clients; {what_came(answers, campaign, before)}"
    return Figure(name=f"pledges: {MANY} clients, one campaign, over HTTP", ours=many, baseline=few, note=note)


def ledger_faults() -> set[tuple[object, ...]]:
    """What the checks of the ledger name. Funds that other figures have cloned have matches without causes."""
    return {(finding.check.name, *row) for finding in ledger_findings() for row in finding.broken}


def what_came(answers: list[Answer], campaign: Campaign, before: set[tuple[object, ...]]) -> str:
    """Say whether every answer is final and right; the words stand beside the figure."""
    final = sum(one.status == HTTPStatus.CREATED and bool(json.loads(one.body)["payment_url"]) for one in answers)
    given = Match.objects.filter(position__campaign=campaign).aggregate(sum=Sum("amount_minor"))["sum"]
    broken = sorted(map(str, ledger_faults() - before))
    right = given == POOL and not broken and campaign.pledges.count() == len(answers)
    words = f"{final} of {len(answers)} pledges answered with their payment page, the pool given out to the cent"
    return words if right else f"WRONG: {given} of {POOL} given, {broken} broken"
