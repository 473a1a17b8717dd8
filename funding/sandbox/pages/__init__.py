"""The pages that people see: payment, the bank's challenge, onboarding. Plain HTML, no script."""
