"""OpenAPI from the declarations of the handlers: `operations.Operation` is the one source."""

from functools import cache
from typing import Any

import django_filters
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiExample, OpenApiParameter
from rest_framework import serializers

from backend.accounts.enums import Scope
from backend.api import idempotency, pagination, problems
from backend.api.filters import FlagFilter
from backend.api.operations import Operation, operation_of
from backend.api.shapes import Shape
from backend.core.checks import ensure

SECURITY = "token"


class ProblemShape(Shape):
    """RFC 9457. `code` is stable and for programs; `title` is for people, in the language of the request."""

    type = serializers.CharField()
    title = serializers.CharField()
    status = serializers.IntegerField()
    code = serializers.CharField()
    request_id = serializers.CharField(required=False, help_text="Name it when you ask for support.")

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        # `errors` is also a name of the serializer itself, so it is no class attribute.
        errors = serializers.DictField(
            child=serializers.ListField(child=serializers.CharField()),
            required=False,
            help_text="Messages by field, as a dotted path; an empty name is the whole.",
        )
        return {**super().get_fields(), "errors": errors}


class TokenScheme(OpenApiAuthenticationExtension):
    target_class = "backend.api.authentication.TokenAuthentication"
    name = SECURITY

    def get_security_definition(self, auto_schema: AutoSchema) -> dict[str, Any]:  # noqa: ARG002  the framework hands it over
        return {"type": "http", "scheme": "bearer", "description": "`Authorization: Bearer gw_…`"}


class OperationSchema(AutoSchema):
    """Asks the handler's declaration where the framework would guess."""

    @property
    def operation(self) -> Operation:
        found = operation_of(self.view, self.method)
        ensure(found, f"{self.method} {self.path} is declared with @operation")
        assert found  # noqa: S101  for the type checker; the line above raises
        return found

    def get_operation_id(self) -> str:
        return self.operation.id

    def get_summary(self) -> str:
        return self.operation.summary

    def get_description(self) -> str:  # type: ignore[override]  # as in the class above, which changes it too
        scope = self.operation.scope
        needs = f"Needs a token with the scope `{scope.value}`." if scope else "Public: needs no token."
        return f"{self.operation.description}\n\n{needs}".strip()

    def get_tags(self) -> list[str]:
        return [str(type(self.view).__module__).rpartition(".")[2].replace("_", " ")]

    def get_auth(self) -> list[dict[str, list[str]]]:
        super().get_auth()  # registers the scheme
        scope = self.operation.scope
        return [{SECURITY: [scope.value]}] if scope else [{}, {SECURITY: [Scope.READ.value]}]

    def get_request_serializer(self) -> Any:
        return self.operation.takes

    def get_response_serializers(self) -> Any:
        operation = self.operation
        gives: Any = operation.gives
        if operation.many:
            gives = list_of(operation.gives)
        problem = {
            (str(status), problems.MEDIA_TYPE): ProblemShape
            for status in error_statuses(operation, self.method, self.path)
        }
        return {operation.status: gives, **problem}

    def get_examples(self) -> list[OpenApiExample]:
        example = self.operation.example
        return [OpenApiExample(self.operation.summary, value=dict(example), request_only=True)] if example else []

    def get_override_parameters(self) -> list[Any]:
        operation = self.operation
        found: list[Any] = [*filter_parameters(operation), *([operation.asks] if operation.asks else [])]
        if operation.many and operation.paged and self.method == "GET":
            found += LIST_PARAMETERS
        if self.method == "POST":
            found.append(KEY_PARAMETER)
        return found

    def _get_serializer_name(self, serializer: Any, direction: Any, bypass_extensions: bool = False) -> str:  # noqa: FBT001, FBT002  the framework's
        return str(super()._get_serializer_name(serializer, direction, bypass_extensions)).removesuffix("Shape")


KEY_PARAMETER = OpenApiParameter(
    idempotency.HEADER,
    {"type": "string", "minLength": 1, "maxLength": idempotency.MAX_LENGTH, "pattern": f"^{idempotency.VISIBLE}$"},
    OpenApiParameter.HEADER,
    description="Repeating the request with the same key within 24 hours repeats the answer, not the effect.",
)
LIST_PARAMETERS = [
    OpenApiParameter(
        pagination.CURSOR, OpenApiTypes.STR, description="The place after which to go on; take it from `next`."
    ),
    OpenApiParameter(
        pagination.LIMIT,
        {"type": "integer", "minimum": 1, "maximum": pagination.MAX_LIMIT, "default": pagination.DEFAULT_LIMIT},
        description="Rows a page.",
    ),
]


