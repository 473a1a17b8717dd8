"""The control door: what goes wrong in the world, on request."""
