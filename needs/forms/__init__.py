"""Clean input for what is wanted."""
