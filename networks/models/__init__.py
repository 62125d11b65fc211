"""Who and what: people, places, networks and rounds."""

from networks.models.agreements import PartnershipAgreement, Teacher
from networks.models.approvals import SideApproval, one_per_side
from networks.models.arenas import Arena, WheelEvent
from networks.models.composition import CompositionYear
from networks.models.history import KindergartenPeriod, RegisterChange, RegisterImport, RegisterImportRow
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
from networks.models.messages import Message, MessageRecipient, NetworkDocument
from networks.models.networks import Forum, Network, NetworkMunicipality, Partnership
from networks.models.people import HomeVisit, InvitationStand, Seat, SeatInvitation, User
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
from networks.models.plans import LongTermPlan, PlanApproval, PlanAttachment, PlanGoal, PlanRevision
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
    "Arena",
    "Attendance",
    "Ballot",
    "Body",
    "CalendarFeed",
    "Completion",
    "CompositionYear",
    "County",
    "Deadline",
    "Declaration",
    "Dispensation",
    "DispensationRequest",
    "Forum",
    "HomeVisit",
    "Inquiry",
    "InquiryAnswer",
    "InvitationStand",
    "Kindergarten",
    "KindergartenFigures",
    "KindergartenPeriod",
    "LongTermPlan",
    "Meeting",
    "MeetingPaper",
    "Message",
    "MessageRecipient",
    "Municipality",
    "MunicipalityChange",
    "Network",
    "NetworkDocument",
    "NetworkMunicipality",
    "Organisation",
    "OrganisationKind",
    "Partnership",
    "PartnershipAgreement",
    "PlanApproval",
    "PlanAttachment",
    "PlanGoal",
    "PlanRevision",
    "RegisterChange",
    "RegisterImport",
    "RegisterImportRow",
    "Reminding",
    "Round",
    "Seat",
    "SeatInvitation",
    "SideApproval",
    "Teacher",
    "User",
    "Vote",
    "WheelEvent",
    "WrittenForm",
    "names_a_body",
    "one_per_side",
]
