"""Kept in common; named here for those who look for it."""

from common.gaps import Gap, check_complete

__all__ = ["Gap", "check_complete"]
