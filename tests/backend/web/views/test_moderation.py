"""The desk of moderation: many at once, reported texts, blocks, appeals; and what people see of it."""

import pytest
from django.test import Client
from django.urls import reverse

from programmes.models import AbuseCase, Appeal, Challenge, ModerationRun, Sprint, SprintBlock
from programmes.services.abuse import abuse_report_create
from programmes.services.duplicates import duplicates_compute
from programmes.services.moderation_runs import moderation_piece
from tests.backend.web.visitors import queries_of, signed_in, text_of
from tests.factories import programmes as make
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db
QUEUE_QUERIES = 13
CASES_QUERIES = 7


@pytest.fixture
def sprint() -> Sprint:
    return make.SprintFactory.create()


@pytest.fixture
def organiser(sprint: Sprint) -> Client:
    return signed_in(make.ProgrammeRoleFactory.create(programme=sprint.programme).user)


def of_sprint(sprint: Sprint, name: str) -> str:
    return reverse(f"web:{name}", args=[sprint.slug])


def waiting(sprint: Sprint, count: int) -> list[Challenge]:
    return make.ChallengeFactory.create_batch(
        count, sprint=sprint, owner=None, proposed_by=UserFactory.create(), state="proposed"
    )


def test_what_is_ticked_is_decided_with_one_reason(organiser: Client, sprint: Sprint) -> None:
    one, two, three = waiting(sprint, 3)
    address = of_sprint(sprint, "organiser-moderation-decide")
    organiser.post(address, {"challenge": [one.public_id, two.public_id], "act": "decline", "reason": "Zu kurz."})
    states = {row.pk: row.state for row in Challenge.objects.all()}
    assert states == {one.pk: "declined", two.pk: "declined", three.pk: "proposed"}
    answer = organiser.post(address, {"challenge": [one.public_id], "act": "publish"}, follow=True)
    assert "wartet nicht mehr" in answer.content.decode()
    for given in ({"act": "publish"}, {"challenge": three.public_id, "act": "decline"}, {"act": "?"}):
        answer = organiser.post(address, given, follow=True)
        assert "kern-alert--danger" in answer.content.decode()
    three.refresh_from_db()
    assert three.state == "proposed"


def test_all_that_meets_a_filter_goes_to_a_worker(organiser: Client, sprint: Sprint) -> None:
    rows = waiting(sprint, 2)
    make.ChallengeFactory.create(sprint=sprint, state="proposed")
    queue = of_sprint(sprint, "organiser-moderation")
    everybody = of_sprint(sprint, "organiser-moderation-all")
    assert f"{everybody}?posed_by=citizen" in text_of(organiser, f"{queue}?posed_by=citizen")
    address = f"{everybody}?posed_by=citizen"
    assert 'name="count" value="2"' in text_of(organiser, address)
    changed = organiser.post(address, {"act": "publish", "count": "9"})
    assert changed.status_code == 422
    run = ModerationRun.objects.get(
        public_id=organiser.post(address, {"act": "publish", "count": "2"})["Location"].split("/")[-2]
    )
    shown = reverse("web:moderation-run", args=[run.public_id])
    assert "hx-trigger" in text_of(organiser, shown)
    assert organiser.get(shown, headers={"HX-Request": "true"}).content.decode().startswith("\n") is False
    organiser.post(reverse("web:moderation-run-stop", args=[run.public_id]))
    assert "Angehalten" in text_of(organiser, shown)
    organiser.post(reverse("web:moderation-run-resume", args=[run.public_id]))
    moderation_piece(run_id=run.pk, piece=2)
    assert "Alle sind entschieden" in text_of(organiser, shown)
    assert organiser.get(shown, headers={"HX-Request": "true"})["HX-Refresh"] == "true"
    assert {Challenge.objects.get(pk=row.pk).state for row in rows} == {"published"}


@pytest.mark.parametrize("count", [1, 3])
def test_the_queue_costs_as_much_for_many(organiser: Client, sprint: Sprint, count: int) -> None:
    waiting(sprint, count)
    assert queries_of(organiser, of_sprint(sprint, "organiser-moderation")) == QUEUE_QUERIES


