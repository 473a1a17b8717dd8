"""A payment sandbox: a small server of its own that speaks Stripe's HTTP API.

It knows nothing of the project around it and imports nothing of it, so that it can only be reached as Stripe is: over
HTTP, through the official library, and back through signed webhooks.
"""
