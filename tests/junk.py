"""What nobody should send, and somebody will."""

LONG = "Så lang en tekst. " * 1112
"""20,016 characters."""
STRANGE = "áđŋšŧž ïö ÁĐŊŠŦŽ 👩🏽\u200d🏫 \u05e9\u05dc\u05d5\u05dd \u202eabc\u202c <b>&amp;\"'</b>"
"""Sami letters, an emoji of three signs, Hebrew, a turned direction, and what HTML is made of."""
HUGE = "99999999999999999999"
DIGITS = "9" * 20_000

TYPED = {
    "long": LONG,
    "digits": DIGITS,
    "nul": "Før\x00etter",
    "strange": STRANGE,
    "huge": HUGE,
    "negative": "-1",
    "zero": "0",
    "decimal": "1e400",
    "no number": "NaN",
    "raised": "²",
    "no day": "2027-02-30",
    "the last day": "9999-12-31",
    "empty": "",
}
"""What can be typed in a field or an address, by what it is."""

KEYS = {"unknown": "987654321", "huge": HUGE, "digits": DIGITS, "minus": "-1", "raised": "²", "nul": "1\x00"}
"""What is sent where the portal itself has put a key, a version or a choice."""

NO_KEYS = (987_654_321, int(HUGE), 0)
"""Keys of nothing, for addresses that take whole numbers."""
