"""What came of each case, and the minutes: written by several, sent once, corrected by new ones."""

import pytest

from common.documents.issue import is_intact
from common.drafts import Shown
from common.history import history_of
from common.models import Document, OutboxMail
from common.moves import move
from common.refusals import MovedOn, NotAllowed, NotNow
from networks.minutes import minutes_facts
from networks.models import Declaration
from networks.queries import meetings as queries
from networks.queries.minutes import minutes_rows
from networks.services import meeting_minutes as services
from networks.states import IMPARTIALITY_MOVES
from tests.networks import meetings_stage as stage
from tests.networks.meetings_stage import MEETING_DAY


def verbs(obj) -> list[tuple[str, str]]:
    return [(line.verb, line.comment) for line in history_of(obj)]


def told(kind: str) -> set[str]:
    return set(OutboxMail.objects.filter(kind=f"networks/{kind}").values_list("to", flat=True))


def facts(world, made, **said):
    rows = minutes_rows(queries.meeting_of(world.person("case_officer"), made.pk, now=MEETING_DAY))
    return minutes_facts(rows, number="M-1", by=world.people["case_officer"], now=MEETING_DAY, **said)


def test_all_agree_on_words(world):
    item = stage.items(stage.held(world))[0]
    services.agree_item(
        item=item,
        resolution="Slik er det.",
        dissent="KS ville vente.",
        by=world.person("forum"),
        now=MEETING_DAY,
    )
    item.refresh_from_db()
    assert (item.state, item.resolution, item.dissent) == ("agreed", "Slik er det.", "KS ville vente.")
    assert (item.recorded_by, item.decided_at, verbs(item)) == (
        world.people["forum"],
        MEETING_DAY,
        [("agree", "")],
    )


def test_agreement_without_words_is_none(world):
    item = stage.items(stage.held(world))[0]
    with pytest.raises(NotNow):
        services.agree_item(item=item, resolution=" ", by=world.person("forum"), now=MEETING_DAY)
    item.refresh_from_db()
    assert item.state == "open"


def test_only_those_who_record_decide_and_two_do_not_decide_differently(world):
    item = stage.items(stage.held(world))[0]
    with pytest.raises(NotAllowed):
        services.agree_item(item=item, resolution="Ja", by=world.person("approver"), now=MEETING_DAY)
    services.agree_item(item=item, resolution="Ja", by=world.person("forum"), now=MEETING_DAY)
    with pytest.raises(MovedOn):
        services.divide_item(item=item, by=world.person("case_officer"), now=MEETING_DAY)


def test_divided_postponed_and_taken_up_again(world):
    first, second = stage.items(stage.held(world))
    officer = world.person("case_officer")
    services.divide_item(item=first, comment="Om nøkkelen", by=officer, now=MEETING_DAY)
    services.postpone_item(item=second, reason="Til mai.", by=officer, now=MEETING_DAY)
    services.take_up_again_item(item=second, reason="Vi rekker det.", by=officer, now=MEETING_DAY)
    for item in (first, second):
        item.refresh_from_db()
    assert (first.state, second.state, second.resolution, second.decided_at) == ("divided", "open", "", None)
    assert verbs(second) == [("postpone", "Til mai."), ("take_up_again", "Vi rekker det.")]


def test_several_write_the_minutes_and_nothing_is_lost(world):
    made, officer = stage.done(world), world.person("case_officer")
    item = stage.items(made)[0]
    key = f"minutes_text_{item.pk}"
    shown = Shown.of(services.minutes_values(made, stage.items(made)), made.version)
    said = {"meeting": made, "shown": shown, "now": MEETING_DAY}
    services.save_minutes(typed={key: "Lang samtale."}, by=officer, **said)
    other = services.save_minutes(
        typed={key: "Kort samtale.", "minutes_text": "Vara møtte."}, by=world.person("forum"), **said
    )
    item.refresh_from_db()
    made.refresh_from_db()
    assert (item.minutes_text, made.minutes_text) == ("Lang samtale.", "Vara møtte.")
    assert [(found.mine, found.theirs) for found in other.conflicts] == [("Kort samtale.", "Lang samtale.")]


