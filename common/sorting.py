"""Norwegian alphabetical order as one database expression: æ, ø, å after z, without regard to case."""

from typing import Any

from django.db.models import F, Func, Value
from django.db.models.functions import Lower


def norwegian(field: str) -> Func:
    """Order by `field` as a Norwegian reader expects: `queryset.order_by(norwegian("name"))`."""
    return Func(Lower(F(field)), Value("æäøöå"), Value("{{||}"), function="translate")


def norwegian_key(text: str) -> str:
    """The same order for texts that are read already: `sorted(names, key=norwegian_key)`."""
    return text.lower().translate(IN_ORDER)


IN_ORDER = str.maketrans("æäøöå", "{{||}")


def in_norwegian(queryset: Any, field: str, is_descending: bool, *then: str) -> Any:
    """The rows by a name as a Norwegian reader expects, then by `then`, so that pages never share a row."""
    name = norwegian(field)
    return queryset.order_by(name.desc() if is_descending else name.asc(), *then)
