"""The outbox: services post letters inside their transaction, the worker alone sends them.

`post` plans, `deliver` sends; see `docs/adr` and the eleven rules of mail and deadlines in `docs/ARCHITECTURE.md`.
"""

from common.outbox.delivery import StillDue, deliver
from common.outbox.planning import post, post_many

__all__ = ["StillDue", "deliver", "post", "post_many"]
