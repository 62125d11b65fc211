"""`python -m rekom.alive web|worker|beat`: exit code 0 when that part of the portal is alive (for containers)."""

import http.client
import os
import sys

import redis

from rekom import heartbeat

PORT = 8000


def main(arguments: list[str]) -> int:
    """0 when the named part is alive, 1 when not, 2 when there is no such part."""
    if arguments == ["web"]:
        return 0 if web_answers(PORT) else 1
    if arguments in (["worker"], ["beat"]):
        return 0 if gave_a_sign(arguments[0]) else 1
    return 2


def web_answers(port: int) -> bool:
    """Does the web server answer? That /helse/ misses somebody else (503) says nothing against it."""
    host = os.environ.get("ALLOWED_HOSTS", "localhost").split(",")[0].strip().lstrip("*.") or "localhost"
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=4)
    try:
        line.request("GET", "/helse/", headers={"Host": host})
        return line.getresponse().status in (200, 503)
    except OSError:
        return False
    finally:
        line.close()


def gave_a_sign(who: str) -> bool:
    """Has the worker or beat given a sign of life lately?"""
    try:
        with heartbeat.client() as broker:
            return bool(broker.exists(heartbeat.key(who)))
    except redis.RedisError:
        return False


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
