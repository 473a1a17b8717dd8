"""The whole journey through the API alone: from a challenge to money on a project's account.

    make demo                                   # in one terminal
    .venv/bin/python docs/journey.py            # in another

It plays eleven people with one token each and prints every step. Nothing but `httpx` is needed, and nothing of the
platform is imported: what stands here can be done from anywhere. The only pages that it opens are those of the payment
provider, which in the demo is the sandbox: a card is typed in there, and a project's account is set up.
"""

import argparse
import json
import secrets
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx

CARD = {"method": "card", "email": "clara@example.org", "number": "4242424242424242", "expiry": "12/34", "cvc": "123"}
EVERYTHING = ["register", "propose_challenge", "form_team", "join_team", "build", "hand_in", "review", "select"]
WAIT_SECONDS = 60.0


class Refused(Exception):
    """The API said no; the message is its problem."""


class Person:
    """One bearer of a token."""

    def __init__(self, base: str, role: str, token: str) -> None:
        self.role = role
        headers = {"Authorization": f"Bearer {token}", "Accept-Language": "en"}
        self.client = httpx.Client(base_url=f"{base}/api/v1", headers=headers, timeout=30)

    def get(self, path: str, **query: Any) -> Any:
        return self._read(self.client.get(path, params=query))

    def post(self, path: str, *, key: str | None = None, **body: Any) -> Any:
        headers = {"Idempotency-Key": key or secrets.token_hex(16)}
        return self._read(self.client.post(path, json=body or None, headers=headers))

    def put(self, path: str, **body: Any) -> Any:
        return self._read(self.client.put(path, json=body))

    def patch(self, path: str, **body: Any) -> Any:
        return self._read(self.client.patch(path, json=body))

    def all(self, path: str, **query: Any) -> list[Any]:
        """All rows of a list, page after page."""
        rows: list[Any] = []
        page = self.get(path, **query)
        while True:
            rows += page["results"]
            if not page["next"]:
                return rows
            page = self._read(self.client.get(page["next"]))

    def _read(self, answer: httpx.Response) -> Any:
        if answer.is_success:
            return answer.json() if answer.content else None
        request = answer.request
        raise Refused(f"{self.role}: {request.method} {request.url.path} → {answer.status_code}\n{answer.text}")


