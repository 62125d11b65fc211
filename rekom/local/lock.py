"""One run at a time in one folder. The system lets go of the lock however its holder ends."""

import fcntl
from pathlib import Path
from typing import IO


class Busy(RuntimeError):
    """Somebody else holds the lock."""


def take(path: Path) -> IO[bytes]:
    """Take the lock; it is held until the handle is closed or this process ends. Raises Busy."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle = path.open("ab")
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        handle.close()
        raise Busy(str(path)) from None
    return handle
