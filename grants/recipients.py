"""How networks, universities and nominations are called in the input and output of an allocation run."""

from networks.queries.lines import NETWORK, UNIVERSITY, network_key, university_key

__all__ = ["network_in", "network_key", "nomination_in", "nomination_key", "university_in", "university_key"]

NOMINATION = "nomination-"


def nomination_key(pk: int) -> str:
    """The nomination's id in a run."""
    return f"{NOMINATION}{pk}"


def network_in(key: str) -> int | None:
    """The network's primary key, or None when the id is not a network's."""
    return _in(key, NETWORK)


def university_in(key: str) -> int | None:
    """The university's primary key, or None when the id is not a university's."""
    return _in(key, UNIVERSITY)


def nomination_in(key: str) -> int:
    """The nomination's primary key. Raises ValueError for another id."""
    found = _in(key, NOMINATION)
    if found is None:
        raise ValueError(key)
    return found


def _in(key: str, kind: str) -> int | None:
    return int(key.removeprefix(kind)) if key.startswith(kind) else None
