"""The sides that approve what is written together: the network's leader, and each university that takes part."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Side:
    """One who approves: the network's leader (`university_id` None) or a university.

    The county's plan has one side, the office that lays it before the forum.
    """

    university_id: int | None
    name: str


@dataclass(frozen=True)
class SideRow:
    """A side, its approval, what took its last one away, and whether the reader speaks for it."""

    side: Side
    approval: Any
    is_own: bool
    fallen: Any = None

    @classmethod
    def of(cls, side: Side, written: Any, *, is_own: bool) -> "SideRow":
        """A side with its newest approval, if any: it stands, or it fell, or was taken back and says nothing."""
        newest = newest_approval(written, side.university_id)
        stands = newest is not None and newest.withdrawn_at is None
        has_fallen = newest is not None and not stands and bool(newest.withdrawn_because)
        return cls(side, newest if stands else None, is_own, newest if has_fallen else None)

    @property
    def key(self) -> str:
        """The side as the form names it: the university's key, '' for the network."""
        return str(self.side.university_id or "")

    @property
    def changes(self) -> list[str]:
        """What has changed since the side approved, one line for each part."""
        return self.fallen.changes if self.fallen else []


def newest_approval(written: Any, university_id: int | None) -> Any:
    """The newest approval by one side of a plan, a basis or facts, whether it stands or fell, or None.

    Uses the prefetched approvals.
    """
    if written.pk is None:
        return None
    own = [approval for approval in written.approvals.all() if approval.university_id == university_id]
    return max(own, key=lambda approval: approval.pk, default=None)


def standing_approval(written: Any, university_id: int | None) -> Any:
    """The side's approval that stands, or None. Uses the prefetched approvals."""
    newest = newest_approval(written, university_id)
    return newest if newest and newest.withdrawn_at is None else None
