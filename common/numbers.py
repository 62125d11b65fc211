"""Organisation and account numbers as people read them."""

from stdnum.no import orgnr


def org_number_text(number: str | None) -> str:
    """'974 767 880', or nothing where there is none."""
    return str(orgnr.format(number)) if number else ""


def account_number_text(number: str | None) -> str:
    """'1234.56.78911', or nothing where there is none."""
    return f"{number[:4]}.{number[4:6]}.{number[6:]}" if number else ""
