"""Kept in common; named here for those who look for it."""

from common.versions import check_version

__all__ = ["check_version"]
