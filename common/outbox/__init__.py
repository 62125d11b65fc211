"""The outbox: services post letters inside their transaction, the worker alone sends them.

`post` plans, `send_batch` sends, `staff` is what people do to it, `queries` is how it stands; the rules are in
`docs/ARCHITECTURE.md`, running it in `docs/OPERATIONS.md`.
"""

from common.outbox.delivery import Batch, Memory, StillDue, deliver, send_batch
from common.outbox.forgetting import forget_mails
from common.outbox.planning import Addressee, Planned, post, post_many

__all__ = [
    "Addressee",
    "Batch",
    "Memory",
    "Planned",
    "StillDue",
    "deliver",
    "forget_mails",
    "post",
    "post_many",
    "send_batch",
]
