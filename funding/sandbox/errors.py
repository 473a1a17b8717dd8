"""Refusals in Stripe's own shape."""

from funding.sandbox.store import JsonObject


class ApiError(Exception):
    """A request that ends with an error object; ``extra`` joins the error object as it is."""

    def __init__(
        self,
        message: str,
        *,
        status: int = 400,
        kind: str = "invalid_request_error",
        code: str | None = None,
        param: str | None = None,
        **extra: object,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.status = status
        self.kind = kind
        self.code = code
        self.param = param
        self.extra = extra

    @property
    def is_outcome(self) -> bool:
        """A declined card is something that happened: what was written on the way to it stays written."""
        return self.kind == "card_error"

    def body(self) -> JsonObject:
        error: JsonObject = {"message": self.message, "type": self.kind}
        if self.code is not None:
            error["code"] = self.code
            error["doc_url"] = f"https://stripe.com/docs/error-codes/{self.code.replace('_', '-')}"
        if self.param is not None:
            error["param"] = self.param
        return {"error": error | self.extra}


def no_such(kind: str, object_id: str, *, param: str = "id", status: int = 404) -> ApiError:
    """What Stripe says of an unknown id: 404 in the address, 400 in a parameter."""
    return ApiError(f"No such {kind}: '{object_id}'", status=status, code="resource_missing", param=param)
