"""A university's own view: the networks it partners with, what they ask of it, and what waits for its approval."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import BooleanField, Exists, OuterRef, Subquery, Value
from django.db.models.functions import Coalesce

from needs.models import BasisApproval, DecisionBasis, ExpectedAmount, MeasureUniversity
from needs.states import BASIS_EDITABLE
from networks.models import Network, Organisation, Round, User
from networks.queries import networks_of_university
from networks.roles import Role, bodies


@dataclass(frozen=True)
class PartRow:
    """The university's part in one measure."""

    measure: str
    amount_nok: int
    days: int | None
    faculty: str


@dataclass(frozen=True)
class UniversityBasis:
    """One network, its basis, and the university's part in it."""

    network: Network
    state: str
    is_approved: bool
    expected_nok: int | None
    parts: list[PartRow] = field(default_factory=list)

    @property
    def amount_nok(self) -> int:
        """What the measures ask for the university, in kroner."""
        return sum(part.amount_nok for part in self.parts)

    @property
    def days(self) -> int:
        """The days that are written down."""
        return sum(part.days or 0 for part in self.parts)

    @property
    def faculty(self) -> list[str]:
        """The academic staff that is promised, each text once."""
        return list(dict.fromkeys(part.faculty for part in self.parts if part.faculty))

    @property
    def waits(self) -> bool:
        """Whether the basis waits for the university's approval. It can be given after the sending too."""
        return bool(self.parts) and not self.is_approved


def universities_coordinated(user: User, *, now: datetime) -> list[Organisation]:
    """The universities that the person coordinates for, by name."""
    keys = bodies(user, Role.UH_COORDINATOR, now=now)
    return list(Organisation.objects.filter(pk__in=keys).order_by("name", "pk"))


def university_bases(university: Organisation, round: Round) -> list[UniversityBasis]:
    """The bases of the networks that the university partners with in the round, in Norwegian order: two queries."""
    mine = DecisionBasis.objects.filter(round=round, network=OuterRef("pk"))
    approved = BasisApproval.objects.filter(
        basis__round=round,
        basis__network=OuterRef("pk"),
        university=university,
        withdrawn_at__isnull=True,
    )
    expected = ExpectedAmount.objects.filter(round=round, network=OuterRef("pk"), university=university)
    networks = networks_of_university([university.pk], round).annotate(
        basis_state=Coalesce(Subquery(mine.values("state")[:1]), Value("")),
        is_approved=Coalesce(Exists(approved), Value(False), output_field=BooleanField()),
        expected_nok=Subquery(expected.values("amount_nok")[:1]),
    )
    parts = _parts(university, round)
    return [
        UniversityBasis(
            network=network,
            state=network.basis_state,
            is_approved=network.is_approved,
            expected_nok=network.expected_nok,
            parts=parts[network.pk],
        )
        for network in networks
    ]


def _parts(university: Organisation, round: Round) -> dict[int, list[PartRow]]:
    """The university's parts by network, in the order of the measures."""
    rows = (
        MeasureUniversity.objects.filter(university=university, measure__basis__round=round)
        .order_by("measure__basis", "measure__priority", "measure")
        .values_list("measure__basis__network", "measure__title", "amount_nok", "days", "faculty")
    )
    found: dict[int, list[PartRow]] = defaultdict(list)
    for network, title, amount, days, faculty in rows:
        found[network].append(PartRow(title, amount, days, faculty))
    return found


def is_editable(state: str) -> bool:
    """Whether a basis in this state can still be changed ('' is one that is not begun)."""
    return state in ("", *BASIS_EDITABLE)
