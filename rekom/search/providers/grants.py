"""Letters by number, payments and payouts by reference: those that the person may read."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from common.money import kroner
from grants.models import Grant, GrantLetter, Instalment
from grants.queries.decision import seen_by
from grants.queries.payout import payouts_visible_to
from grants.states import DecisionState
from networks.roles import LEADERS, STAFF, Role, bodies, holds
from rekom.search.asked import Asked
from rekom.search.found import NOTHING, Found, Hit, join, page_of
from rekom.search.names import called

READS_GRANTS = (*LEADERS, *STAFF, Role.NETWORK_MEMBER, Role.OWNER, Role.UH_COORDINATOR)
RECIPIENT = ("grant__network", "grant__university", "grant__decision__round")
LETTER = (
    "number",
    "grant__network__name",
    "grant__university__name",
    "grant__network__payee__name",
    "document__title",
)
PAYMENT = ("reference", "grant__network__name", "grant__university__name")
PAYOUT = ("reference", "owner__name", "nomination__kindergarten__name", "network__name")
READS_PAYOUTS = (*LEADERS, *STAFF, Role.OWNER, Role.HEAD)


def letters(asked: Asked) -> Found:
    """Grant letters by number and recipient."""
    if not holds(asked.user, READS_GRANTS, now=asked.now):
        return NOTHING
    rows = called(GrantLetter.objects.filter(grant__in=_seen(asked)), asked, *LETTER)

    def hit(row: Any) -> Hit:
        grant = row.grant
        known = [grant.network or grant.university, grant.decision.round.grant_year, kroner(grant.amount_nok)]
        title = _("Grant letter %(number)s") % {"number": row.number}
        return Hit(title, reverse("grants:letter_detail", kwargs={"letter": row.pk}), join(known))

    return page_of(rows, asked, hit, *RECIPIENT, hides=("snapshot",))


def _seen(asked: Asked) -> list[int]:
    """The keys of the grants that the person may see: a few for each year. The database plans better with them."""
    if "grants" not in asked.kept:
        rows = Grant.objects.filter(seen_by(asked.user, now=asked.now)).order_by()
        asked.kept["grants"] = list(rows.values_list("pk", flat=True))
    found: list[int] = asked.kept["grants"]
    return found


def payments(asked: Asked) -> Found:
    """The governor's payments by reference and recipient."""
    user, now = asked.user, asked.now
    if not holds(user, READS_GRANTS, now=now):
        return NOTHING
    mine = Instalment.objects.filter(grant__in=_seen(asked), grant__decision__state=DecisionState.ISSUED)
    rows = called(mine, asked, *PAYMENT)
    offices = bodies(user, STAFF, now=now)

    def hit(row: Any) -> Hit:
        grant = row.grant
        round = grant.decision.round
        place = {"year": round.grant_year, "grant": grant.pk}
        is_office = round.county_id in offices
        url = reverse("grants:payment_grant", kwargs=place) if is_office else reverse("grants:payment_own")
        known = [grant.network or grant.university, kroner(row.amount_nok), row.get_state_display()]
        return Hit(_("Payment %(reference)s") % {"reference": row.reference}, url, join(known))

    return page_of(rows, asked, hit, *RECIPIENT)


def payouts(asked: Asked) -> Found:
    """The networks' payouts for those who study, by reference, owner and kindergarten. No names stand here."""
    if not holds(asked.user, READS_PAYOUTS, now=asked.now):
        return NOTHING
    rows = called(payouts_visible_to(asked.user, now=asked.now), asked, *PAYOUT)

    def hit(row: Any) -> Hit:
        known = [row.owner, row.get_half_display(), kroner(row.amount_nok), row.get_state_display()]
        title = _("Payout %(reference)s") % {"reference": row.reference}
        return Hit(title, reverse("grants:payout_detail", kwargs={"pk": row.pk}), join(known))

    return page_of(rows, asked, hit, "owner")
