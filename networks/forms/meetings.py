"""A meeting, its cases and papers, and what is recorded in it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from common.attachments import AttachmentField
from common.clock import OSLO
from common.forms import LongText, PickOne, PickSeveral, PortalForm, dress
from networks.minutes import speaks_for
from networks.models import (
    AgendaItem,
    Arena,
    Attendance,
    Kindergarten,
    Meeting,
    Municipality,
    Round,
    Seat,
    User,
)
from networks.services.meeting_agenda import ItemInput, is_own_page
from networks.services.meetings import MeetingInput
from networks.states import ITEM_FINAL, AgendaKind, MeetingAnswer

LONGEST_WAIT = timedelta(days=730)
LONGEST_MEETING = timedelta(days=5)


def _clock() -> forms.TimeInput:
    return forms.TimeInput(format="%H:%M", attrs={"type": "time"})


class MeetingForm(PortalForm):
    """When and where, and what the invitation says."""

    mark_optional = True
    title = forms.CharField(label=_("Title"), max_length=160)
    day = forms.DateField(label=_("Date"))
    starts = forms.TimeField(label=_("From"), widget=_clock())
    ends = forms.TimeField(label=_("To"), widget=_clock())
    last_day = forms.DateField(
        label=_("Last day"), required=False, help_text=_("Only for a meeting over several days.")
    )
    place = forms.CharField(label=_("Where"), max_length=200, required=False)
    link = forms.URLField(
        label=_("Video link"),
        max_length=500,
        required=False,
        assume_scheme="https",
        help_text=_("It is sent to those who are called, and to nobody else."),
    )
    notice = LongText(
        label=_("Message in the invitation"), help_text=_("For instance about lunch, travel or parking.")
    )
    round: Any = PickOne(
        label=_("Grant year"),
        help_text=_("The year that the cases are about. It decides which cases are proposed."),
    )

    def __init__(self, *args: Any, rounds: Sequence[Round], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.of_network:
            return
        field: Any = self.fields["round"]
        field.offer(rounds, empty=_("None in particular"))
        field.choices = [field.choices[0], *((str(found.pk), str(found.grant_year)) for found in rounds)]

    of_network = False

    @classmethod
    def starting_with(cls, meeting: Meeting, **kwargs: Any) -> "MeetingForm":
        """The form of a meeting as it stands."""
        starts, ends = meeting.starts_at.astimezone(OSLO), meeting.ends_at.astimezone(OSLO)
        initial = {
            "title": meeting.title,
            "day": starts.date(),
            "starts": starts.time(),
            "ends": ends.time(),
            "last_day": ends.date() if ends.date() != starts.date() else None,
            "place": meeting.place,
            "link": meeting.link,
            "notice": meeting.notice,
            "round": meeting.round_id,
            "arena": meeting.arena_id,
            "municipality": meeting.municipality_id,
            "kindergarten": meeting.kindergarten_id,
        }
        return cls(initial=initial, **kwargs)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if any(data.get(name) is None for name in ("day", "starts", "ends")):
            return data
        starts = _at(data["day"], data["starts"])
        ends = _at(data.get("last_day") or data["day"], data["ends"])
        if ends <= starts:
            self.add_error("ends", _("The meeting must end after it begins."))
        elif ends - starts > LONGEST_MEETING:
            self.add_error("last_day", _("A meeting lasts five days at most."))
        return data

    @property
    def typed(self) -> MeetingInput:
        """What the service wants."""
        data = self.cleaned_data
        return MeetingInput(
            title=data["title"],
            starts_at=_at(data["day"], data["starts"]),
            ends_at=_at(data["last_day"] or data["day"], data["ends"]),
            place=data["place"],
            link=data["link"],
            notice=data["notice"],
            round=data.get("round"),
            arena=data.get("arena"),
            municipality=data.get("municipality"),
            kindergarten=data.get("kindergarten"),
        )


@dataclass(frozen=True)
class Where:
    """What a meeting of a network can be in and for: its arenas, and its places on the day."""

    arenas: Sequence[Arena]
    municipalities: Sequence[Municipality]
    kindergartens: Sequence[Kindergarten]


class NetworkMeetingForm(MeetingForm):
    """The same for a meeting of a network, with its arena and the place that it is for."""

    of_network = True
    round = None
    arena = PickOne(
        label=_("Arena"), help_text=_("It decides who is called. You can change the list afterwards.")
    )
    municipality = PickOne(
        label=_("For one municipality"),
        help_text=_("Then only the heads there are called, in an arena for heads."),
    )
    kindergarten = PickOne(
        label=_("For one kindergarten"), help_text=_("Then only its head is called, in an arena for heads.")
    )

    def __init__(self, *args: Any, where: Where, **kwargs: Any) -> None:
        super().__init__(*args, rounds=(), **kwargs)
        fields: dict[str, Any] = self.fields
        fields["arena"].offer(where.arenas, empty=_("In no arena"))
        fields["arena"].choices = [
            fields["arena"].choices[0],
            *((str(arena.pk), _with(arena.name, arena.university)) for arena in where.arenas),
        ]
        fields["municipality"].offer(where.municipalities, empty=_("For all"))
        fields["kindergarten"].offer(where.kindergartens, empty=_("For all"))
        fields["kindergarten"].choices = [
            fields["kindergarten"].choices[0],
            *((str(found.pk), _with(found.name, found.municipality)) for found in where.kindergartens),
        ]


def _with(name: str, more: Any) -> str:
    return f"{name} ({more})" if more else name


def _at(day: date, clock: time) -> datetime:
    return datetime.combine(day, clock, tzinfo=OSLO)


class ItemForm(PortalForm):
    """A case as it is put before the meeting."""

    mark_optional = True
    title = forms.CharField(label=_("Title"), max_length=200)
    kind = forms.ChoiceField(
        label=_("What the case is about"),
        choices=AgendaKind,
        initial=AgendaKind.OTHER,
        help_text=_("The portal finds the allocation key and the recommendation by this."),
    )
    background = LongText(label=_("Background"), rows=6, help_text=_("What the members must know, in short."))
    proposal = LongText(
        label=_("Proposal"),
        rows=4,
        help_text=_("What the meeting is asked to agree on, as it can be adopted."),
    )

    def __init__(self, *args: Any, has_kind: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not has_kind:
            del self.fields["kind"]

    @property
    def typed(self) -> ItemInput:
        """What the service wants."""
        data = self.cleaned_data
        return ItemInput(**{**data, "kind": AgendaKind(data.get("kind", AgendaKind.OTHER))})


class PaperForm(PortalForm):
    """A paper: a file, or a page of the portal."""

    mark_optional = True
    file = AttachmentField(label=_("File"), required=False)
    path = forms.CharField(
        label=_("Or a page of the portal"),
        max_length=300,
        required=False,
        help_text=_("Its address after the name of the portal, for instance /tilskudd/2027/."),
    )
    title = forms.CharField(
        label=_("What the paper is called"),
        max_length=200,
        required=False,
        help_text=_("Leave it empty to use the name of the file."),
    )
    item = PickOne(label=_("Belongs to"))

    def __init__(self, *args: Any, items: Sequence[AgendaItem], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["item"]
        field.offer(items, empty=_("The meeting as a whole"))

    def clean_path(self) -> str:
        path: str = self.cleaned_data["path"]
        if path and not is_own_page(path):
            raise forms.ValidationError(
                _("Give a page of this portal. Its address begins with a slash, for instance /tilskudd/.")
            )
        return path

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if "file" in data and "path" in data and (data["file"] is None) == (data["path"] == ""):
            self.add_error("file", _("Choose a file, or give a page of the portal: one of them."))
        return data


class CancelMeetingForm(PortalForm):
    """Why the meeting is called off; those who were called read it."""

    reason = LongText(label=_("Reason"), required=True, help_text=_("Those who were called read this."))


class AnswerInvitationForm(PortalForm):
    """Whether one comes, and a word about it."""

    answer = forms.ChoiceField(label=_("Do you come?"), choices=MeetingAnswer, widget=forms.RadioSelect)
    note = forms.CharField(
        label=_("Note to the secretary (optional)"),
        max_length=300,
        required=False,
        help_text=_("For instance that you come by video. Do not write about illness or allergies here."),
    )


class TakeOffForm(PortalForm):
    """Who is not called, and why; all who are called read it."""

    people = PickSeveral(label=_("Who is not called?"))
    reason = forms.CharField(
        label=_("Why?"),
        max_length=300,
        help_text=_(
            "All who see the meeting read this, and it stands in the minutes. Write nothing private."
        ),
    )

    def __init__(self, *args: Any, seats: Sequence[Seat], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer_people(self.fields["people"], seats)

    def clean_people(self) -> list[User]:
        return _at_least_one(self.cleaned_data["people"])


class AddPeopleForm(PortalForm):
    """Who is called by name."""

    people = PickSeveral(label=_("Who is called too?"))

    def __init__(self, *args: Any, seats: Sequence[Seat], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer_people(self.fields["people"], seats)

    def clean_people(self) -> list[User]:
        return _at_least_one(self.cleaned_data["people"])


def _offer_people(field: Any, seats: Sequence[Seat]) -> None:
    field.offer([seat.user for seat in seats])
    field.choices = [(str(seat.user_id), _with(seat.user.name, speaks_for(seat))) for seat in seats]


def _at_least_one(people: list[User]) -> list[User]:
    if not people:
        raise forms.ValidationError(_("Choose at least one."))
    return people


class OpenMeetingForm(PortalForm):
    """Who chairs the meeting."""

    chair = PickOne(label=_("Who chairs the meeting?"))

    def __init__(self, *args: Any, people: Sequence[Attendance], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["chair"]
        field.offer([row.person for row in people], empty=_("Choose"))
        field.required = True
        dress(field)


class AttendanceForm(PortalForm):
    """Tick boxes for those who are there."""

    present = PickSeveral(label=_("Who is there?"))

    def __init__(self, *args: Any, people: Sequence[Attendance], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["present"]
        field.offer([row.person for row in people])
        field.choices = [(str(row.person_id), _present_label(row)) for row in people]


def _present_label(row: Attendance) -> str:
    said = str(MeetingAnswer(row.answer).label) if row.answer else str(_("has not answered"))
    return f"{row.person} ({said.lower()})"


class AgreeForm(PortalForm):
    """What the meeting agreed on."""

    resolution = LongText(
        label=_("Resolution"), required=True, rows=5, help_text=_("The words that are adopted.")
    )
    dissent = LongText(
        label=_("Dissent to be noted (optional)"),
        help_text=_("Who has another view without standing in the way, and which."),
    )


class DivideForm(PortalForm):
    """That there is no consensus."""

    comment = LongText(label=_("What the meeting does not agree on (optional)"))


class PostponeForm(PortalForm):
    """Why a case is left to another meeting."""

    reason = LongText(
        label=_("Why, and until when?"), required=True, help_text=_("This stands in the minutes.")
    )


class TakeUpAgainForm(PortalForm):
    """Why a case is opened again."""

    reason = LongText(label=_("Reason"), required=True)


class CorrectMinutesForm(PortalForm):
    """What is wrong in the minutes."""

    reason = LongText(
        label=_("What is corrected?"),
        required=True,
        help_text=_("This stands at the top of the new minutes, and in the letter to those who get them."),
    )


class MinutesForm(PortalForm):
    """The texts of the minutes: one for the meeting, and some for each case."""

    minutes_text = LongText(
        label=_("About the meeting"),
        rows=3,
        help_text=_("For instance who else was there, and if somebody left early."),
    )

    def __init__(self, *args: Any, items: Sequence[AgendaItem], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.items = items
        for item in items:
            self.fields[f"minutes_text_{item.pk}"] = LongText(
                label=_("What was said"), rows=5, help_text=_("The main points, in short.")
            )
            if item.state in ITEM_FINAL:
                self.fields[f"resolution_{item.pk}"] = LongText(label=_("Resolution"), rows=4)
            self.fields[f"dissent_{item.pk}"] = LongText(
                label=_("Dissent"), rows=2, help_text=_("Only if somebody wants it noted.")
            )
        for field in self.fields.values():
            dress(field)

    @property
    def sections(self) -> list[dict[str, Any]]:
        """The cases, each with its fields as the page shows them."""
        return [
            {"item": item, "fields": [self[name] for name in self.fields if name.endswith(f"_{item.pk}")]}
            for item in self.items
        ]
