"""What a letter is about, as the outbox writes it down: short texts by which letters are found again."""

from django.db.models import Model

from networks.models import County, Kindergarten, Network, Organisation, Round
from networks.states import Duty

KINDS: dict[type[Model], str] = {
    County: "county",
    Round: "round",
    Organisation: "organisation",
    Network: "network",
    Kindergarten: "kindergarten",
}


def topics(*things: Model | Duty | None) -> list[str]:
    """Each thing once ("network:3", "duty:needs_report"), with the county that it belongs to.

    Name a round, a network, an organisation or a county at least: staff find a letter by its county.
    Raises KeyError for a thing that letters are not found by.
    """
    found: list[str] = []
    for thing in things:
        if isinstance(thing, Duty):
            found.append(f"duty:{thing.value}")
        elif thing is not None:
            found.append(f"{KINDS[type(thing)]}:{thing.pk}")
            county = getattr(thing, "county_id", None)
            found += [f"county:{county}"] if county else []
    return list(dict.fromkeys(found))


def topic(kind: type[Model], key: int) -> str:
    """The topic of a row whose key is known."""
    return f"{KINDS[kind]}:{key}"
