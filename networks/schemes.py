"""What the law and the scheme say: one frozen object per scheme, plain data. A round is pinned to one."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from networks.composition_rules import FORUM_RULES, NETWORK_RULES, CompositionRule
from networks.states import AgendaKind, Duty

Text = str | Promise


@dataclass(frozen=True, kw_only=True)
class When:
    """A day relative to the grant year: `years` is -1 for the year before."""

    day: int
    month: int
    years: int = 0


@dataclass(frozen=True, kw_only=True)
class DutyDates:
    """When a duty opens (00:00) and is due (23:59:59), whether it closes or is only marked late, and when a round
    reminds of it unless it says otherwise: at the opening, and so many days before and after the date.
    """

    duty: Duty
    opens: When
    due: When
    closes: bool
    reminds_at_opening: bool = True
    remind_before: tuple[int, ...] = (21, 7, 1)
    remind_after: tuple[int, ...] = (1, 7)


@dataclass(frozen=True, kw_only=True)
class Criterion:
    """Something each collective measure must meet."""

    key: str
    label: Text
    help_text: Text


@dataclass(frozen=True, kw_only=True)
class FixedPost:
    """An amount that comes before the key. `per` is network, partnership, university or county."""

    key: str
    label: Text
    per: str
    amount_nok: int


@dataclass(frozen=True, kw_only=True)
class Clause:
    """One paragraph of the grant letter. `%(name)s` placeholders are filled by grants.letters."""

    key: str
    title: Text
    text: Text


@dataclass(frozen=True, kw_only=True)
class ForumMeeting:
    """A meeting that the cooperation forum has each year: its month, and the cases it is built from."""

    month: int
    cases: tuple[AgendaKind, ...]
    years: int = 0


@dataclass(frozen=True, kw_only=True)
class Ground:
    """Why an amount is refused or cut. `key` is stored, the label stands in pages, the text in letters."""

    key: str
    label: Text
    text: Text


@dataclass(frozen=True, kw_only=True)
class ReportQuestionText:
    """A question of the reports as a round begins with it; `audience` is one of `reporting.states.Audience`."""

    key: str
    audience: str
    text: Text
    help_text: Text = ""
    is_required: bool = True


@dataclass(frozen=True, kw_only=True)
class Scheme:
    """One version of the scheme."""

    key: str
    name: Text
    legal_basis: Text
    individual_cap_percent: int
    duties: tuple[DutyDates, ...]
    criteria: tuple[Criterion, ...]
    fixed_posts: tuple[FixedPost, ...]
    purpose: Text
    clauses: tuple[Clause, ...]
    forum_meetings: tuple[ForumMeeting, ...] = ()
    grounds: tuple[Ground, ...] = ()
    complaint_weeks: int = 3
    """Within so many weeks of being notified of a decision one can complain (forvaltningsloven § 29)."""
    network_composition: tuple[CompositionRule, ...] = ()
    forum_composition: tuple[CompositionRule, ...] = ()
    """Who should take part in a network, and in the cooperation forum."""
    report_questions: tuple[ReportQuestionText, ...] = ()
    summary_sections: tuple[str, ...] = ()
    """The parts of the county's summary in their order (`reporting.summary_parts`)."""
    summary_introduction: Text = ""
    asks_own_contribution: bool = False
    """Whether a needs report says what the owner contributes itself (forskrift 12.01.2026 nr. 23 § 11)."""


