"""Following up: who owes what, and reminding them now."""
