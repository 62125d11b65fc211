"""The sentences of an allocation, in the reader's language; the numbers come from `grants.allocation`."""

from collections.abc import Sequence
from decimal import Decimal

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.money import grouped, kroner
from grants.allocation import AllocationError, Outcome, Reason

HUNDRED = Decimal(100)

FIGURES = {
    "children": gettext_lazy("children"),
    "staff": gettext_lazy("full-time positions"),
    "kindergartens": gettext_lazy("kindergartens"),
}

SENTENCES = {
    "nothing_left": gettext_lazy(
        "No money is left for collective measures after the fixed posts and the individual measures."
    ),
    "not_requested": gettext_lazy("The network gets no money because it has not asked for any."),
    "capped": gettext_lazy(
        "The network gets all it asked for, %(requested)s, and nobody gets more than they ask for."
    ),
    "alone": gettext_lazy(
        "The network asked for %(requested)s and gets %(amount)s of the %(total)s for collective measures, "
        "because no other network shares them."
    ),
    "overridden": gettext_lazy(
        "The network asked for %(requested)s and gets %(amount)s, which is set by hand. The key alone would have "
        "given %(computed)s."
    ),
    "beside_overridden": gettext_lazy(
        "The network asked for %(requested)s and gets %(amount)s: the amounts that are set by hand come first, and "
        "the remaining %(shared)s are shared among the other networks by the key."
    ),
}

BY_KEY = {
    "flat": gettext_lazy(
        "The network asked for %(requested)s and gets %(amount)s: the %(total)s for collective measures are "
        "shared equally among %(networks)s networks."
    ),
    "figures": gettext_lazy(
        "The network asked for %(requested)s and gets %(amount)s: the %(total)s for collective measures are "
        "shared among %(networks)s networks by the number of %(figures)s."
    ),
    "both": gettext_lazy(
        "The network asked for %(requested)s and gets %(amount)s: of the %(total)s for collective measures "
        "%(flat)s per cent are shared equally among %(networks)s networks and %(rest)s per cent by the "
        "number of %(figures)s."
    ),
}

BY_KEY_AND_REST = {
    "flat": gettext_lazy(
        "The network asked for %(requested)s and gets %(amount)s: the %(total)s for collective measures are "
        "shared equally among %(networks)s networks, and what some of them did not ask for goes to the "
        "others."
    ),
    "figures": gettext_lazy(
        "The network asked for %(requested)s and gets %(amount)s: the %(total)s for collective measures are "
        "shared among %(networks)s networks by the number of %(figures)s, and what some of them did not ask "
        "for goes to the others."
    ),
    "both": gettext_lazy(
        "The network asked for %(requested)s and gets %(amount)s: of the %(total)s for collective measures "
        "%(flat)s per cent are shared equally among %(networks)s networks and %(rest)s per cent by the "
        "number of %(figures)s, and what some of them did not ask for goes to the others."
    ),
}

REFUSALS = {
    "frame_too_small": gettext_lazy(
        "The frame is smaller than the fixed posts and the promised individual measures together."
    ),
    "committed_above_cap": gettext_lazy(
        "The promised individual measures are above the cap for individual measures."
    ),
    "no_weights": gettext_lazy("Give the key at least one weight, or share everything equally."),
    "empty_weight": gettext_lazy("The key weighs a figure that is 0 in every network."),
    "universities_above_network": gettext_lazy(
        "In one of the networks the universities ask for more than the network does."
    ),
    "overrides_above_total": gettext_lazy(
        "The amounts that are set by hand are together more than there is for collective measures."
    ),
    "overrides_do_not_fit": gettext_lazy(
        "There is not enough money for the amounts that are set by hand when the others keep theirs. Let the others "
        "share the rest instead, or set a lower amount."
    ),
    "override_without_network": gettext_lazy(
        "An amount is set by hand for a network that is not part of the figures."
    ),
}


def with_explanations(outcome: Outcome) -> dict[str, object]:
    """The output of the command: each network's reason made into a sentence in the active language."""
    collective = outcome["collective"]
    networks = [
        {
            "id": network["id"],
            "amount": network["amount"],
            "network_amount": network["network_amount"],
            "universities": network["universities"],
            "capped": network["capped"],
            **{name: network[name] for name in ("overridden", "computed") if name in network},
            "explanation": explanation(network["reason"]),
        }
        for network in collective["networks"]
    ]
    return {**outcome, "collective": {**collective, "networks": networks}}


def explanation(reason: Reason) -> str:
    """Why a network gets what it gets, in one sentence for those who receive it."""
    sentences = {"key": BY_KEY, "key_and_rest": BY_KEY_AND_REST}.get(reason["code"])
    sentence = sentences[_method(reason)] if sentences else SENTENCES[reason["code"]]
    flat = Decimal(reason["flat_percent"])
    return str(sentence) % {
        "requested": kroner(reason["requested"]),
        "amount": kroner(reason["amount"]),
        "total": kroner(reason["total"]),
        "computed": kroner(reason.get("computed", 0)),
        "shared": kroner(reason.get("shared", 0)),
        "networks": grouped(reason["networks"]),
        "flat": number_format(flat),
        "rest": number_format(HUNDRED - flat),
        "figures": _listed([str(FIGURES[name]) for name in reason["figures"]]),
    }


def refusal(error: AllocationError) -> str:
    """Why the allocation could not be made, in one sentence for the case officer."""
    if error.code in REFUSALS:
        return str(REFUSALS[error.code])
    return _("The allocation could not be made: %(error)s") % {"error": error}


def _method(reason: Reason) -> str:
    flat = Decimal(reason["flat_percent"])
    if flat == HUNDRED:
        return "flat"
    return "both" if flat else "figures"


def _listed(words: Sequence[str]) -> str:
    """A, B and C."""
    if len(words) < 2:
        return "".join(words)
    return _("%(first)s and %(last)s") % {"first": ", ".join(words[:-1]), "last": words[-1]}
