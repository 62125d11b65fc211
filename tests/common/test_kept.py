"""Kept versions: numbered, fingerprinted, never changed, and readable in the language of now."""

import pytest
from django.db import DatabaseError, transaction
from django.utils.translation import gettext_lazy as _

from common.kept import (
    KeptRow,
    Words,
    fingerprint,
    is_intact,
    keep_version,
    kept,
    last_version,
    read_sections,
    row,
    section,
    versions_of,
)
from common.models import ContentVersion
from tests.world import AUTUMN, WINTER, World

WORDS = Words(
    names={"about": _("Facts"), "need": "Need", "why": "Why"},
    codes={"groups": {"heads": "Heads"}.__getitem__},
)
CONTENT = kept(
    {"owner": "Lek & læring SA"},
    section("about", [row("groups", codes=["heads"]), row("theme:4", text=" Å\r\nlære ", label="Språk")]),
    section("need:7", [row("why", text="Fordi")], kind="need", title="Lek"),
    section("need:9", [row("k", names=["Lekestua", "Lillestua"])], kind="need"),
)


def test_versions_are_numbered_from_one_for_each_object(world: World) -> None:
    by = world.people["owner"]
    first = keep_version(world.owner, "submit", CONTENT, by=by, now=AUTUMN)
    second = keep_version(world.owner, "submit", kept({}), by=by, now=WINTER)
    other = keep_version(world.other_owner, "submit", CONTENT, by=by, now=WINTER)
    assert [first.number, second.number, other.number] == [1, 2, 1]
    assert list(versions_of(world.owner)) == [first, second]
    assert last_version(world.owner) == second
    assert last_version(world.payee) is None


def test_a_version_is_intact_when_it_comes_back_from_the_database(world: World) -> None:
    keep_version(world.owner, "submit", CONTENT, by=world.people["owner"], now=AUTUMN)
    stored = ContentVersion.objects.get()
    assert is_intact(stored)
    assert stored.sha256 == fingerprint(CONTENT)
    stored.content["facts"]["owner"] = "Noen andre"
    assert not is_intact(stored)


def test_a_version_never_changes(world: World) -> None:
    keep_version(world.owner, "submit", CONTENT, by=world.people["owner"], now=AUTUMN)
    with pytest.raises(DatabaseError), transaction.atomic():
        ContentVersion.objects.update(sha256="x")
    with pytest.raises(DatabaseError), transaction.atomic():
        ContentVersion.objects.all().delete()


def test_sections_are_read_with_names_numbers_and_words() -> None:
    about, first, second = read_sections(CONTENT, WORDS)
    assert about.title == str(_("Facts"))
    assert about.rows == (
        KeptRow("groups", "groups", names=("Heads",)),
        KeptRow("theme:4", "Språk", "Å\nlære"),
    )
    assert (first.title, first.number, second.title, second.number) == ("Need 1: Lek", 1, "Need 2", 2)
    assert second.rows[0].words == "Lekestua, Lillestua"
