"""The letters about what is wanted."""
