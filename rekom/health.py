"""GET /helse/: is everything that the portal needs alive? For a load balancer, without details."""

import logging
from collections.abc import Mapping

import redis
from django.db import DatabaseError, InterfaceError, connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from rekom import heartbeat
from rekom.pulse import MAIL, TICK, Pulse, pulses

log = logging.getLogger(__name__)

OK = "ok"
MISSING = "missing"


@require_safe
@never_cache
def health(request: HttpRequest) -> JsonResponse:
    """200 when all parts answer and the recurring jobs run; 503 with the missing ones named when not."""
    found = parts()
    is_well = all(found.values())
    answer = {name: OK if is_there else MISSING for name, is_there in found.items()}
    return JsonResponse({"status": OK if is_well else MISSING, **answer}, status=200 if is_well else 503)


def parts(known: Mapping[str, Pulse] | None = None) -> dict[str, bool]:
    """Whether each part is there; the tick and the mail are when they have run within two intervals. The nightly
    check of the money is not asked for: the portal works without it, and staff see on their pages when it is missing.

    `known` are pulses that have been read already.
    """
    has_database = _database()
    last = known if known is not None else (pulses() if has_database else {})
    running = {name: name in last and not last[name].is_silent for name in (TICK, MAIL)}
    return {"database": has_database, **_broker_and_signs(), **running}


def _database() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except (DatabaseError, InterfaceError) as error:
        log.warning("The database does not answer: %s", error)
        return False
    return True


def _broker_and_signs() -> dict[str, bool]:
    try:
        with heartbeat.client() as broker:
            worker, beat = broker.mget(heartbeat.key(heartbeat.WORKER), heartbeat.key(heartbeat.BEAT))
    except redis.RedisError as error:
        log.warning("The broker does not answer: %s", error)
        return {"broker": False, "worker": False, "beat": False}
    return {"broker": True, "worker": worker is not None, "beat": beat is not None}
