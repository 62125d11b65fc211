"""Who gets which answer from the pages of inquiries."""

from tests.access import MOVED, Row
from tests.networks.inquiries import answered, asked_row, draft, sent
from tests.world import World

STAFF, OFFICER = ("case_officer", "approver"), ("case_officer",)
HEADS_AND_OWNER = ("head", "owner")
ASKED = ("owner", "head", "leader", "coordinator", "uh")
TYPED = {
    "title": "Ledige plasser",
    "question": "Hvor mange?",
    "answer_kind": "number",
    "due_on": "2026-12-10",
    "remind_before": "7, 1",
}


def a_draft(world: World) -> dict[str, int]:
    return {"pk": draft(world).pk}


def a_sent_one(world: World) -> dict[str, int]:
    return {"pk": sent(world).pk}


def a_row(world: World) -> dict[str, int]:
    return {"pk": asked_row(sent(world), world.kindergarten).pk}


def an_answer(world: World) -> dict[str, int]:
    return {"pk": answered(world).pk}


def a_file(world: World) -> dict[str, int]:
    return {"pk": answered(world, kind="file").pk}


def of_year(world: World) -> dict[str, int]:
    return {"year": world.round.grant_year}


ROWS = [
    Row("networks:inquiry_list", allowed=(*STAFF, "foreign_officer")),
    Row("networks:inquiry_create", allowed=OFFICER, make=of_year),
    Row("networks:inquiry_create", allowed=OFFICER, make=of_year, method="post", data=TYPED, status=MOVED),
    Row("networks:inquiry_detail", allowed=STAFF, make=a_sent_one),
    Row("networks:inquiry_edit", allowed=OFFICER, make=a_draft),
    Row("networks:inquiry_edit", allowed=OFFICER, make=a_draft, method="post", data=TYPED, status=MOVED),
    Row("networks:inquiry_choose", allowed=OFFICER, make=a_draft),
    Row(
        "networks:inquiry_choose",
        allowed=OFFICER,
        make=a_draft,
        method="post",
        data={"do": "all"},
        status=MOVED,
    ),
    Row("networks:inquiry_send", allowed=OFFICER, make=a_draft),
    Row("networks:inquiry_send", allowed=OFFICER, make=a_draft, method="post", status=MOVED),
    Row("networks:inquiry_cancel", allowed=OFFICER, make=a_sent_one),
    Row(
        "networks:inquiry_cancel",
        allowed=OFFICER,
        make=a_sent_one,
        method="post",
        data={"reason": "Ikke nødvendig"},
        status=MOVED,
    ),
    Row("networks:inquiry_change_date", allowed=OFFICER, make=a_sent_one),
    Row(
        "networks:inquiry_change_date",
        allowed=OFFICER,
        make=a_sent_one,
        method="post",
        data={"due_on": "2026-12-20"},
        status=MOVED,
    ),
    Row("networks:inquiry_download", allowed=STAFF, make=a_sent_one),
    Row("networks:inquiry_mine", allowed=(*ASKED, "other_owner", "other_head"), make=a_sent_one),
    Row("networks:inquiry_answer", allowed=HEADS_AND_OWNER, make=a_row),
    Row(
        "networks:inquiry_answer",
        allowed=HEADS_AND_OWNER,
        make=a_row,
        method="post",
        data={"text": "Ja", "version": "0"},
        status=MOVED,
    ),
    Row("networks:inquiry_answer_download", allowed=(*STAFF, *HEADS_AND_OWNER), make=a_file),
    Row("networks:inquiry_answer_return", allowed=OFFICER, make=an_answer),
    Row(
        "networks:inquiry_answer_return",
        allowed=OFFICER,
        make=an_answer,
        method="post",
        data={"comment": "Skriv mer"},
        status=MOVED,
    ),
    Row(
        "networks:inquiry_follow",
        allowed=("leader", "coordinator"),
        make=lambda world: {"network": world.network.pk},
    ),
]
