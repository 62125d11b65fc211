"""Later dates for one body and one duty: what is asked for, what is given, the list of a round."""
