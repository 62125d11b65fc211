"""The national kindergarten register (NBR) as a file: reading it, comparing it with the portal. Nothing is stored.

The form is that of the register's open interface, version 4: pages of units (`/v4/enheter`) and single units with
their details (`/v4/enhet/<number>`), as JSON, as one unit per line, or as a zip of such files.
"""

from networks.register.comparing import Compared, Known, Owner, Proposal, Stand, compare
from networks.register.reading import Register, RegisterFileError, read_register
from networks.register.units import Fault, Unit

__all__ = [
    "Compared",
    "Fault",
    "Known",
    "Owner",
    "Proposal",
    "Register",
    "RegisterFileError",
    "Stand",
    "Unit",
    "compare",
    "read_register",
]
