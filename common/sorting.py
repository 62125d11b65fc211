"""Norwegian alphabetical order as one database expression: æ, ø, å after z, without regard to case."""

from django.db.models import F, Func, Value
from django.db.models.functions import Lower


def norwegian(field: str) -> Func:
    """Order by `field` as a Norwegian reader expects: `queryset.order_by(norwegian("name"))`."""
    return Func(Lower(F(field)), Value("æäøöå"), Value("{{||}"), function="translate")


def norwegian_key(text: str) -> str:
    """The same order for texts that are read already: `sorted(names, key=norwegian_key)`."""
    return text.lower().translate(IN_ORDER)


IN_ORDER = str.maketrans("æäøöå", "{{||}")