class Journey:
    """Everybody's part, in order. Each method is one chapter and leaves what the next one needs."""

    def __init__(self, base: str, tokens: dict[str, str]) -> None:
        self.people = {role: Person(base, role, token) for role, token in tokens.items()}
        self.name = secrets.token_hex(3)
        self.number = 0

    def __getitem__(self, role: str) -> Person:
        return self.people[role]

    def run(self) -> None:
        for chapter in (
            self.sprint,
            self.challenge,
            self.team,
            self.solution,
            self.jury,
            self.project,
            self.campaign,
            self.fund,
            self.pledge,
            self.approval,
            self.payout,
            self.result,
        ):
            print(f"\n{chapter.__doc__}")
            chapter()

    def say(self, role: str, text: str) -> None:
        self.number += 1
        print(f"  {self.number:2}. {role:20} {text}")

    def sprint(self) -> None:
        """An organiser opens a sprint"""
        organiser = self["organiser"]
        programme = organiser.get("/programmes/")["results"][0]
        now = datetime.now(UTC)
        times = {"starts_at": (now - timedelta(hours=1)).isoformat(), "ends_at": (now + timedelta(days=2)).isoformat()}
        self.sprint_id = organiser.post(
            f"/programmes/{programme['id']}/sprints/",
            slug=f"journey-{self.name}",
            title=f"A weekend for neighbours {self.name}",
            summary="What can we do so that nobody in town is alone?",
            language="en",
            **times,
        )["id"]
        organiser.put(f"/sprints/{self.sprint_id}/phases/build/", features=EVERYTHING, **times)
        criteria = [{"title": "Effect", "weight": 3}, {"title": "Feasibility", "weight": 2}]
        organiser.put(f"/sprints/{self.sprint_id}/rubric/", title="What counts", criteria=criteria)
        sprint = organiser.post(f"/sprints/{self.sprint_id}/publish/")
        self.say("organiser", f"opens “{sprint['title']}” ({self.sprint_id})")

    def challenge(self) -> None:
        """A city poses a challenge"""
        owner, organiser = self["challenge owner"], self["organiser"]
        me = owner.get("/me/")
        challenge = owner.post(
            f"/sprints/{self.sprint_id}/challenges/",
            title="How do we reach people whom nobody calls?",
            summary="Many who need help do not know where it is.",
            body="We know of 2,000 households without visits. What would you do?",
            language="en",
            owner=me["organisations"][0]["organisation"],
        )
        self.challenge_id = challenge["id"]
        self.say("challenge owner", f"proposes “{challenge['title']}” for {me['organisations'][0]['name']}")
        waiting = [row["id"] for row in organiser.all("/me/moderation/")]
        assert self.challenge_id in waiting, "the organiser sees what waits"
        accepted = organiser.post(f"/challenges/{self.challenge_id}/accept/")
        self.say("organiser", f"accepts it: {accepted['state']}")

    def team(self) -> None:
        """Two people become a team"""
        lead, member = self["team lead"], self["team member"]
        for role in ("team lead", "team member"):
            registration = self[role].post(f"/sprints/{self.sprint_id}/registrations/")
            self.say(role, f"registers: {registration['state']}")
        team = lead.post(f"/challenges/{self.challenge_id}/teams/", name=f"Ring twice {self.name}", pitch="We call.")
        self.team_id = team["id"]
        role = lead.post(f"/teams/{self.team_id}/roles/", title="Design", skills=["Figma"])
        self.say("team lead", f"founds “{team['name']}” and looks for: {role['title']}")
        asked = member.post(f"/teams/{self.team_id}/join-requests/", motivation="I draw.", role=role["id"])
        self.say("team member", "asks for the place")
        accepted = lead.post(f"/join-requests/{asked['id']}/accept/", answer="Welcome!")
        self.say("team lead", f"answers: {accepted['state']}")

    def solution(self) -> None:
        """The team hands in"""
        lead = self["team lead"]
        draft = lead.patch(
            f"/teams/{self.team_id}/solution/",
            title="Ring twice",
            summary="Neighbours call each other, every day at six.",
            body="A list, a phone, ten minutes a day.",
            language="en",
            licence="CC-BY-4.0",
            links=[{"label": "Prototype", "url": "https://example.org/prototype"}],
        )
        handed_in = lead.post(f"/solutions/{draft['id']}/hand-in/")
        self.solution_id = handed_in["id"]
        self.say("team lead", f"hands in version {handed_in['current_version']['number']}: {handed_in['state']}")

    def jury(self) -> None:
        """A juror judges, the organiser selects"""
        organiser, juror = self["organiser"], self["juror"]
        organiser.post(
            f"/sprints/{self.sprint_id}/reviews/", solutions=[self.solution_id], jurors=[juror.get("/me/")["id"]]
        )
        self.say("organiser", "asks the juror")
        review = next(row for row in juror.all("/me/reviews/") if row["solution"] == self.solution_id)
        criteria = juror.get(f"/reviews/{review['id']}/")["criteria"]
        points = {row["id"]: row["max_points"] - place for place, row in enumerate(criteria)}
        juror.patch(f"/reviews/{review['id']}/", points=points, comment="Simple, and it will work.")
        submitted = juror.post(f"/reviews/{review['id']}/submit/")
        self.say("juror", f"gives {list(submitted['points'].values())} points: {submitted['state']}")
        [ranked] = organiser.all(f"/sprints/{self.sprint_id}/ranking/")
        chosen = organiser.post(
            f"/sprints/{self.sprint_id}/selection/", solutions=[self.solution_id], cohort_name=f"Cohort {self.name}"
        )
        self.project_id = chosen["results"][0]["id"]
        self.say("organiser", f"rank {ranked['rank']} with {ranked['score']}: selected as project {self.project_id}")

    def project(self) -> None:
        """The project reaches its first milestone and reports"""
        lead, coach = self["team lead"], self["curator and coach"]
        today = datetime.now(UTC).date()
        due_on = (today + timedelta(days=30)).isoformat()
        milestone = lead.post(f"/projects/{self.project_id}/milestones/", title="100 calls a day", due_on=due_on)
        lead.post(f"/milestones/{milestone['id']}/submit/", evidence="112 calls on Friday, see the list.")
        reached = coach.post(f"/milestones/{milestone['id']}/accept/")
        self.say("curator and coach", f"checks the milestone: {reached['state']}")
        period = {"period_start": (today - timedelta(days=30)).isoformat(), "period_end": today.isoformat()}
        report = lead.post(f"/projects/{self.project_id}/reports/", title="The first month", body="We began.", **period)
        lead.post(f"/reports/{report['id']}/submit/")
        coach.post(f"/reports/{report['id']}/request-revision/", note="How many people did you reach?")
        lead.put(f"/reports/{report['id']}/", title="The first month", body="We reached 112 people.", **period)
        lead.post(f"/reports/{report['id']}/submit/")
        accepted = coach.post(f"/reports/{report['id']}/accept/")
        self.say("curator and coach", f"accepts the report after a revision: {accepted['state']}")
        stage = coach.post(f"/projects/{self.project_id}/stages/", to="test", evidence="It is used every day.")
        self.say("curator and coach", f"lets the project pass from {stage['from_stage']} to {stage['to_stage']}")

    def campaign(self) -> None:
        """The project runs a campaign"""
        lead, curator = self["team lead"], self["curator and coach"]
        now = datetime.now(UTC)
        campaign = lead.post(
            f"/projects/{self.project_id}/campaigns/",
            slug=f"ring-twice-{self.name}",
            title="Phones for Ring twice",
            summary="Fifty phones, so that fifty people can call.",
            story="It began with a list on the fridge.",
            use_of_money="Phones and a year of flat rates.",
            language="en",
            goal1_minor=200_000,
            goal2_minor=500_000,
            starts_at=(now - timedelta(minutes=1)).isoformat(),
            ends_at=(now + timedelta(days=20)).isoformat(),
        )
        self.campaign_id = campaign["id"]
        lead.post(f"/campaigns/{self.campaign_id}/submit/")
        running = curator.post(f"/campaigns/{self.campaign_id}/approve/", note="Good luck!")
        self.say("curator and coach", f"approves the campaign: {running['state']}")
        page = lead.post(f"/projects/{self.project_id}/payee/")["url"]
        httpx.post(page, timeout=30)
        payee = self.until(lambda: lead.get(f"/projects/{self.project_id}/payee/"), "verified")
        self.say("team lead", f"sets up the project's account at the provider: {payee['state']}")

    def fund(self) -> None:
        """A sponsor pays into a fund, and the fund takes the campaign in"""
        sponsor, manager = self["sponsor"], self["fund manager"]
        also_managed = {row["id"] for row in self["second fund manager"].all("/me/funds/")}
        self.fund_id = next(
            row["id"] for row in manager.all("/me/funds/") if row["state"] == "open" and row["id"] in also_managed
        )
        deposit = sponsor.post(
            f"/funds/{self.fund_id}/deposits/",
            sponsor=sponsor.get("/me/")["organisations"][0]["organisation"],
            amount_minor=500_000,
            reference=f"Journey {self.name}",
        )
        self.say("sponsor", f"announces {euros(deposit['amount_minor'])}")
        booking = manager.post(f"/deposits/{deposit['id']}/receive/")
        self.say("fund manager", f"sees the money on the account; the booking is {booking['state']}")
        booking = self["second fund manager"].post(f"/proposals/{booking['id']}/approve/")
        self.say("second fund manager", f"agrees: {booking['state']}")
        applied = self["team lead"].post(f"/funds/{self.fund_id}/campaigns/", campaign=self.campaign_id)
        accepted = manager.post(f"/fund-campaigns/{applied['id']}/accept/")
        self.say("fund manager", f"takes the campaign in: {accepted['state']}")

    def pledge(self) -> None:
        """A citizen backs the campaign, and the fund adds to it"""
        citizen = self["citizen"]
        quote = citizen.get(f"/campaigns/{self.campaign_id}/quote/", amount_minor=8_000)
        given, added, total = (euros(quote[f"{name}_minor"]) for name in ("amount", "match", "total"))
        self.say("citizen", f"is told before paying: {given} and {added} from the fund are {total}")
        key = secrets.token_hex(16)
        body = {"amount_minor": 8_000, "message": "For my aunt."}
        pledge = citizen.post(f"/campaigns/{self.campaign_id}/pledges/", key=key, **body)
        again = citizen.post(f"/campaigns/{self.campaign_id}/pledges/", key=key, **body)
        assert again == pledge, "the same key gives the same pledge"
        self.say("citizen", "pledges; sending it twice with one key gives one pledge")
        opened = self.until(
            lambda: citizen.get(f"/pledges/{pledge['id']}/"), True, of=lambda row: bool(row["payment_url"])
        )
        httpx.post(opened["payment_url"], data=CARD, timeout=30)
        paid = self.until(lambda: citizen.get(f"/pledges/{pledge['id']}/"), "confirmed")
        self.say("citizen", f"pays on the provider's page: {paid['state']}")

    def approval(self) -> None:
        """Two fund managers approve the match"""
        match: dict[str, Any] = {}
        for role in ("fund manager", "second fund manager"):
            [waiting] = self[role].all("/me/approvals/", campaign=self.campaign_id)
            match = self[role].post(f"/matches/{waiting['id']}/approve/", note="Checked.")
            self.say(role, f"approves {euros(match['amount_minor'])}: {match['state']}")
        assert match["state"] == "approved", "the second approval decides"

    def payout(self) -> None:
        """The money is paid out"""
        first, second = self["fund manager"], self["second fund manager"]
        payouts = first.post(f"/campaigns/{self.campaign_id}/payouts/")["results"]
        for payout in payouts:
            second.post(f"/payouts/{payout['id']}/approve/")
        for payout in payouts:
            paid = self.until(lambda place=payout["id"]: first.get(f"/payouts/{place}/"), "paid")  # type: ignore[misc]  # a lambda has no types
            self.say("second fund manager", f"{euros(paid['amount_minor'])} of {paid['kind']} money: {paid['state']}")
        assert {payout["kind"] for payout in payouts} == {"crowd", "match"}, "both kinds of money leave"

    def result(self) -> None:
        """Everybody can check it"""
        with httpx.Client(base_url=self["citizen"].client.base_url, timeout=30) as anybody:
            fund = anybody.get(f"/funds/{self.fund_id}/").json()
            figures = anybody.get(f"/campaigns/{self.campaign_id}/").json()["figures"]
        water = fund["waterline"]
        below = ("free", "reserved", "approved", "paid", "returned")
        assert water["paid_in"] == sum(water[name] for name in below), "the fund adds up to the cent"
        self.say("anybody", f"the campaign has {euros(figures['total_minor'])} from {figures['backers']} backer(s)")
        parts = ", ".join(f"{name} {euros(water[name])}" for name in below)
        self.say("anybody", f"the fund: {euros(water['paid_in'])} paid in = {parts}")

    def until(self, ask: Callable[[], Any], wanted: Any, of: Callable[[Any], Any] | None = None) -> Any:
        """Ask until the answer is what is waited for: the provider tells the platform, and its worker acts on it."""
        seen = of or (lambda row: row["state"])
        deadline = time.monotonic() + WAIT_SECONDS
        while seen(answer := ask()) != wanted:
            if time.monotonic() > deadline:
                raise Refused(f"waited in vain for {wanted}: {answer}")
            time.sleep(0.2)
        return answer


def euros(amount_minor: int) -> str:
    return f"€{amount_minor // 100:,}.{amount_minor % 100:02}"


def main() -> int:
    parser = argparse.ArgumentParser(description="Drive the whole journey through the API of a running demo.")
    parser.add_argument("base", nargs="?", default="http://localhost:8000", help="address of the platform")
    parser.add_argument(
        "--keys", type=Path, default=Path(".local/demo/keys.json"), help="tokens, as the demo writes them"
    )
    chosen = parser.parse_args()
    tokens = {entry["role"]: entry["token"] for entry in json.loads(chosen.keys.read_text())}
    try:
        Journey(chosen.base.rstrip("/"), tokens).run()
    except Refused as refused:
        print(f"\n{refused}", file=sys.stderr)
        return 1
    print("\nDone. `.venv/bin/gemeinwerk ledger check` proves the books.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
