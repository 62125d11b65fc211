"""Pages that take some work are kept for as long as nothing that is public has changed."""

import logging
from collections.abc import Callable
from hashlib import sha256

from django.core.cache import cache
from redis.exceptions import RedisError

LONGEST = 60 * 60
logger = logging.getLogger(__name__)


def fingerprint(*parts: str) -> str:
    """A short text that stands for all the parts."""
    return sha256("\n".join(parts).encode()).hexdigest()[:32]


def kept(key: str, make: Callable[[], bytes]) -> bytes:
    """What was made under this key, made now where it is not kept. A cache that is away costs time alone.

    Only for keys that nobody can make up: free words in an address would fill the cache.
    """
    name = f"open:{key}"
    found = _read(name)
    if found is not None:
        return found
    made = make()
    try:
        cache.set(name, made, LONGEST)
    except (RedisError, OSError) as error:
        logger.warning("The cache took nothing: %s", error)
    return made


def _read(name: str) -> bytes | None:
    try:
        found = cache.get(name)
    except (RedisError, OSError) as error:
        logger.warning("The cache does not answer: %s", error)
        return None
    return found if isinstance(found, bytes) else None
