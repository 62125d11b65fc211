"""What the pages of pictures show: sections of pictures, made of numbers that are read already. No queries."""

from reporting.dashboard.sections import Section

__all__ = ["Section"]
