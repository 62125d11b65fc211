"""The letters about what is given."""
