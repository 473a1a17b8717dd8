"""The door of the payment provider: verify, store, 200. Nothing else is done here."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from funding.services.gateway_events import SignatureWrong, gateway_event_record


@csrf_exempt
@require_POST
def stripe(request: HttpRequest) -> HttpResponse:
    """Answers 200 also to doubles, 400 to a wrong signature; any error of ours is a 500, after which it comes again."""
    try:
        gateway_event_record(payload=request.body, signature=request.headers.get("Stripe-Signature", ""))
    except SignatureWrong:
        return HttpResponse(status=400)
    return HttpResponse(status=200)
