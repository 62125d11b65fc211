"""Duties of a round, and the states of deadlines, requests and inquiries."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common.moves import Move


class Duty(TextChoices):
    ASSESSMENT = "assessment", _("Assessment")
    NEEDS_REPORT = "needs_report", _("Needs report")
    NOMINATION = "nomination", _("Nominations for individual measures")
    DECISION_BASIS = "decision_basis", _("Decision basis")
    NOMINATION_LIST = "nomination_list", _("The network's prioritised list")
    RECOMMENDATION = "recommendation", _("Recommendation")
    DECISION = "decision", _("Decision and grant letters")
    PAYMENT = "payment", _("Payment to the networks")
    SPRING_PAYOUT = "spring_payout", _("Spring payout to those who study")
    STILL_STUDYING = "still_studying", _("Check who is still studying")
    AUTUMN_PAYOUT = "autumn_payout", _("Autumn payout to those who study")
    PLAN_REVISION = "plan_revision", _("Revision of the long-term plan")
    REPORT = "report", _("Report")


GOES_TO_NETWORK = (Duty.ASSESSMENT, Duty.NEEDS_REPORT, Duty.NOMINATION)
"""What kindergartens and owners owe; a network's own duties are the case officer's to extend."""
MAY_ASK = (*GOES_TO_NETWORK, Duty.DECISION_BASIS, Duty.NOMINATION_LIST, Duty.REPORT)
"""The duties of bodies outside the county governor's office: those for which they may ask for a later date."""
DUTY_WORDS = {
    Duty.ASSESSMENT: "vurdering",
    Duty.NEEDS_REPORT: "behovsmelding",
    Duty.NOMINATION: "nominasjon",
    Duty.DECISION_BASIS: "beslutningsgrunnlag",
    Duty.NOMINATION_LIST: "nominasjonsliste",
    Duty.REPORT: "rapport",
}
BODY_WORDS = ("virksomhet", "nettverk", "barnehage")
"""How addresses name a duty, and the organisation, network and kindergarten it is owed by."""


class DeadlineState(TextChoices):
    PLANNED = "planned", _("Not yet open")
    OPEN = "open", _("Open")
    PASSED = "passed", _("Deadline passed")


class RequestState(TextChoices):
    ASKED = "asked", _("Asked for")
    GRANTED = "granted", pgettext_lazy("a request", "Granted")
    DECLINED = "declined", _("Declined")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class InquiryState(TextChoices):
    DRAFT = "draft", _("Draft")
    OPEN = "open", _("Sent")
    CANCELLED = "cancelled", _("Cancelled")


class InquiryAnswerState(TextChoices):
    ASKED = "asked", _("Not answered")
    ANSWERED = "answered", _("Answered")


class AnswerKind(TextChoices):
    """What an inquiry wants to have back."""

    TEXT = "text", _("Text")
    NUMBER = "number", _("A number")
    CHOICE = "choice", _("One of several choices")
    FILE = "file", _("A file")


class MeetingState(TextChoices):
    DRAFT = "draft", _("Draft")
    CALLED = "called", _("Called")
    HELD = "held", _("Being held")
    MINUTED = "minuted", _("Minutes sent")
    CANCELLED = "cancelled", _("Cancelled")


class AgendaKind(TextChoices):
    """What a case of the cooperation forum is about ("Langsiktig plan", Årshjul)."""

    KEY = "key", _("Allocation key")
    RECOMMENDATION = "recommendation", _("Recommendation")
    PLAN = "plan", _("Long-term plan")
    SEMINAR = "seminar", _("Seminar for the partnerships")
    FINDINGS = "findings", _("Findings of the reports")
    OTHER = "other", _("Other case")


class ItemState(TextChoices):
    OPEN = "open", _("Not dealt with")
    AGREED = "agreed", _("Agreed")
    DIVIDED = "divided", _("No consensus")
    VOTED = "voted", _("Decided by vote")
    POSTPONED = "postponed", _("Postponed")


