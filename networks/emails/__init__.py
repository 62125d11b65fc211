"""The letters about people, rounds and inquiries: one function for each."""

from networks.emails.dispensations import (
    dispensation_asked,
    dispensation_declined,
    dispensation_granted,
    dispensation_withdrawn,
)
from networks.emails.people import invitation_sent, invited, seat_ended

__all__ = [
    "dispensation_asked",
    "dispensation_declined",
    "dispensation_granted",
    "dispensation_withdrawn",
    "invitation_sent",
    "invited",
    "seat_ended",
]
