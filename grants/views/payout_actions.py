"""What the person can do with one payout now, as links."""

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from common.refusals import may
from grants.models import Half, Payout
from grants.payout_standing import PAYABLE, Standing, standing_of
from grants.rules import payout as rules
from grants.rules import study_confirmation as study_rules
from grants.states import PayoutState
from networks.models import User


def actions_of(user: User, payout: Payout, *, now: datetime) -> list[dict[str, Any]]:
    """The links for the bar at the bottom: the likeliest first. Pure: nothing is read."""
    found = []
    if payout.letter_id:
        found.append(_link(_("Open the payout letter (PDF)"), "payout_letter_download", payout))
    if may(study_rules.check_may_answer_as_employer, user, payout, now=now) is None:
        found.append(_link(_("Say whether the study goes on"), "study_answer", payout))
    if may(rules.check_may_follow_payouts, user, payout.network, now=now) is None:
        found += _for_leaders(payout)
    return [{**link, "variant": "secondary" if turn else ""} for turn, link in enumerate(found)]


def _for_leaders(payout: Payout) -> list[dict[str, Any]]:
    standing = standing_of(payout)
    if payout.state == PayoutState.STOPPED:
        return [
            _link(_("Give back to the County Governor"), "payout_give_back", payout),
            _link(_("Move to another nomination"), "payout_move", payout),
            _link(_("Take it up again"), "payout_resume", payout),
        ]
    if standing is None:
        return []
    found = []
    if standing in (Standing.WAITS, Standing.UNDECIDED, Standing.NOT_ASKED):
        found.append(_link(_("Pay anyway"), "payout_decide", payout))
    if standing in PAYABLE:
        place = {
            "year": payout.round.grant_year,
            "network": payout.network_id,
            "half": HALF_WORDS[payout.half],
        }
        found.append({"label": _("Pay"), "url": reverse("grants:payout_pay", kwargs=place)})
    found.append(_link(_("Stop the payout"), "payout_stop", payout))
    if payout.came_from_id is None:
        found.append(_link(_("Part spring and autumn in another way"), "payout_split", payout))
    return found


HALF_WORDS = {Half.SPRING.value: "var", Half.AUTUMN.value: "host"}
"""The halves in addresses."""
HALF_OF_WORD = {word: half for half, word in HALF_WORDS.items()}


def _link(label: str, name: str, payout: Payout) -> dict[str, Any]:
    return {"label": label, "url": reverse(f"grants:{name}", kwargs={"pk": payout.pk})}
