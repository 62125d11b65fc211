"""What the person may see, by the apps' own reads, once for each search: several kinds begin with it."""

from networks.models import Round
from networks.queries import rounds_visible_to
from rekom.search.asked import Asked


def seen_rounds(asked: Asked) -> list[Round]:
    """The rounds of the person's counties."""
    if "rounds" not in asked.kept:
        rounds = rounds_visible_to(asked.user, now=asked.now).prefetch_related(None)
        asked.kept["rounds"] = list(rounds)
    found: list[Round] = asked.kept["rounds"]
    return found