class ImpartialityState(TextChoices):
    DECLARED = "declared", _("Declared")
    RECUSED = "recused", _("Disqualified")
    CLEARED = "cleared", _("Impartial")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class VoteChoice(TextChoices):
    FOR = "for", pgettext_lazy("a vote", "For")
    AGAINST = "against", _("Against")
    ABSTAIN = "abstain", _("Abstains")


class MeetingAnswer(TextChoices):
    """What somebody who is called has answered."""

    YES = "yes", _("Comes")
    NO = "no", _("Does not come")
    MAYBE = "maybe", _("Does not know yet")


class ArenaKind(TextChoices):
    """Where a network meets ("Rekom DMMH i Trøndelag sørvest", Årshjul): the first five are the usual ones."""

    WORKING_GROUP = "working_group", _("Regional working group")
    REGIONAL_HEADS = "regional_heads", _("Regional head network")
    MUNICIPAL_HEADS = "municipal_heads", _("Municipal head network")
    BETWEEN = "between", _("Networks between kindergartens")
    DEVELOPMENT = "development", _("Development work in the kindergarten")
    OTHER = "other", _("Another arena")


class DocumentKind(TextChoices):
    INFORMATION = "information", _("Information letter")
    PRESENTATION = "presentation", _("Presentation")
    MINUTES = "minutes", _("Minutes")
    PLAN = "plan", _("Plan")
    AGREEMENT = "agreement", _("Agreement")
    OTHER = "other", _("Other")


class DocumentAudience(TextChoices):
    """Who reads a network's document."""

    MEMBERS = "members", _("The network's leader, members and universities")
    EVERYBODY = "everybody", _("Also heads and owners of the network's kindergartens")


class MessageGroup(TextChoices):
    """Whom a message to many can go to. The keys stand in addresses."""

    MEMBERS = "medlemmer", _("The network's leader, members and universities")
    HEADS = "styrere", _("Heads of the network's kindergartens")
    OWNERS = "eiere", _("Owners of the network's kindergartens")
    LEADERS = "ledere", _("Leaders and coordinators of the networks")
    ALL_MEMBERS = "alle-medlemmer", _("All in the networks: leaders, members and universities")
    FORUM = "samarbeidsforum", _("Everybody in the cooperation forum")


WRITES_FROM_NETWORK = (MessageGroup.MEMBERS, MessageGroup.HEADS, MessageGroup.OWNERS)
WRITES_FROM_COUNTY = (MessageGroup.LEADERS, MessageGroup.ALL_MEMBERS, MessageGroup.FORUM)


class PlanState(TextChoices):
    DRAFT = "draft", _("Being written")
    ADOPTED = "adopted", _("Adopted")


class PlanAttachmentKind(TextChoices):
    """What goes with the county's plan ("Langsiktig plan", Vedlegg)."""

    FACTS = "facts", _("Facts about the kindergartens")
    SAMI = "sami", _("Plan for Sami perspectives")
    INFORMATION = "information", _("Information letter on individual measures")
    COMPETENCE_LIFT = "competence_lift", _("Plan for Kompetanseløftet")
    OTHER = "other", _("Other")


class RegisterChangeKind(TextChoices):
    """What can happen to an organisation, a kindergarten or a municipality."""

    RENAME = "rename", _("New name")
    MERGER = "merger", _("Merger")
    SPLIT = "split", _("Split")
    MOVE = "move", _("Move to another municipality")
    NEW_OWNER = "new_owner", _("New owner")
    OPENED = "opened", _("Opened")
    CLOSED = "closed", _("Closed")


class RegisterSource(TextChoices):
    OFFICE = "office", _("Recorded by the office")
    DATA_SET = "data_set", _("From the county's data set")
    REGISTER = "register", _("From the national kindergarten register")


class RegisterImportState(TextChoices):
    PREVIEW = "preview", _("Being looked through")
    FINISHED = "finished", _("Finished")
    DISCARDED = "discarded", _("Thrown away")


