"""What stands still in the county, and why: for the case officer (ADR 43)."""

from rekom.standstill.still import Pile, Still, at_home, standing_still

__all__ = ["Pile", "Still", "at_home", "standing_still"]
