"""Cases and papers: added, saved, moved and taken out, by those who may."""

import pytest

from common.models import Attachment
from common.refusals import NotAllowed, NotNow
from networks.models import AgendaItem, Declaration, MeetingPaper
from networks.services import meeting_agenda as services
from networks.services.meeting_agenda import ItemInput
from tests.networks import meetings_stage as stage
from tests.networks.meetings_stage import MEETING_DAY, PLANNED


def add(world, made, title="Ny sak", by="case_officer", now=PLANNED) -> AgendaItem:
    return services.add_item(meeting=made, typed=ItemInput(title=title), by=world.person(by), now=now)


def titles(made) -> list[tuple[int, str]]:
    return [(item.order, item.title) for item in stage.items(made)]


def test_a_case_comes_last_and_the_others_close_a_gap(world):
    made = stage.drafted(world)
    add(world, made, "Først lagt til")
    add(world, made, "Sist lagt til")
    services.remove_item(item=stage.items(made)[0], by=world.person("case_officer"), now=PLANNED)
    assert [place for place, _title in titles(made)] == [1, 2, 3]
    assert [title for _place, title in titles(made)][1:] == ["Først lagt til", "Sist lagt til"]


def test_cases_are_moved_and_unknown_ones_passed_by(world):
    made = stage.drafted(world)
    first, second = stage.items(made)
    other = stage.drafted(world)
    foreign = stage.items(other)[0]
    order = [second.pk, foreign.pk, second.pk]
    services.order_items(meeting=made, order=order, by=world.person("case_officer"), now=PLANNED)
    assert [item.pk for item in stage.items(made)] == [second.pk, first.pk]


def test_two_who_save_a_case_lose_nothing(world):
    item, officer = stage.items(stage.drafted(world))[0], world.person("case_officer")
    saved = {"item": item, "version": 1, "by": officer, "now": PLANNED}
    services.save_item(typed=ItemInput(title="Min"), **saved)
    with pytest.raises(NotNow):
        services.save_item(typed=ItemInput(title="Din"), **saved)
    item.refresh_from_db()
    assert item.title == "Min"


def test_members_do_not_change_the_agenda_but_the_chair_adds_to_it_in_the_meeting(world):
    called = stage.called(world)
    with pytest.raises(NotAllowed):
        add(world, called, by="forum")
    held = stage.held(world)
    add(world, held, by="forum", now=MEETING_DAY)
    with pytest.raises(NotNow):
        services.remove_item(item=stage.items(held)[0], by=world.person("case_officer"), now=MEETING_DAY)


def test_what_is_dealt_with_stands_as_it_was_put(world):
    item = stage.items(stage.done(world))[0]
    with pytest.raises(NotNow):
        services.save_item(
            item=item,
            typed=ItemInput(title="Ny"),
            version=item.version,
            by=world.person("case_officer"),
            now=MEETING_DAY,
        )


def test_a_case_in_which_somebody_has_declared_something_stays(world):
    made = stage.called(world)
    item, member = stage.items(made)[0], world.people["forum"]
    Declaration.objects.create(
        item=item, person=member, reason="Nær slektning.", declared_by=member, declared_at=PLANNED
    )
    with pytest.raises(NotNow):
        services.remove_item(item=item, by=world.person("case_officer"), now=PLANNED)


def test_a_paper_is_a_file_or_a_page_of_the_portal(world):
    made = stage.drafted(world)
    paper = stage.with_paper(world, made)
    assert (paper.attachment.filename, paper.item) == ("Saksframlegg.pdf", stage.items(made)[0])
    said = {"meeting": made, "title": "Side", "by": world.person("case_officer"), "now": PLANNED}
    assert services.add_paper(path="/tilskudd/2027/", **said).path == "/tilskudd/2027/"
    with pytest.raises(NotNow):
        services.add_paper(**said)
    with pytest.raises(NotNow):
        services.add_paper(path="/tilskudd/", upload=stage.upload(), **said)


@pytest.mark.parametrize(
    "path",
    ["https://example.no/", "//example.no/", "/\\example.no", "javascript:alert(1)", "nettverk/", "/a b"],
)
def test_a_paper_never_leads_out_of_the_portal(world, path):
    made = stage.drafted(world)
    with pytest.raises(NotNow):
        services.add_paper(meeting=made, title="", path=path, by=world.person("case_officer"), now=PLANNED)
    assert MeetingPaper.objects.count() == 0


def test_a_case_of_another_meeting_takes_no_paper(world):
    made, other = stage.drafted(world), stage.drafted(world)
    with pytest.raises(NotNow):
        services.add_paper(
            meeting=made,
            title="",
            item=stage.items(other)[0],
            path="/nettverk/",
            by=world.person("case_officer"),
            now=PLANNED,
        )


def test_a_paper_is_taken_out_before_the_meeting_with_its_file(world):
    made = stage.called(world)
    paper = stage.with_paper(world, made)
    services.remove_paper(paper=paper, by=world.person("case_officer"), now=PLANNED)
    assert (MeetingPaper.objects.count(), Attachment.objects.count()) == (0, 0)


def test_what_the_meeting_has_had_before_it_stays(world):
    made = stage.held(world)
    paper = services.add_paper(
        meeting=made, title="Delt ut", upload=stage.upload(), by=world.person("forum"), now=MEETING_DAY
    )
    with pytest.raises(NotNow):
        services.remove_paper(paper=paper, by=world.person("case_officer"), now=MEETING_DAY)
    assert MeetingPaper.objects.count() == 1


def test_a_case_takes_its_papers_with_it(world):
    made = stage.drafted(world)
    stage.with_paper(world, made)
    services.remove_item(item=stage.items(made)[0], by=world.person("case_officer"), now=PLANNED)
    assert (MeetingPaper.objects.count(), Attachment.objects.count()) == (0, 0)
