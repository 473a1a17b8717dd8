import pytest
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from psycopg_pool import PoolTimeout

from backend.core.middleware import BodySizeMiddleware, DatabaseDownMiddleware, RequestContextMiddleware


def fine(_request: HttpRequest) -> HttpResponse:
    return HttpResponse("fine")


@pytest.mark.parametrize("error", [OperationalError, InterfaceError, PoolTimeout])
@pytest.mark.parametrize("path", ["/", "/api/v1/sprints/", "/webhooks/stripe/"])
def test_without_the_database_come_back_later(error: type[Exception], path: str) -> None:
    def broken(_request: HttpRequest) -> HttpResponse:
        raise error

    request = RequestFactory().get(path)
    for response in (
        DatabaseDownMiddleware(broken)(request),
        DatabaseDownMiddleware(fine).process_exception(request, error()),
    ):
        assert response is not None
        assert response.status_code == 503
        assert response["Retry-After"] == "10"
        expected = "text/html; charset=utf-8" if path == "/" else "application/problem+json"
        assert response["Content-Type"] == expected


def test_other_errors_are_not_its_business() -> None:
    request = RequestFactory().get("/")
    assert DatabaseDownMiddleware(fine).process_exception(request, ValueError()) is None
    assert DatabaseDownMiddleware(fine)(request).content == b"fine"


@pytest.mark.parametrize(
    ("length", "status"), [("", 200), ("8388608", 200), ("8388609", 413), ("-1", 413), ("many", 413)]
)
@pytest.mark.parametrize("path", ["/", "/api/v1/pledges/"])
def test_a_body_is_refused_by_its_declared_length(path: str, length: str, status: int) -> None:
    request = RequestFactory().post(path)
    request.META["CONTENT_LENGTH"] = length
    assert BodySizeMiddleware(fine)(request).status_code == status


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/teams/tea_1/abgabe/folien/", 200),
        ("/loesungen/sol_1/abgabe/folien/", 200),
        ("/teams/tea_1/abgabe/folien/x/", 413),
        ("/teams/a/b/abgabe/folien/", 413),
        ("/x/teams/tea_1/abgabe/folien/", 413),
    ],
)
def test_only_where_slides_are_sent_more_is_taken(path: str, status: int) -> None:
    request = RequestFactory().post(path)
    request.META["CONTENT_LENGTH"] = str(21 * 1024 * 1024)
    assert BodySizeMiddleware(fine)(request).status_code == status
    request.META["CONTENT_LENGTH"] = str(21 * 1024 * 1024 + 1)
    assert BodySizeMiddleware(fine)(request).status_code == 413


def test_each_answer_bears_an_id_of_its_own() -> None:
    answers = {RequestContextMiddleware(fine)(RequestFactory().get("/"))["X-Request-Id"] for _ in range(2)}
    assert len(answers) == 2
    assert all(answer.startswith("req_") for answer in answers)
