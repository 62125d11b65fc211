"""What networks and universities can expect on the frame and the key, as recorded."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from common.money import kroner
from common.refusals import NotNow
from grants.allocation import AllocationError, Outcome, allocate
from grants.allocation_input import input_of, without_requests
from grants.allocation_texts import refusal
from grants.letters import LANGUAGE
from grants.models import Budget
from grants.queries.allocation import hoped_for, network_facts
from grants.queries.budget import budget_of, key_facts
from grants.recipients import network_in, university_in
from needs.services.expected import Expected
from networks.models import Network, Organisation, Round


def expected_of(round: Round) -> list[Expected]:
    """What each network and university can expect on the frame as recorded, before anybody is cut to a request.

    A network: its collective amount, its universities' parts included (they split it themselves), with its fixed
    posts in the note. A university: its fixed and committed posts; its parts of the networks' amounts come on top.
    """
    budget = budget_of(round)
    assert budget is not None  # noqa: S101 -- recorded two lines ago
    data = without_requests(input_of(key_facts(budget), network_facts(round), hoped_for(round)))
    try:
        outcome = allocate(data)
    except AllocationError as error:
        raise NotNow(refusal(error)) from None
    with override(LANGUAGE):
        return [*_for_networks(budget, data, outcome), *_for_universities(budget, data)]


def _for_networks(budget: Budget, data: dict[str, Any], outcome: Outcome) -> Iterable[Expected]:
    rows = {row["id"]: row["amount"] for row in outcome["collective"]["networks"]}
    networks = Network.objects.in_bulk([network_in(key) for key in rows])
    posts = _sums(data)
    for key, amount in rows.items():
        note = _lent(budget) + _("Collective measures, the universities' parts included.")
        if key in posts:
            note += " " + _("Fixed posts come in addition: %(amount)s.") % {"amount": kroner(posts[key])}
        network = networks[network_in(key)]
        yield Expected(network=network, amount_nok=amount, is_preliminary=budget.is_preliminary, note=note)


def _for_universities(budget: Budget, data: dict[str, Any]) -> Iterable[Expected]:
    sums = {university_in(key): amount for key, amount in _sums(data).items() if university_in(key)}
    for pk, university in Organisation.objects.in_bulk(list(sums)).items():
        note = _lent(budget) + _("Fixed posts. Parts of the networks' collective measures come in addition.")
        yield Expected(
            university=university, amount_nok=sums[pk], is_preliminary=budget.is_preliminary, note=note
        )


def _lent(budget: Budget) -> str:
    """That the frame is an earlier year's, where it is."""
    if budget.frame_from is None:
        return ""
    text = _("Calculated on the frame of %(year)s, %(frame)s, until the new one is known.")
    return text % {"year": budget.frame_from.grant_year, "frame": kroner(budget.frame_nok)} + " "


def _sums(data: dict[str, Any]) -> dict[str, int]:
    """What each recipient gets before the key."""
    sums: dict[str, int] = {}
    for post in [*data["fixed"], *data["individual"]["committed"]]:
        if post["recipient"]:
            sums[post["recipient"]] = sums.get(post["recipient"], 0) + post["amount"]
    return sums
