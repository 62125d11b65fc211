"""One thing that stands still."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, kw_only=True)
class Still:
    """Whose it is, why it does not move, since when (where that is known), and where one can do something."""

    who: str
    why: str
    url: str
    since: datetime | None = None
