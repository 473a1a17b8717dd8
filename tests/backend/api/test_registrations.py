"""Registrations by programs: places that are offered."""

import pytest

from tests.backend.api.client import ApiClient, problem_of
from tests.factories import programmes as make
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


def test_an_offered_place_is_taken_once() -> None:
    row = make.RegistrationFactory.create(state="offered")
    citizen, address = ApiClient(row.user), f"registrations/{row.public_id}/"
    assert citizen.get(address).json()["held_until"] is not None
    for _ in range(2):
        taken = citizen.post(f"{address}accept/")
        assert (taken.status_code, taken.json()["state"], taken.json()["held_until"]) == (200, "registered", None)


def test_nobody_takes_the_place_of_another() -> None:
    row = make.RegistrationFactory.create(state="offered")
    organiser = make.ProgrammeRoleFactory.create(programme=row.sprint.programme).user
    for other in (UserFactory.create(), organiser):
        assert ApiClient(other).post(f"registrations/{row.public_id}/accept/").status_code == 404


def test_what_is_not_offered_is_not_taken() -> None:
    row = make.RegistrationFactory.create(state="waiting")
    refused = ApiClient(row.user).post(f"registrations/{row.public_id}/accept/")
    assert problem_of(refused)["code"] == "offer_over"


SECTIONS = [
    {
        "key": "food",
        "title": {"de": "Essen"},
        "questions": [
            {"key": "eats", "kind": "yes_no", "label": {"de": "Essen Sie mit?"}, "required": True},
            {"key": "photos", "kind": "consent", "label": {"de": "Fotos", "en": "Photos"}},
        ],
    }
]


def test_a_form_is_set_answered_and_read() -> None:
    sprint = make.SprintFactory.create(starts_at=make.moment_from_now(1))
    base = f"sprints/{sprint.public_id}"
    organiser = ApiClient(make.ProgrammeRoleFactory.create(programme=sprint.programme).user)
    citizen = ApiClient(UserFactory.create())
    assert citizen.get(f"{base}/registration-form/").status_code == 404
    form = organiser.put(f"{base}/registration-form/", {"sections": SECTIONS}).json()
    assert (form["version"], form["sections"][0]["questions"][0]["key"]) == (1, "eats")
    assert ApiClient().get(f"{base}/registration-form/").json() == form
    refused = citizen.post(f"{base}/registrations/")
    assert list(problem_of(refused)["errors"]) == ["answers.eats"]
    row = citizen.post(f"{base}/registrations/", {"answers": {"eats": True, "photos": True}, "language": "en"}).json()
    own = citizen.get(f"registrations/{row['id']}/answers/").json()
    assert (own["answers"], own["consents"][0]["text"]) == ({"eats": True, "photos": True}, "Photos")
    changed = citizen.put(f"registrations/{row['id']}/answers/", {"answers": {"eats": False}}).json()
    assert (changed["answers"], changed["consents"]) == ({"eats": False}, [])
    [seen] = organiser.get(f"{base}/registration-answers/").json()["results"]
    assert (seen["registration"], seen["answers"]) == (row["id"], {"eats": False})
    assert organiser.get(f"registrations/{row['id']}/answers/").status_code == 404
    assert organiser.delete(f"{base}/registration-form/").status_code == 204
    assert ApiClient().get(f"{base}/registration-form/").status_code == 404


@pytest.mark.parametrize("sections", [[], [{"key": "s", "questions": [{"key": "q", "kind": "magic"}]}], "x"])
def test_what_is_no_form_is_refused(sections: object) -> None:
    sprint = make.SprintFactory.create()
    organiser = ApiClient(make.ProgrammeRoleFactory.create(programme=sprint.programme).user)
    refused = organiser.put(f"sprints/{sprint.public_id}/registration-form/", {"sections": sections})
    assert refused.status_code == 422


def test_a_ticket_is_read_scanned_and_taken_back() -> None:
    row = make.RegistrationFactory.create()
    citizen = ApiClient(row.user)
    helper = ApiClient(make.ProgrammeRoleFactory.create(programme=row.sprint.programme, role="helper").user)
    ticket = citizen.get(f"registrations/{row.public_id}/ticket/").json()
    assert ticket["ticket"] in ticket["url"]
    assert citizen.post("check-ins/", {"ticket": ticket["ticket"]}).status_code == 403
    for _ in range(2):
        scanned = helper.post("check-ins/", {"ticket": ticket["ticket"]}).json()
        assert (scanned["registration"], scanned["checked_in_at"] is not None) == (row.public_id, True)
    door = f"sprints/{row.sprint.public_id}"
    assert helper.get(f"{door}/check-ins/").json() == {"registered": 1, "checked_in": 1}
    assert helper.delete(f"registrations/{row.public_id}/check-in/").status_code == 204
    assert helper.post(f"registrations/{row.public_id}/check-in/").json()["name"] == row.user.shown_name
    walked = helper.post(f"{door}/walk-ins/", {"name": "Neu", "email": "neu@example.org"})
    assert (walked.status_code, walked.json()["beyond"]) == (201, False)
    assert helper.get(f"{door}/registrations/").status_code == 403


def test_a_certificate_is_made_out_and_checked() -> None:
    sprint = make.SprintFactory.create(
        starts_at=make.moment_from_now(-9), ends_at=make.moment_from_now(-1), certificates="checked_in"
    )
    row = make.RegistrationFactory.create(sprint=sprint, checked_in_at=make.moment_from_now(-8))
    citizen, address = ApiClient(row.user), f"registrations/{row.public_id}/certificate/"
    assert citizen.get(address).status_code == 404
    made = citizen.post(address, {"name": "Kim"}).json()
    assert citizen.get(address).json() == made
    checked = ApiClient().get(f"certificates/{made['code']}/").json()
    assert (checked["name"], checked["sprint"]) == ("Kim", sprint.public_id)
    assert ApiClient().get("certificates/0000/").status_code == 404


def test_below_the_age_limit_a_guardian_is_asked() -> None:
    sprint = make.SprintFactory.create(age_limit=16)
    citizen, address = ApiClient(UserFactory.create()), f"sprints/{sprint.public_id}/registrations/"
    assert list(problem_of(citizen.post(address, {}))["errors"]) == ["of_age"]
    body = {"of_age": False, "guardian_name": "Gabi", "guardian_email": "gabi@example.org"}
    row = citizen.post(address, body).json()
    assert (row["state"], row["held_until"] is not None) == ("consent", True)
