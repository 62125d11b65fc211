"""Tell networks and universities what they can expect."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from needs.models import ExpectedAmount
from needs.rules.expected import check_may_publish_expected_amounts
from networks.models import Network, Organisation, Round, User


@dataclass(frozen=True, kw_only=True)
class Expected:
    """An amount for a network, a university, or a university in one network (both given)."""

    amount_nok: int
    network: Network | None = None
    university: Organisation | None = None
    is_preliminary: bool = True
    note: str = ""


@transaction.atomic
def publish_expected_amounts(
    *, round: Round, amounts: Iterable[Expected], by: User, now: datetime
) -> list[ExpectedAmount]:
    """Replace the round's expected amounts by these. Called each time the frame or the key is recorded."""
    check_may_publish_expected_amounts(by, round, now=now)
    ExpectedAmount.objects.filter(round=round).delete()
    return ExpectedAmount.objects.bulk_create(
        ExpectedAmount(
            round=round,
            network=expected.network,
            university=expected.university,
            amount_nok=expected.amount_nok,
            is_preliminary=expected.is_preliminary,
            note=expected.note,
            published_at=now,
        )
        for expected in amounts
    )
