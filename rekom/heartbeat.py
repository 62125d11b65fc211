"""Signs of life of the worker and of beat: keys in Redis that fade by themselves."""

import logging

import redis
from django.conf import settings

log = logging.getLogger(__name__)

FADES_AFTER = 45  # seconds
WORKER = "worker"
BEAT = "beat"


def client() -> redis.Redis:
    """A connection to the broker that gives up after two seconds."""
    return redis.Redis.from_url(
        settings.REDIS_ADDRESS, socket_timeout=2, socket_connect_timeout=2, protocol=2, decode_responses=True
    )


def key(who: str) -> str:
    """The Redis key of one sign of life."""
    return f"{settings.CELERY_BROKER_TRANSPORT_OPTIONS['global_keyprefix']}heartbeat:{who}"


def worker_is_alive() -> None:
    """Write the worker's sign of life."""
    _write(WORKER)


def beat_is_alive() -> None:
    """Write beat's sign of life."""
    _write(BEAT)


def _write(who: str) -> None:
    try:
        with client() as connection:
            connection.set(key(who), "1", ex=FADES_AFTER)
    except redis.RedisError as error:
        log.warning("No sign of life written for %s: %s", who, error)
