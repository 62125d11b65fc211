"""How a frame of money becomes amounts: posts, individual measures and the networks' shares, to the krone.

Pure Python with exact fractions: no Django, no float, no clock, no database. The page and the command call
the same `allocate`; the sentences a recipient reads are made outside, in `grants/allocation_texts.py`.
"""

from grants.allocation.breakdown import Breakdown, FigurePart, breakdowns
from grants.allocation.outcome import Outcome, Reason
from grants.allocation.reading import from_json
from grants.allocation.solving import allocate
from grants.allocation.values import AllocationError

__all__ = [
    "AllocationError",
    "Breakdown",
    "FigurePart",
    "Outcome",
    "Reason",
    "allocate",
    "breakdowns",
    "from_json",
]
