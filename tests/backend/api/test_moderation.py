"""Moderation through the API: merging, reports, blocks, appeals, many decisions at once."""

import pytest

from backend.accounts.models import User
from programmes.models import Challenge, Sprint
from programmes.services.duplicates import duplicates_compute
from programmes.services.moderation_runs import moderation_piece
from tests.backend.api.client import ApiClient, problem_of
from tests.factories import programmes as make
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def sprint() -> Sprint:
    return make.SprintFactory.create()


@pytest.fixture
def organiser(sprint: Sprint) -> User:
    return make.ProgrammeRoleFactory.create(programme=sprint.programme).user


@pytest.fixture
def api(organiser: User) -> ApiClient:
    return ApiClient(organiser)


def idea(sprint: Sprint, **given: object) -> Challenge:
    return make.ChallengeFactory.create(
        **{"sprint": sprint, "owner": None, "proposed_by": UserFactory.create(), **given}
    )


def test_a_merged_challenge_names_where_it_is_now(api: ApiClient, sprint: Sprint) -> None:
    into, other = idea(sprint), idea(sprint)
    body = {"challenges": [other.public_id], "reason": "The same."}
    made = api.post(f"challenges/{into.public_id}/merge/", body).json()
    assert [(part["origin"], part["target"]) for part in made["parts"]] == [(other.public_id, into.public_id)]
    assert api.post(f"challenges/{into.public_id}/merge/", body).json()["id"] == made["id"]
    anybody = ApiClient()
    read = anybody.get(f"challenges/{other.public_id}/").json()
    assert (read["state"], read["merged_into"]) == ("merged", into.public_id)
    [row] = anybody.get(f"challenges/{into.public_id}/reshapings/").json()["results"]
    assert (row["reason"], row["parts"][0]["moved"]["supports"]) == ("The same.", 0)
    assert "done_by" not in row
    late = api.post(f"challenges/{other.public_id}/support/")
    assert late.json()["id"] == into.public_id
    back = problem_of(api.post(f"challenges/{other.public_id}/merge/", {**body, "challenges": [into.public_id]}))
    assert (back["code"], back["merged_into"]) == ("merged", into.public_id)


def test_a_proposal_that_was_not_public_is_not_named(api: ApiClient, sprint: Sprint) -> None:
    into, proposal = idea(sprint), idea(sprint, state="proposed")
    api.post(f"challenges/{into.public_id}/merge/", {"challenges": [proposal.public_id], "reason": "The same."})
    [row] = ApiClient().get(f"challenges/{into.public_id}/reshapings/").json()["results"]
    assert row["parts"][0]["origin"] is None
    assert ApiClient().get(f"challenges/{proposal.public_id}/").status_code == 404


def test_a_part_is_split_off(api: ApiClient, sprint: Sprint) -> None:
    team = make.TeamFactory.create(challenge=idea(sprint))
    body = {"parts": [{"title": "New", "summary": "Part", "teams": [team.public_id]}], "reason": "Two things."}
    made = api.post(f"challenges/{team.challenge.public_id}/split/", body).json()
    assert ApiClient().get(f"teams/{team.public_id}/").json()["challenge"] == made["parts"][0]["target"]
    foreign = {"parts": [{"title": "Other", "summary": "Part", "teams": [team.public_id]}], "reason": "Two."}
    assert api.post(f"challenges/{team.challenge.public_id}/split/", foreign).status_code == 422


def test_reports_hide_and_an_organiser_decides(api: ApiClient, sprint: Sprint) -> None:
    challenge = idea(sprint)
    for _ in range(3):
        answer = ApiClient(UserFactory.create()).post(f"challenges/{challenge.public_id}/reports/", {"kind": "other"})
        assert answer.status_code == 201
    anybody = ApiClient()
    assert anybody.get(f"challenges/{challenge.public_id}/").status_code == 404
    [case] = api.get(f"sprints/{sprint.public_id}/abuse-cases/").json()["results"]
    assert (case["challenge"], case["team"], case["state"]) == (challenge.public_id, None, "open")
    read = api.get(f"abuse-cases/{case['id']}/").json()
    assert len(read["reports"]) == 3
    assert "reporter" not in read["reports"][0]
    bad = {"remove": False, "reason": "An opinion.", "bad_faith": ["abr_00000000000000000000"]}
    assert api.post(f"abuse-cases/{case['id']}/decide/", bad).status_code == 422
    kept = api.post(f"abuse-cases/{case['id']}/decide/", {"remove": False, "reason": "An opinion."}).json()
    assert kept["state"] == "kept"
    assert anybody.get(f"challenges/{challenge.public_id}/").status_code == 200


