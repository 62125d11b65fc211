"""The forms of what is given."""
