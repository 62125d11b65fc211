"""Who should be in a network or in the forum, and who is missing: advice that never stops anything.

The rules are the scheme's (networks.composition_rules); the facts are read by networks.queries.composition.
"""

from networks.composition.checks import Check, Facts, as_data, composition
from networks.composition.compared import Difference, differences
from networks.composition.share import Share

__all__ = ["Check", "Difference", "Facts", "Share", "as_data", "composition", "differences"]
