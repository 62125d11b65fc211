"""Who and what: people, places, networks and rounds."""

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
from networks.models.rounds import Deadline, Dispensation, Round

__all__ = [
    "County",
    "Deadline",
    "Dispensation",
    "Forum",
    "Kindergarten",
    "KindergartenFigures",
    "Municipality",
    "MunicipalityChange",
    "Network",
    "NetworkMunicipality",
    "Organisation",
    "OrganisationKind",
    "Partnership",
    "Round",
    "Seat",
    "User",
    "WrittenForm",
]