REKOM_2021 = Scheme(
    key="REKOM_2021",
    name=_("Regional scheme for competence development in kindergartens (Rekom)"),
    legal_basis=_(
        "Guidelines of 26 January 2021 no. 230 for the grant scheme for local competence development"
    ),
    individual_cap_percent=30,
    duties=(
        DutyDates(
            duty=Duty.ASSESSMENT,
            opens=When(day=15, month=8, years=-1),
            due=When(day=15, month=11, years=-1),
            closes=False,
        ),
        DutyDates(
            duty=Duty.NEEDS_REPORT,
            opens=When(day=1, month=9, years=-1),
            due=When(day=1, month=12, years=-1),
            closes=True,
        ),
        DutyDates(
            duty=Duty.NOMINATION,
            opens=When(day=1, month=11, years=-1),
            due=When(day=1, month=2),
            closes=True,
            remind_before=(7, 1),
        ),
        DutyDates(
            duty=Duty.DECISION_BASIS,
            opens=When(day=2, month=12, years=-1),
            due=When(day=1, month=2),
            closes=True,
        ),
        DutyDates(
            duty=Duty.NOMINATION_LIST,
            opens=When(day=2, month=2),
            due=When(day=1, month=3),
            closes=True,
            remind_before=(7, 1),
        ),
        DutyDates(
            duty=Duty.RECOMMENDATION, opens=When(day=2, month=2), due=When(day=15, month=3), closes=False
        ),
        DutyDates(duty=Duty.DECISION, opens=When(day=16, month=3), due=When(day=15, month=4), closes=False),
        DutyDates(
            duty=Duty.PAYMENT,
            opens=When(day=16, month=4),
            due=When(day=30, month=4),
            closes=False,
            remind_before=(7, 1),
        ),
        DutyDates(
            duty=Duty.SPRING_PAYOUT,
            opens=When(day=1, month=5),
            due=When(day=31, month=5),
            closes=False,
            remind_before=(7, 1),
        ),
        DutyDates(
            duty=Duty.STILL_STUDYING,
            opens=When(day=1, month=9),
            due=When(day=30, month=9),
            closes=False,
            remind_before=(7, 1),
        ),
        DutyDates(
            duty=Duty.AUTUMN_PAYOUT,
            opens=When(day=1, month=9),
            due=When(day=30, month=9),
            closes=False,
            remind_before=(7, 1),
        ),
        DutyDates(
            duty=Duty.PLAN_REVISION,
            opens=When(day=1, month=9),
            due=When(day=30, month=9),
            closes=False,
            remind_before=(7,),
        ),
        DutyDates(
            duty=Duty.REPORT,
            opens=When(day=1, month=1, years=1),
            due=When(day=15, month=6, years=1),
            closes=False,
        ),
    ),
    criteria=(
        Criterion(
            key="local_needs",
            label=_("Builds on the kindergartens' own needs"),
            help_text=_("Which needs, and how heads and staff have taken part in finding them."),
        ),
        Criterion(
            key="whole_staff",
            label=_("Involves the whole staff"),
            help_text=_("How everybody who works in the kindergarten takes part, by a plan."),
        ),
        Criterion(
            key="partnership",
            label=_("Is developed in an equal partnership"),
            help_text=_("What the network and the university each contribute."),
        ),
        Criterion(
            key="teacher_education",
            label=_("Develops kindergarten teacher education"),
            help_text=_("What the university takes back to its own education."),
        ),
        Criterion(
            key="sami",
            label=_("Attends to Sami perspectives"),
            help_text=_("How Sami language and culture is part of the work."),
        ),
    ),
    fixed_posts=(
        FixedPost(key="leader", label=_("Leader or coordinator"), per="network", amount_nok=100_000),
        FixedPost(key="partner", label=_("University as partner"), per="partnership", amount_nok=100_000),
        FixedPost(key="men", label=_("Men in kindergarten"), per="university", amount_nok=150_000),
        FixedPost(
            key="forum", label=_("Meetings of the cooperation forum"), per="county", amount_nok=300_000
        ),
    ),
    forum_meetings=(
        ForumMeeting(month=1, cases=(AgendaKind.KEY, AgendaKind.OTHER)),
        ForumMeeting(month=3, cases=(AgendaKind.RECOMMENDATION, AgendaKind.OTHER)),
        ForumMeeting(month=9, cases=(AgendaKind.PLAN, AgendaKind.SEMINAR, AgendaKind.OTHER)),
        ForumMeeting(month=11, cases=(AgendaKind.FINDINGS, AgendaKind.OTHER)),
    ),
    network_composition=NETWORK_RULES,
    forum_composition=FORUM_RULES,
    report_questions=(
        ReportQuestionText(
            key="children",
            audience="measure",
            text=_("What does the work mean for the children?"),
            help_text=_("What you see or hear that is different from before."),
        ),
        ReportQuestionText(
            key="sami",
            audience="measure",
            text=_("How have Sami perspectives been attended to?"),
            help_text=_("If they were not part of the work, say why."),
        ),
        ReportQuestionText(
            key="owners",
            audience="network",
            text=_("How have municipal and private owners taken part?"),
        ),
        ReportQuestionText(
            key="learned",
            audience="university",
            text=_(
                "What have you learned, and what have you brought back to kindergarten teacher education?"
            ),
        ),
        ReportQuestionText(
            key="partnership",
            audience="recipient",
            text=_("How has the partnership worked?"),
            help_text=_("What has gone well, and what do you want to do in another way?"),
        ),
        ReportQuestionText(
            key="inclusion",
            audience="recipient",
            text=_("How have PPT, Statped and others around the child taken part?"),
            help_text=_(
                "PPT is the educational psychological service. Statped is the state's special educational service."
            ),
            is_required=False,
        ),
    ),
    summary_sections=(
        *("introduction", "numbers", "signs", "questions", "deviations"),
        *("individual", "control", "experiences"),
    ),
    summary_introduction=_(
        "The scheme gives money to competence development that is based in the kindergarten and done in partnership "
        "with universities. Its goal is that all children get a kindergarten offer of good quality, wherever they "
        "live. This summary tells what the money was used for and what came of it, as the recipients report it."
    ),
    grounds=(
        Ground(
            key="no_money",
            label=_("The money does not reach so far"),
            text=_(
                "There is not money enough for all that is asked for, and others have been given priority."
            ),
        ),
        Ground(
            key="not_criteria",
            label=_("Does not meet the criteria"),
            text=_("The measure does not meet the criteria of the scheme."),
        ),
        Ground(
            key="not_prioritised",
            label=_("Not given priority by the cooperation forum"),
            text=_("The cooperation forum has not given the measure priority."),
        ),
        Ground(key="other", label=_("Another ground"), text=""),
    ),
    purpose=_(
        "The grant shall strengthen cooperation in partnership between kindergarten owners and universities, so that "
        "the staff's competence grows, practice in the kindergartens develops, and children get a kindergarten of "
        "high quality."
    ),
    clauses=(
        Clause(
            key="conditions",
            title=_("Conditions"),
            text=_(
                "The money shall be used for the measures in this letter. Tell us before you use it in another way. "
                "Money that is not used by the end of the period can be claimed back."
            ),
        ),
        Clause(
            key="reporting",
            title=_("Reporting"),
            text=_(
                "You shall report on the use of the money, what was done and how far the goals were reached, by "
                "%(report_due)s. You report in the portal."
            ),
        ),
        Clause(
            key="control",
            title=_("Control"),
            text=_(
                "The County Governor and the Office of the Auditor General may check that the money is used as "
                "intended, see the Appropriation Regulations § 10 second paragraph."
            ),
        ),
        Clause(
            key="sanctions",
            title=_("If the conditions are not met"),
            text=_(
                "If the money is used in another way than decided, or a report is missing, the County Governor may "
                "hold back payment, claim the money back or refuse later grants."
            ),
        ),
        Clause(
            key="complaint",
            title=_("Complaint"),
            text=_(
                "You can complain about the decision within three weeks of receiving this letter. Send the complaint "
                "to %(office)s. Write which decision you complain about, what you want changed, and why."
            ),
        ),
    ),
)

SCHEMES: dict[str, Scheme] = {REKOM_2021.key: REKOM_2021}


def scheme(key: str) -> Scheme:
    """The scheme called `key`. Raises KeyError for a key that no scheme has."""
    return SCHEMES[key]
