import socket
import threading

import pytest

from rekom import alive, heartbeat


@pytest.fixture
def answering():
    """A server that gives one answer with this status line; returns its port."""
    lines = []

    def serve(status):
        line = socket.create_server(("127.0.0.1", 0))
        lines.append(line)

        def answer():
            visitor, _address = line.accept()
            with visitor:
                visitor.recv(4096)
                visitor.sendall(f"HTTP/1.1 {status}\r\nContent-Length: 0\r\n\r\n".encode())

        threading.Thread(target=answer, daemon=True).start()
        return line.getsockname()[1]

    yield serve
    for line in lines:
        line.close()


@pytest.mark.parametrize(
    ("status", "is_alive"), [("200 OK", True), ("503 Service Unavailable", True), ("500 Oh", False)]
)
def test_web_is_alive_when_it_answers_with_or_without_the_others(answering, status, is_alive):
    assert alive.web_answers(answering(status)) is is_alive


def test_web_is_not_alive_when_nobody_listens():
    with socket.create_server(("127.0.0.1", 0)) as line:
        port = line.getsockname()[1]
    assert not alive.web_answers(port)


def test_worker_is_alive_after_a_sign_only():
    with heartbeat.client() as broker:
        broker.delete(heartbeat.key("worker"))
        assert alive.main(["worker"]) == 1
        heartbeat.worker_is_alive()
        assert alive.main(["worker"]) == 0
        broker.delete(heartbeat.key("worker"))


def test_beat_is_not_alive_without_broker(settings):
    settings.REDIS_ADDRESS = "unix:///nowhere/valkey.sock"
    assert alive.main(["beat"]) == 1


def test_an_unknown_part_is_neither():
    assert alive.main(["cat"]) == 2
