"""Autumn: the case officer asks all owners something, some answer; another question is still being written."""

from datetime import date, datetime
from functools import partial

from common.clock import oslo
from networks.models import InquiryAnswer, Organisation
from networks.queries.inquiries import bodies_to_ask, people_asked
from networks.services import inquiries
from networks.services.inquiries import AnswerInput, InquiryInput
from networks.states import AnswerKind
from rekom.demo_county.play.stage import Event, Stage, chance, moment

PRACTICE = "Studenter i praksis"
GATHERING = "Deltakere på nettverkssamling"
CHOICES = ("Ja", "Kanskje", "Nei")
REMARKS = ("", "", "Vi kan ta imot to.", "Ring styrer før du sender noen.", "Først fra august.")


def inquiry_events(stage: Stage, year: int) -> list[Event]:
    """One inquiry to all owners in November, answered by every other; a draft to the networks in the newest round."""
    events = [
        Event(oslo(year - 1, 11, 3, 9), partial(_ask_owners, stage, year)),
        Event(oslo(year - 1, 11, 16, 14), partial(_begin_draft, stage, year)),
    ]
    for owner in stage.owners.values():
        luck = chance(year, "inquiry", owner.pk)
        if luck.random() < 0.5:
            at = moment(luck, date(year - 1, 11, 4), date(year - 1, 12, 9), most=date(year - 1, 11, 6))
            events.append(Event(at, partial(_answer, stage, year, owner)))
    return events


def _ask_owners(stage: Stage, year: int, now: datetime) -> None:
    inquiry = inquiries.create_inquiry(
        round=stage.round(year),
        typed=InquiryInput(
            title=PRACTICE,
            question="Kan barnehagene deres ta imot studenter i praksis til våren?",
            answer_kind=AnswerKind.CHOICE,
            choices=CHOICES,
            due_at=oslo(year - 1, 12, 5, 23, 59, 59),
            remind_before=[7, 1],
            remind_after=[3],
        ),
        by=stage.case_officer,
        now=now,
    )
    owners = [row.pk for row in bodies_to_ask(inquiry.round)["owners"]]
    inquiries.choose_asked(
        inquiry=inquiry, group="owners", offered=[], chosen=owners, by=stage.case_officer, now=now
    )
    inquiries.send_inquiry(inquiry=inquiry, by=stage.case_officer, now=now)


def _answer(stage: Stage, year: int, owner: Organisation, now: datetime) -> None:
    """Some body without kindergartens is not asked, and some owner has no contact."""
    row = (
        InquiryAnswer.objects.filter(
            inquiry__round=stage.round(year), inquiry__title=PRACTICE, organisation=owner
        )
        .select_related("inquiry", "organisation", "network", "kindergarten__owner")
        .first()
    )
    people = people_asked([row], now=now) if row else []
    if row is None or not people:
        return
    luck = chance(year, "inquiry answer", owner.pk)
    typed = AnswerInput(choice=luck.choice(CHOICES), text=luck.choice(REMARKS))
    inquiries.answer_inquiry(row=row, typed=typed, version=0, by=people[0].user, now=now)


def _begin_draft(stage: Stage, year: int, now: datetime) -> None:
    """Only in the newest round: the drafts of earlier years have long been put away."""
    if stage.has_round(year + 1):
        return
    draft = inquiries.create_inquiry(
        round=stage.round(year),
        typed=InquiryInput(
            title=GATHERING,
            question="Hvor mange kommer fra nettverket til samlingen i januar?",
            answer_kind=AnswerKind.NUMBER,
            due_at=oslo(year - 1, 12, 18, 23, 59, 59),
            closes=True,
            remind_before=[7, 1],
        ),
        by=stage.case_officer,
        now=now,
    )
    networks = [network.pk for network in stage.networks]
    inquiries.choose_asked(
        inquiry=draft, group="networks", offered=[], chosen=networks, by=stage.case_officer, now=now
    )
