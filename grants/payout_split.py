"""How the support for one who studies is parted between spring and autumn, in whole kroner."""

from collections.abc import Mapping

from grants.models import Half


def halves(total: int) -> dict[str, int]:
    """Half and half; the odd krone comes in spring ("Langsiktig plan, individuelle tiltak": mai og september)."""
    return {Half.SPRING: total - total // 2, Half.AUTUMN: total // 2}


def part(total: int, *, planned: Mapping[str, int], settled: Mapping[str, int]) -> dict[str, int]:
    """What is to be paid in each half that is not settled, when the grant is `total` kroner.

    `planned` and `settled` are the amounts there are, by half. A split that the network has chosen keeps its
    shares. What is settled already is drawn from the rest; a half that gets nothing is left out.
    """
    rest = max(total - sum(settled.values()), 0)
    free = [half for half in Half.values if half in planned] or [
        half for half in Half.values if half not in settled
    ]
    found = _both(rest, planned) if len(free) == 2 else {half: rest for half in free}
    return {half: amount for half, amount in found.items() if amount}


def _both(rest: int, planned: Mapping[str, int]) -> dict[str, int]:
    before = sum(planned.values())
    if not before or dict(planned) == halves(before):
        return halves(rest)
    spring = (rest * planned[Half.SPRING] + before // 2) // before
    return {Half.SPRING: spring, Half.AUTUMN: rest - spring}
