"""The lists of what is wanted."""
