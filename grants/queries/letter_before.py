"""The letters that recipients got before."""

from typing import Any

from grants.models import CorrectionLetter, Grant, GrantLetter
from networks.models import Round

Recipient = tuple[int | None, int | None]
"""The network and the university, by key; one of them is None."""


def recipient_key(grant: Grant) -> Recipient:
    """Who the grant is for."""
    return grant.network_id, grant.university_id


def amounts_before(round: Round) -> dict[Recipient, int]:
    """What each recipient was granted in the year before, as it stands after corrections."""
    rows = Grant.objects.filter(
        decision__round__county=round.county_id,
        decision__round__grant_year=round.grant_year - 1,
        letter__isnull=False,
    )
    return {
        (network, university): amount
        for network, university, amount in rows.values_list("network", "university", "amount_nok")
    }


def letter_before(grant: Grant, round: Round) -> tuple[str, dict[str, Any]] | None:
    """The number and the content of the recipient's newest letter from an earlier year, or None."""
    letter = (
        GrantLetter.objects.filter(
            grant__network=grant.network_id,
            grant__university=grant.university_id,
            grant__decision__round__grant_year__lt=round.grant_year,
        )
        .order_by("-grant__decision__round__grant_year")
        .first()
    )
    return _newest(letter) if letter else None


def issued_content(grant: Grant) -> tuple[str, dict[str, Any]] | None:
    """The number and the content of the grant's own letter after corrections, or None before it is issued."""
    letter = GrantLetter.objects.filter(grant=grant).first()
    return _newest(letter) if letter else None


def _newest(letter: GrantLetter) -> tuple[str, dict[str, Any]]:
    corrections = CorrectionLetter.objects.filter(correction__grant=letter.grant_id)
    newer = corrections.order_by("issued_at", "pk").last()
    return (newer.number, newer.snapshot) if newer else (letter.number, letter.snapshot)
