"""Who and what: people, places, networks and rounds."""

from networks.models.inquiries import Inquiry, InquiryAnswer
from networks.models.meetings import (
    AgendaItem,
    Attendance,
    Ballot,
    Declaration,
    Meeting,
    MeetingPaper,
    Vote,
)
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
    "AgendaItem",
    "Attendance",
    "Ballot",
    "Body",
    "CalendarFeed",
    "Completion",
    "County",
    "Deadline",
    "Declaration",
    "Dispensation",
    "DispensationRequest",
    "Forum",
    "Inquiry",
    "InquiryAnswer",
    "Kindergarten",
    "KindergartenFigures",
    "Meeting",
    "MeetingPaper",
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
    "Vote",
    "WrittenForm",
    "names_a_body",
]
