"""Filters of the lists of what is given."""
