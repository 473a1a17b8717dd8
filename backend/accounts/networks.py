"""Which network a request comes from: as sign-in sees it, behind the own proxy or without one."""

from allauth.account.adapter import get_adapter
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from backend.core.networks import network_name


def network_of(request: HttpRequest) -> str:
    """What stands for it in limits; nothing where no address is known."""
    try:
        return network_name(get_adapter().get_client_ip(request))
    except PermissionDenied:
        return ""
