"""Whole kroner, as people in Norway write them."""

NBSP = "\u00a0"


def grouped(amount: int) -> str:
    """1234567 -> '1 234 567' (with non-breaking spaces); a negative amount gets a real minus sign."""
    text = f"{abs(amount):,}".replace(",", NBSP)
    return f"\u2212{text}" if amount < 0 else text


def kroner(amount: int) -> str:
    """1234567 -> '1 234 567 kr' (with non-breaking spaces)."""
    return f"{grouped(amount)}{NBSP}kr"
