"""Version 1: one module an area, each with its own addresses."""
