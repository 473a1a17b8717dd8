"""Limits for all who come from one network together, whoever they say they are. Its address is never kept.

What stands for it is a keyed hash that is another one each day: it tells whether two come from the same network, and
nobody can turn it back. It lives in the cache for some hours, and never in the database or the log.
"""

from collections.abc import Mapping
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from typing import Final

from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from backend.core import clock
from backend.core.counting import count_in_window, seconds_left
from backend.core.errors import SlowDown

HOUSEHOLD: Final = 64
"""Bits of an IPv6 address that a household, a school or a server has for itself."""


def network_name(address: str) -> str:
    """What stands for the network of an address; nothing for what is no address, as that of a local socket."""
    try:
        network = _network(ip_address(address))
    except ValueError:
        return ""
    return salted_hmac("backend.core.networks", f"{clock.now():%Y-%m-%d} {network}", algorithm="sha256").hexdigest()


def require_unhurried(network: str, action: str, most: Mapping[int, int]) -> None:
    """Count an action of a network; `most` says how many there may be within so many seconds.

    Whose network is not known passes. Raises SlowDown.
    """
    if not network:
        return
    counts = {seconds: count_in_window(f"{action}:{network}", seconds) for seconds in most}
    waits = [seconds_left(seconds) for seconds, count in counts.items() if count > most[seconds]]
    if waits:
        text = _("Very many people are doing this from your network right now. Please try again in a moment.")
        raise SlowDown(text, retry_after=int(max(waits)) + 1)


def _network(address: IPv4Address | IPv6Address) -> str:
    if isinstance(address, IPv4Address):
        return str(address)
    if address.ipv4_mapped is not None:
        return str(address.ipv4_mapped)
    return str(IPv6Network((address, HOUSEHOLD), strict=False))
