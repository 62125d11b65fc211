"""Every letter says what it is about: staff find it by its county, and nobody else's staff do."""

import ast
from pathlib import Path

import pytest

from common.models import OutboxMail
from networks import services
from networks.roles import BODY_FIELD, Role
from tests.needs.test_emails import make_them_all
from tests.test_architecture import ROOT, our_files
from tests.world import AUTUMN

POSTS = ("outbox.post", "post", "Planned")


def posts_without_topics(source: str) -> list[int]:
    """The lines on which a letter is planned that does not say what it is about."""
    return [
        node.lineno
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Call)
        and ast.unparse(node.func) in POSTS
        and any(keyword.arg == "kind" for keyword in node.keywords)
        and not any(keyword.arg == "topics" for keyword in node.keywords)
    ]


@pytest.mark.parametrize(
    "path", [path for path in our_files() if path.parts[:2] != ("common", "outbox")], ids=str
)
def test_every_letter_says_what_it_is_about(path: Path) -> None:
    assert posts_without_topics((ROOT / path).read_text("utf-8")) == []


def test_a_planted_letter_about_nothing_is_seen() -> None:
    assert posts_without_topics('outbox.post(kind="needs/x", to=user, context={}, key="x", now=now)') == [1]


def test_letters_about_needs_name_county_round_and_duty(world) -> None:
    make_them_all(world)
    for mail in OutboxMail.objects.all():
        kinds = {topic.partition(":")[0] for topic in mail.topics}
        assert {"county", "round", "duty", "organisation"} <= kinds, mail.kind
        assert f"county:{world.county.pk}" in mail.topics


@pytest.mark.parametrize("role", Role)
def test_an_invitation_names_the_county_of_the_body(world, role) -> None:
    bodies = {
        "county": world.county,
        "forum": world.forum,
        "network": world.network,
        "kindergarten": world.kindergarten,
        "organisation": world.university if role == Role.UH_COORDINATOR else world.owner,
    }
    for seat in world.people.values():
        seat.seats.filter(role=role).delete()
    services.invite(
        email="ny@example.no",
        name="Ny Person",
        role=role,
        body=bodies[BODY_FIELD[role]],
        by=world.person("approver" if role != Role.APPROVER else "case_officer"),
        now=AUTUMN,
    )
    assert f"county:{world.county.pk}" in OutboxMail.objects.get(kind="networks/invitation_sent").topics
