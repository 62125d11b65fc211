"""From the year to a letter: what is due, who owes it, when they are told, and what leaves."""
