"""Who may do what, and when, to what is given."""
