"""A small checkout calculator. All amounts are whole cents."""
