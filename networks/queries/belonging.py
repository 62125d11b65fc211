"""How a person belongs to a network today, for other apps: see `networks.belonging`."""

from networks.belonging import AROUND, INSIDE, KINDERGARTENS, LEADS, PARTNERS, Tie, ties

__all__ = ["AROUND", "INSIDE", "KINDERGARTENS", "LEADS", "PARTNERS", "Tie", "ties"]
