"""Who and what: people, places, networks and rounds."""

from networks.models.inquiries import Inquiry, InquiryAnswer
from networks.models.networks import Forum, Network, NetworkMunicipality, Partnership
from networks.models.people import Seat, User
from networks.models.places import (
    County,
    Kindergarten,
    KindergartenFigures,
    Municipality,
    MunicipalityChange,
    Organisation,
    OrganisationKind,
    WrittenForm,
)
from networks.models.rounds import (
    Body,
    CalendarFeed,
    Completion,
    Deadline,
    Dispensation,
    DispensationRequest,
    Reminding,
    Round,
    names_a_body,
)

__all__ = [
    "Body",
    "CalendarFeed",
    "Completion",
    "County",
    "Deadline",
    "Dispensation",
    "DispensationRequest",
    "Forum",
    "Inquiry",
    "InquiryAnswer",
    "Kindergarten",
    "KindergartenFigures",
    "Municipality",
    "MunicipalityChange",
    "Network",
    "NetworkMunicipality",
    "Organisation",
    "OrganisationKind",
    "Partnership",
    "Reminding",
    "Round",
    "Seat",
    "User",
    "WrittenForm",
    "names_a_body",
]
