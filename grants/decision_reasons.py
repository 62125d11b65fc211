"""The reasons that the portal proposes for a decision: it follows the recommendation, or names where it does not."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import override

from common.dates import day
from grants.decided import deviates
from grants.letters import LANGUAGE
from grants.models import GrantLine, Recommendation


def proposed_reasons(recommendation: Recommendation, lines: Iterable[GrantLine]) -> str:
    """The proposal, in the language of the letters; `lines` are those of all grants, each with its grant.

    It stands in every letter, so it names the lines that deviate, and no amounts.
    """
    others = [line for line in lines if deviates(line)]
    with override(LANGUAGE):
        facts = {
            "number": recommendation.number,
            "day": day(recommendation.adopted_at) if recommendation.adopted_at else "",
            "lines": "; ".join(_place(line) for line in others),
        }
        if not others:
            return (
                _(
                    "The County Governor follows the cooperation forum's recommendation no. %(number)s of %(day)s. "
                    "The forum has assessed the networks' decision bases, and the money is shared by the key that is "
                    "recorded for the round."
                )
                % facts
            )
        return (
            _(
                "The County Governor follows the cooperation forum's recommendation no. %(number)s of %(day)s, apart "
                "from some amounts. The forum has assessed the networks' decision bases, and the money is shared by "
                "the key that is recorded for the round. These amounts differ from the recommendation: %(lines)s."
            )
            % facts
        )


def _place(line: GrantLine) -> str:
    return f"{line.grant.network or line.grant.university}, {line.label}"
