"""Ending a kind of mail from the mail itself: a person asks once more, a mail program does it with one POST."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from backend.notifications.services.preferences import unsubscribe
from backend.notifications.unsubscribing import unsubscribe_read


# The signed token is the right to do it; mail programs send neither cookie nor CSRF token (RFC 8058).
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe_page(request: HttpRequest, token: str) -> HttpResponse:
    # Scanners of mail servers open every link, so only a POST changes something.
    done = request.method == "POST"
    categories = unsubscribe(token=token) if done else unsubscribe_read(token)[1]
    context = {"done": done, "categories": [category.label for category in categories]}
    return render(request, "web/unsubscribe.html", context)
