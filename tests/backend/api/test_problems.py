"""Every error is a problem, in the reader's language, and tells nothing it should not."""

from typing import Any

import pytest
from django.db import OperationalError
from django.test import Client

from backend.accounts.selectors import organisations
from backend.accounts.services.api_tokens import token_create, token_revoke
from tests.backend.api.client import ApiClient, problem_of
from tests.factories.accounts import OrganisationFactory, UserFactory

pytestmark = pytest.mark.django_db


def test_an_unknown_address_is_a_problem() -> None:
    assert problem_of(ApiClient().get("nothing/here/"))["code"] == "not_found"
    assert ApiClient().get("nothing/here/").status_code == 404


@pytest.mark.parametrize("public_id", ["org_00000000000000000000", "1", "org_%00", "..", "org_0000000000000000000x'--"])
def test_an_unknown_id_is_not_found(public_id: str) -> None:
    response = ApiClient().get(f"organisations/{public_id}/")
    assert response.status_code == 404
    assert problem_of(response)["code"] == "not_found"


def test_a_wrong_method_names_the_right_ones() -> None:
    response = ApiClient(UserFactory.create()).delete("organisations/")
    assert problem_of(response)["code"] == "method_not_allowed"
    assert response.status_code == 405
    assert response["Allow"] == "GET, POST, HEAD"


def test_too_many_parameters_are_400() -> None:
    query = "&".join(f"a{number}=1" for number in range(1_001))
    response = Client().get(f"/api/v1/organisations/?{query}")
    assert (response.status_code, problem_of(response)["code"]) == (400, "bad_request")


@pytest.mark.parametrize("wanted", ["json", "xml"])
def test_a_format_in_the_address_is_an_unknown_filter(wanted: str) -> None:
    response = ApiClient().get("organisations/", format=wanted)
    assert (response.status_code, list(problem_of(response)["errors"])) == (422, ["format"])


@pytest.mark.parametrize("body", ["{", "[1,", '{"a": NaN}', b"\xff", "[" * 200_000])
def test_malformed_json_is_400(body: Any) -> None:
    response = ApiClient(UserFactory.create()).post("me/tokens/", body)
    assert (response.status_code, problem_of(response)["code"]) == (400, "malformed")


@pytest.mark.parametrize("body", ["[]", '"text"', "12", "null", "true"])
def test_json_that_is_no_object_is_422(body: str) -> None:
    assert ApiClient(UserFactory.create()).post("me/tokens/", body).status_code == 422


def test_another_media_type_is_415() -> None:
    client = ApiClient(UserFactory.create())
    response = client.client.post("/api/v1/me/tokens/", "a=b", "text/plain", headers=client.headers)
    assert (response.status_code, problem_of(response)["code"]) == (415, "unsupported_media_type")


def test_only_json_can_be_had() -> None:
    response = Client().get("/api/v1/organisations/", headers={"Accept": "text/csv"})
    assert (response.status_code, problem_of(response)["code"]) == (406, "not_acceptable")


def test_a_large_body_is_413_by_its_length_and_by_its_size() -> None:
    client = ApiClient(UserFactory.create())
    declared = client.post("me/tokens/", b'"' + b"x" * (9 * 1024 * 1024) + b'"')
    assert (declared.status_code, problem_of(declared)["code"]) == (413, "too_large")
    read = client.post("me/tokens/", b'"' + b"x" * (1024 * 1024) + b'"')
    assert (read.status_code, problem_of(read)["code"]) == (413, "too_large")


def test_what_is_refused_at_the_gate_speaks_the_language_of_the_request_too() -> None:
    """Not that of whoever came before: the gate stands before the middleware that chooses the language."""
    titles = {}
    for language, before in (("en", "de"), ("de", "en")):
        assert ApiClient(language=before).get("organisations/").status_code == 200
        response = ApiClient(language=language).post("me/tokens/", b"x" * (9 * 1024 * 1024))
        titles[language] = problem_of(response)["title"]
    assert titles["en"].startswith("This is too large.")
    assert titles["de"].startswith("Das ist zu groß.")