class RegisterRowKind(TextChoices):
    NEW = "new", _("New")
    CHANGED = "changed", _("Changed")
    MOVED = "moved", _("Moved")
    CLOSED = "closed", pgettext_lazy("a kindergarten", "Closed")


S, R = DeadlineState, RequestState
I, A = InquiryState, InquiryAnswerState  # noqa: E741 -- as short as the others
MOVES = {
    "open": Move((S.PLANNED,), S.OPEN),
    "pass": Move((S.OPEN,), S.PASSED),
    "reopen": Move((S.PASSED,), S.OPEN),
    "postpone": Move((S.OPEN, S.PASSED), S.PLANNED),
}
REQUEST_MOVES = {
    "grant": Move((R.ASKED,), R.GRANTED),
    "decline": Move((R.ASKED,), R.DECLINED),
    "withdraw": Move((R.ASKED,), R.WITHDRAWN),
}
INQUIRY_MOVES = {
    "send": Move((I.DRAFT,), I.OPEN),
    "cancel": Move((I.DRAFT, I.OPEN), I.CANCELLED),
    "change_date": Move((I.OPEN,), I.OPEN),
}
INQUIRY_ANSWER_MOVES = {
    "answer": Move((A.ASKED,), A.ANSWERED),
    "change": Move((A.ANSWERED,), A.ANSWERED),
    "return": Move((A.ANSWERED,), A.ASKED),
}
M, T, P = MeetingState, ItemState, ImpartialityState
MEETING_MOVES = {
    "call": Move((M.DRAFT,), M.CALLED),
    "change": Move((M.CALLED,), M.CALLED),
    "cancel": Move((M.DRAFT, M.CALLED), M.CANCELLED),
    "open": Move((M.CALLED,), M.HELD),
    "send_minutes": Move((M.HELD,), M.MINUTED),
    "correct": Move((M.MINUTED,), M.HELD),
}
ITEM_MOVES = {
    "agree": Move((T.OPEN,), T.AGREED),
    "divide": Move((T.OPEN,), T.DIVIDED),
    "settle": Move((T.DIVIDED,), T.VOTED),
    "postpone": Move((T.OPEN, T.DIVIDED), T.POSTPONED),
    "take_up_again": Move((T.AGREED, T.DIVIDED, T.VOTED, T.POSTPONED), T.OPEN),
}
IMPARTIALITY_MOVES = {
    "recuse": Move((P.DECLARED,), P.RECUSED),
    "clear": Move((P.DECLARED,), P.CLEARED),
    "withdraw": Move((P.DECLARED,), P.WITHDRAWN),
    "reconsider": Move((P.RECUSED, P.CLEARED), P.DECLARED),
}
PLAN_MOVES = {
    "adopt": Move((PlanState.DRAFT,), PlanState.ADOPTED),
    "revise": Move((PlanState.ADOPTED,), PlanState.DRAFT),
}
REGISTER_IMPORT_MOVES = {
    "finish": Move((RegisterImportState.PREVIEW,), RegisterImportState.FINISHED),
    "discard": Move((RegisterImportState.PREVIEW,), RegisterImportState.DISCARDED),
}
FINAL: set[str] = set()
PLAN_FINAL = {PlanState.ADOPTED}
REGISTER_IMPORT_FINAL = {RegisterImportState.FINISHED, RegisterImportState.DISCARDED}
MEETING_FINAL = {M.MINUTED, M.CANCELLED}
ITEM_FINAL = {T.AGREED, T.VOTED, T.POSTPONED}
IMPARTIALITY_FINAL = {P.RECUSED, P.CLEARED, P.WITHDRAWN}
REQUEST_FINAL = {R.GRANTED, R.DECLINED, R.WITHDRAWN}
INQUIRY_FINAL = {I.CANCELLED}
INQUIRY_ANSWER_FINAL: set[str] = set()