@cache
def list_of(shape: type[Shape]) -> type[serializers.Serializer[Any]]:
    fields = {
        "__doc__": None,
        "results": shape(many=True),
        "next": serializers.URLField(allow_null=True, help_text="Address of the next page, or null."),
    }
    return type(f"{shape.__name__.removesuffix('Shape')}ListShape", (Shape,), fields)


def error_statuses(operation: Operation, method: str, path: str) -> list[int]:
    """Every problem that this operation may answer with."""
    # A token is optional on public addresses, but one that is sent must be valid.
    found = {401, 406, 429, *operation.errors}
    if operation.scope:
        found.add(403)
    if "{" in path:
        found.add(404)
    if operation.takes:
        found |= {400, 413, 415, 422}
    if operation.many or operation.asks or operation.filters:
        found.add(422)
    if method != "GET":
        found |= {409, 422}
    if operation.network:
        found.add(503)
    return sorted(found)


def filter_parameters(operation: Operation) -> list[OpenApiParameter]:
    filters = operation.filters.base_filters if operation.filters else {}
    return [
        OpenApiParameter(name, _filter_type(each), description=str(each.extra.get("help_text") or ""))
        for name, each in filters.items()
    ]


def _filter_type(each: django_filters.Filter) -> Any:
    if isinstance(each, FlagFilter):
        return OpenApiTypes.BOOL
    choices = each.extra.get("choices")
    if choices:
        return {"type": "string", "enum": [str(value) for value, _label in choices]}
    return {"type": "string", "maxLength": each.extra["max_length"]}


def refuse_unknown_fields(result: dict[str, Any], **_: Any) -> dict[str, Any]:
    """Say in the schema what `fields.Body` does: no other names."""
    for name, component in result.get("components", {}).get("schemas", {}).items():
        if name.endswith("Body"):
            component["additionalProperties"] = False
    return result


PROBLEM_WORDS = {
    "400": ("Malformed", "The body is not valid JSON."),
    "401": ("TokenNeeded", "No token was sent, or one that is not valid (any more)."),
    "403": ("NotAllowed", "The token lacks the scope, or its person the right."),
    "404": ("NotFound", "There is no such thing, or none that you may know of."),
    "405": ("MethodNotAllowed", "This address does not take this method."),
    "406": ("NotAcceptable", "Only JSON can be had here."),
    "409": (
        "Conflict",
        "Not possible in the present state, a limit is reached, or a request of the same key is running.",
    ),
    "413": ("TooLarge", "The body is too large."),
    "415": ("UnsupportedMediaType", "The body is not declared as JSON."),
    "422": ("Invalid", "Something in the request can be corrected; `errors` says what."),
    "429": ("Throttled", "Too many requests; `Retry-After` says when to come back."),
    "503": ("Unavailable", "A service that we need does not answer; nothing was changed."),
}


EXAMPLES: dict[str, dict[str, Any]] = {
    "403": {
        "title": "This token may not be used for this.",
        "status": 403,
        "code": "scope_missing",
        "scope": "pledges:write",
    },
    "409": {"title": "This campaign does not take money at the moment.", "status": 409, "code": "campaign_not_running"},
    "422": {
        "title": "Please check what you entered.",
        "status": 422,
        "code": "invalid",
        "errors": {"amount_minor": ["Please give at least 1 euro."]},
    },
}


def share_problems(result: dict[str, Any], **_: Any) -> dict[str, Any]:
    """Describe each kind of problem once and refer to it from every operation."""
    shared: dict[str, Any] = {}
    for path in result["paths"].values():
        for described in path.values():
            for status in described["responses"].keys() & PROBLEM_WORDS.keys():
                name, description = PROBLEM_WORDS[status]
                shared[name] = {**described["responses"][status], "description": description}
                if status in EXAMPLES:
                    [content] = shared[name]["content"].values()
                    content["examples"] = {"example": {"value": {"type": "about:blank", **EXAMPLES[status]}}}
                described["responses"][status] = {"$ref": f"#/components/responses/{name}"}
    result["components"]["responses"] = dict(sorted(shared.items()))
    return result


def schema_now() -> dict[str, Any]:
    """Return the schema that the code declares at this moment."""
    schema: dict[str, Any] = SchemaGenerator().get_schema(request=None, public=True)
    return schema
