"""Tables of what is given."""
