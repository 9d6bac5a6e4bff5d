"""A user's own checks: a file of rules, what each comes to, and the steps that led there."""
