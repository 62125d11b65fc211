"""The letters about people, rounds and inquiries: one function for each."""

from networks.emails.people import invited

__all__ = ["invited"]