def test_somebody_reports_and_an_organiser_decides(organiser: Client, sprint: Sprint, client: Client) -> None:
    challenge = make.ChallengeFactory.create(sprint=sprint, owner=None, proposed_by=UserFactory.create())
    report = reverse("web:challenge-report", args=[challenge.public_id])
    assert report in text_of(client, f"/herausforderungen/{challenge.public_id}/")
    reporter = signed_in(UserFactory.create(display_name="Petra Petze"))
    assert reporter.post(report, {"words": "Grob."}).status_code == 422
    reporter.post(report, {"kind": "offensive", "words": "Ganz schön grob."})
    case = AbuseCase.objects.get()
    shown = reverse("web:abuse-case", args=[case.public_id])
    assert shown in text_of(organiser, of_sprint(sprint, "organiser-cases"))
    assert shown in text_of(organiser, "/fuer-mich/")
    text = text_of(organiser, shown)
    for words in ("Petra Petze", "Ganz schön grob.", challenge.body):
        assert words in text
    assert organiser.post(shown, {"decision": "remove", "reason": ""}).status_code == 422
    bad = case.reports.get()
    given = {"decision": "keep", "reason": "Eine Meinung.", "bad_faith": bad.public_id}
    assert organiser.post(shown, given)["Location"] == of_sprint(sprint, "organiser-cases")
    bad.refresh_from_db()
    assert bad.in_bad_faith
    assert "Petra" not in text_of(client, f"/herausforderungen/{challenge.public_id}/")
    organiser.post(shown, {"decision": "remove", "reason": "Doch zu grob."})
    author = signed_in(challenge.proposed_by)
    text = text_of(author, f"/herausforderungen/{challenge.public_id}/")
    assert "Doch zu grob." in text
    assert "Petra" not in text
    assert client.get(f"/herausforderungen/{challenge.public_id}/").status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_cases_costs_as_much_for_many(organiser: Client, sprint: Sprint, count: int) -> None:
    for _ in range(count):
        for thing in (
            make.ChallengeFactory.create(sprint=sprint),
            make.TeamFactory.create(challenge__sprint=sprint),
            make.SolutionFactory.create(team__challenge__sprint=sprint, handed_in=True),
        ):
            abuse_report_create(actor=UserFactory.create(), thing=thing, kind="other")
    assert queries_of(organiser, of_sprint(sprint, "organiser-cases")) == CASES_QUERIES


def test_a_block_is_read_appealed_and_lifted_by_somebody_else(organiser: Client, sprint: Sprint) -> None:
    person = UserFactory.create(email="grob@example.org")
    address = of_sprint(sprint, "organiser-blocks")
    given = {"email": "grob@example.org", "kind": "taking_part", "reason": "Beleidigt andere."}
    assert organiser.post(address, {**given, "email": "niemand@example.org"}).status_code == 422
    assert organiser.post(address, given)["Location"] == address
    block = SprintBlock.objects.get()
    own = signed_in(person)
    appeal = reverse("web:block-appeal", args=[block.public_id])
    text = text_of(own, "/meine-sperren/")
    assert "Beleidigt andere." in text
    assert appeal in text
    own.post(appeal, {"words": "Das war ich nicht."})
    assert appeal not in text_of(own, "/meine-sperren/")
    made = Appeal.objects.get()
    decide = reverse("web:appeal", args=[made.public_id])
    assert "jemand anders" in text_of(organiser, of_sprint(sprint, "organiser-appeals"))
    assert organiser.get(decide).status_code == 403
    second = signed_in(make.ProgrammeRoleFactory.create(programme=sprint.programme).user)
    assert decide in text_of(second, of_sprint(sprint, "organiser-appeals"))
    assert decide in text_of(second, "/fuer-mich/")
    assert "Das war ich nicht." in text_of(second, decide)
    second.post(decide, {"decision": "grant", "answer": "Verwechslung."})
    assert "Verwechslung." in text_of(own, "/meine-sperren/")
    block.refresh_from_db()
    assert block.state == "lifted"


def test_an_organiser_lifts_a_block(organiser: Client, sprint: Sprint) -> None:
    block = make.SprintBlockFactory.create(sprint=sprint)
    address = reverse("web:block-lift", args=[block.public_id])
    assert address in text_of(organiser, of_sprint(sprint, "organiser-blocks"))
    asked = text_of(organiser, address)
    assert "aufheben?" in asked
    assert "Sperre bestehen lassen" in asked
    organiser.post(address)
    block.refresh_from_db()
    assert block.state == "lifted"


def test_a_proposer_appeals_once(sprint: Sprint) -> None:
    challenge = make.ChallengeFactory.create(
        sprint=sprint, owner=None, proposed_by=UserFactory.create(), state="declined", decline_reason="Zu kurz."
    )
    own = signed_in(challenge.proposed_by)
    address = reverse("web:challenge-appeal", args=[challenge.public_id])
    assert address in text_of(own, "/meine-herausforderungen/")
    assert own.post(address, {"words": ""}).status_code == 422
    own.post(address, {"words": "Das Problem ist echt."})
    text = text_of(own, "/meine-herausforderungen/")
    assert address not in text
    assert "Ihr Einspruch:" in text


def test_similar_ones_are_found_by_a_worker_and_merged_by_a_person(organiser: Client, sprint: Sprint) -> None:
    one = make.ChallengeFactory.create(sprint=sprint, title="Werkzeuge teilen statt kaufen")
    two = make.ChallengeFactory.create(sprint=sprint, title="Werkzeuge teilen, nicht kaufen", owner=one.owner)
    make.ChallengeFactory.create(sprint=sprint, title="Die Bibliothek am Sonntag", body="Niemand ist da.")
    address = of_sprint(sprint, "organiser-duplicates")
    assert "Nach ähnlichen" in text_of(organiser, address)
    shown = organiser.post(address)["Location"]
    assert "hx-trigger" in text_of(organiser, shown)
    run = sprint.duplicate_runs.get()
    duplicates_compute(run_id=run.pk)
    text = text_of(organiser, shown)
    merge = reverse("web:challenge-merge", args=[one.public_id])
    assert f"{merge}?with={two.public_id}" in text
    assert "Bibliothek" not in text
    assert "checked" in text_of(organiser, f"{merge}?with={two.public_id}")
    organiser.post(merge, {"challenges": two.public_id, "reason": "Dasselbe."})
    assert "Keine zwei" in text_of(organiser, address)
