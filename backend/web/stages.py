"""The stage of a selection that an address or a form is about."""

from django.http import HttpRequest

from programmes.domain.limits import STAGES_MOST


def stage_asked(request: HttpRequest, otherwise: int) -> int:
    """What stands under `stufe`, in a form first, or `otherwise` where nothing sensible does."""
    asked = request.POST.get("stufe", request.GET.get("stufe", ""))
    return int(asked) if asked in {str(number) for number in range(1, STAGES_MOST + 1)} else otherwise