def test_an_unknown_version_is_a_problem() -> None:
    response = Client().get("/api/v2/sprints/")
    assert (response.status_code, problem_of(response)["code"]) == (404, "not_found")


@pytest.mark.parametrize("text", ["a\0b", "a\x1bb", "\ud800"])
def test_characters_that_are_no_text_are_refused_where_they_stand(text: str) -> None:
    response = ApiClient(UserFactory.create()).post("me/tokens/", {"name": "x", "scopes": ["read", text]})
    assert response.status_code == 422
    assert list(problem_of(response)["errors"]) == ["scopes.1"]


def test_a_name_of_a_field_is_checked_too() -> None:
    response = ApiClient(UserFactory.create()).post("me/tokens/", {"a\0": "x"})
    assert response.status_code == 422


def test_deep_nesting_is_refused() -> None:
    response = ApiClient(UserFactory.create()).post("me/tokens/", "[" * 40 + "]" * 40)
    assert response.status_code == 422


def test_field_errors_speak_the_language_of_the_request() -> None:
    user = UserFactory.create()
    english = ApiClient(user, language="en").post("me/tokens/", {"scopes": []})
    german = ApiClient(user, language="de").post("me/tokens/", {"scopes": []})
    assert problem_of(english)["errors"]["name"] == ["This field is required."]
    assert problem_of(german)["errors"]["name"] == ["Dieses Feld ist zwingend erforderlich."]
    assert english["Content-Language"] == "en"


def test_a_misspelt_field_is_an_error() -> None:
    response = ApiClient(UserFactory.create()).patch("me/", {"displayname": "Ada"})
    assert list(problem_of(response)["errors"]) == ["displayname"]


def test_without_a_token_401_tells_how() -> None:
    response = ApiClient().get("me/")
    assert (response.status_code, problem_of(response)["code"]) == (401, "not_authenticated")
    assert response["WWW-Authenticate"] == "Bearer"


def test_a_token_that_is_wrong_ended_or_of_a_locked_person_is_401_even_on_public_addresses() -> None:
    user = UserFactory.create()
    row, clear = token_create(user=user, name="x", scopes=["read"])
    headers = {"Authorization": f"Bearer {clear}"}
    assert Client().get("/api/v1/organisations/", headers=headers).status_code == 200
    token_revoke(token=row, actor=user)
    ended = Client().get("/api/v1/organisations/", headers=headers)
    assert (ended.status_code, problem_of(ended)["code"]) == (401, "token_invalid")
    assert Client().get("/api/v1/me/", headers={"Authorization": "Bearer gw_nonsense"}).status_code == 401
    locked = UserFactory.create(is_active=False)
    assert ApiClient(locked).get("me/").status_code == 401


def test_a_scope_that_is_missing_is_named() -> None:
    response = ApiClient(UserFactory.create(), scopes=("read",)).patch("me/", {"language": "en"})
    assert response.status_code == 403
    body = problem_of(response)
    assert (body["code"], body["scope"]) == ("scope_missing", "programmes:write")


def test_the_unexpected_is_500_without_details(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> Any:
        raise RuntimeError("secret detail")

    monkeypatch.setattr(organisations, "organisations_public", broken)
    client = Client(raise_request_exception=False)
    response = client.get("/api/v1/organisations/")
    assert (response.status_code, problem_of(response)["code"]) == (500, "internal")
    assert b"secret" not in response.content
    assert b"Traceback" not in response.content


def test_a_lost_database_is_503_with_retry_after(monkeypatch: pytest.MonkeyPatch) -> None:
    def gone() -> Any:
        raise OperationalError("server closed the connection")

    monkeypatch.setattr(organisations, "organisations_public", gone)
    response = Client().get("/api/v1/organisations/")
    assert response.status_code == 503
    assert response["Retry-After"] == "10"
    assert problem_of(response)["code"] == "unavailable"


def test_no_integer_key_leaves_the_server() -> None:
    organisation = OrganisationFactory.create()
    body = ApiClient().get(f"organisations/{organisation.public_id}/").json()
    assert body["id"] == organisation.public_id
    assert not [value for value in body.values() if isinstance(value, int)]
