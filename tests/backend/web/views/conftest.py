"""The payment provider of the funding tests, for pages that lead to it."""

from tests.funding.conftest import gateway, scene

__all__ = ["gateway", "scene"]
