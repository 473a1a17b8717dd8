"""One module a resource: its life first, its endpoints below."""
