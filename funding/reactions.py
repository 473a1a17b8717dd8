"""What this package does when a lower one has told something; the worker calls it."""