def test_a_block_is_seen_appealed_and_granted_by_another(api: ApiClient, sprint: Sprint, organiser: User) -> None:
    person = UserFactory.create()
    body = {"person": person.public_id, "reason": "Insults others."}
    block = api.post(f"sprints/{sprint.public_id}/blocks/", body).json()
    own = ApiClient(person)
    assert [row["id"] for row in own.get("me/blocks/").json()["results"]] == [block["id"]]
    refused = problem_of(own.post(f"sprints/{sprint.public_id}/registrations/"))
    assert (refused["code"], refused["block"]) == ("blocked", block["id"])
    appeal = own.post(f"blocks/{block['id']}/appeal/", {"words": "It was not me."}).json()
    decision = {"grant": True, "answer": "A mistake."}
    assert api.post(f"appeals/{appeal['id']}/decide/", decision).status_code == 403
    second = ApiClient(make.ProgrammeRoleFactory.create(programme=sprint.programme).user)
    assert second.post(f"appeals/{appeal['id']}/decide/", decision).json()["state"] == "granted"
    [row] = api.get(f"sprints/{sprint.public_id}/blocks/").json()["results"]
    assert row["state"] == "lifted"
    assert api.get(f"sprints/{sprint.public_id}/appeals/").json()["results"][0]["answer"] == "A mistake."


def test_a_declined_challenge_is_appealed(api: ApiClient, sprint: Sprint) -> None:
    challenge = idea(sprint, state="declined", decline_reason="Too short.")
    assert challenge.proposed_by is not None
    own = ApiClient(challenge.proposed_by)
    made = own.post(f"challenges/{challenge.public_id}/appeal/", {"words": "It is real."})
    assert (made.status_code, made.json()["state"]) == (201, "open")
    api.post(f"appeals/{made.json()['id']}/decide/", {"grant": True, "answer": "Yes."})
    assert ApiClient().get(f"challenges/{challenge.public_id}/").json()["state"] == "published"


def test_many_decisions_are_carried_out_by_a_worker(api: ApiClient, sprint: Sprint) -> None:
    for _ in range(2):
        idea(sprint, state="proposed")
    address = f"sprints/{sprint.public_id}/moderation-runs/"
    assert api.post(address, {"act": "decline"}).status_code == 422
    assert problem_of(api.post(address, {"act": "publish", "seen": 9}))["code"] == "queue_changed"
    made = api.post(address, {"act": "publish", "seen": 2, "posed_by": "citizen"})
    assert (made.status_code, made.json()["state"], made.json()["total"]) == (202, "running", 2)
    run = f"moderation-runs/{made.json()['id']}/"
    assert api.post(f"{run}stop/").json()["state"] == "stopped"
    assert api.post(f"{run}resume/").json()["state"] == "running"
    moderation_piece(run_id=sprint.moderation_runs.get().pk, piece=2)
    assert api.get(run).json()["progress_percent"] == 100
    assert len(api.get(address).json()["results"]) == 1


def test_doubles_are_found_by_a_worker(api: ApiClient, sprint: Sprint) -> None:
    one, two = (idea(sprint, title=title) for title in ("Share tools, do not buy", "Share tools and do not buy"))
    address = f"sprints/{sprint.public_id}/duplicate-runs/"
    made = api.post(address)
    assert (made.status_code, api.post(address).json()["id"]) == (202, made.json()["id"])
    duplicates_compute(run_id=sprint.duplicate_runs.get().pk)
    run = f"duplicate-runs/{made.json()['id']}/"
    assert api.get(run).json()["compared"] == 2
    [group] = api.get(f"{run}groups/").json()["results"]
    assert {row["challenge"] for row in group["members"]} == {one.public_id, two.public_id}