def test_a_resolution_is_written_only_where_there_is_one(world):
    made = stage.held(world)
    item = stage.items(made)[0]
    services.save_minutes(
        meeting=made,
        typed={f"resolution_{item.pk}": "Smuglet inn"},
        shown=Shown(1),
        by=world.person("forum"),
        now=MEETING_DAY,
    )
    item.refresh_from_db()
    assert item.resolution == ""


def test_minutes_are_sent_as_a_document_to_all_who_were_called(world):
    made = stage.minuted(world)
    document = made.minutes
    assert (made.state, document.number, is_intact(document)) == ("minuted", "M-2027-50-1-1", True)
    assert bytes(document.content).startswith(b"%PDF")
    assert told("meeting_minutes_sent") == {"forum@example.no", "case_officer@example.no"}
    mail = OutboxMail.objects.filter(kind="networks/meeting_minutes_sent").first()
    assert mail.attachments == [document.number]


def test_each_meeting_has_its_own_number(world):
    assert [stage.minuted(world).minutes.number for _turn in range(2)] == ["M-2027-50-1-1", "M-2027-50-2-1"]


def test_minutes_with_a_case_left_are_not_sent(world):
    made = stage.held(world)
    with pytest.raises(NotNow):
        services.send_minutes(meeting=made, by=world.person("case_officer"), now=MEETING_DAY)
    made.refresh_from_db()
    assert (made.state, Document.objects.filter(kind="minutes").count()) == ("held", 0)
    assert told("meeting_minutes_sent") == set()


def test_two_who_send_the_minutes_send_them_once(world):
    made, officer = stage.done(world), world.person("case_officer")
    services.send_minutes(meeting=made, by=officer, now=MEETING_DAY)
    with pytest.raises(NotNow):
        services.send_minutes(meeting=made, by=officer, now=MEETING_DAY)
    assert Document.objects.filter(kind="minutes").count() == 1


def test_a_correction_is_a_new_document_that_names_the_old(world):
    made = stage.minuted(world)
    first = made.minutes
    stage.correct(world, made)
    document = services.send_minutes(meeting=made, by=world.person("forum"), now=MEETING_DAY)
    assert (document.number, document.replaces) == ("M-2027-50-1-2", first)
    mail = OutboxMail.objects.filter(kind="networks/meeting_minutes_corrected").first()
    assert (mail.context["reason"], mail.context["number"]) == ("Feil navn.", "M-2027-50-1-2")
    made.refresh_from_db()
    assert [found.number for found in queries.minutes_of(made)] == ["M-2027-50-1-2", "M-2027-50-1-1"]


def test_minutes_that_were_not_sent_are_not_corrected(world):
    with pytest.raises(NotNow):
        stage.correct(world, stage.held(world))


def test_the_minutes_say_who_was_there_and_who_was_not(world):
    said = facts(world, stage.done(world))
    assert [one["name"] for one in said["present"]] == [world.people["forum"].name]
    assert [one["name"] for one in said["absent"]] == [world.people["case_officer"].name]
    assert said["chair"] == world.people["forum"].name


def test_the_minutes_say_who_was_disqualified_and_why(world):
    made = stage.called(world)
    item, member = stage.items(made)[0], world.people["forum"]
    declared = Declaration.objects.create(
        item=item, person=member, line_label="Lekestua", reason="Styremedlem.", declared_by=member,
        declared_at=stage.PLANNED,
    )  # fmt: skip
    decided = {
        "decided_by": world.people["case_officer"],
        "decided_at": MEETING_DAY,
        "decision_reason": "Sitter i styret.",
        "sees_papers": False,
    }
    move(
        declared,
        "recuse",
        by=world.people["case_officer"],
        moves=IMPARTIALITY_MOVES,
        now=MEETING_DAY,
        fields=decided,
    )
    said = facts(world, made)
    (row,) = said["cases"][0]["impartiality"]
    assert (row["name"], row["about"], row["reason"]) == (member.name, "Lekestua", "Styremedlem.")
    assert "Sitter i styret." in row["decided"]
    assert len(said["excused"]) == 1


def test_the_minutes_ask_as_many_questions_for_many_cases(world, django_assert_num_queries):
    made = stage.done(world)
    loaded = queries.meeting_of(world.person("case_officer"), made.pk, now=MEETING_DAY)
    with django_assert_num_queries(4):
        minutes_rows(loaded)
    for _turn in range(5):
        made.items.create(order=9, title="Mer")
    with django_assert_num_queries(4):
        minutes_rows(loaded)
