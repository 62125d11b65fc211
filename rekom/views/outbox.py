"""The outbox for the county governor's staff: who was told what and when, one mail, and sending again."""

from typing import Any

from csp.constants import SELF
from csp.decorators import csp_update
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views import View
from django_filters.views import FilterView
from django_tables2 import SingleTableMixin

from common import dates
from common.models import OutboxMail
from common.outbox.message import message_id
from common.outbox.queries import RESENDABLE, open_scopes, shown_status
from common.outbox.reasons import detail, in_words
from common.refusals import may
from common.views import or_404, person, whole_number
from rekom.forms import ReasonForm
from rekom.letter_samples import label_of
from rekom.outbox import reads
from rekom.outbox.filters import OutboxFilter
from rekom.outbox.letter_content import letter_of
from rekom.outbox.rules import check_may_resend_mail
from rekom.outbox.services import Resent, resend_mails
from rekom.outbox.tables import ABOUT, OutboxTable, state_tag
from rekom.views.staff import StaffPage, letter_html

KNOWN_TOPICS = ("round", *ABOUT)


class OutboxList(StaffPage, SingleTableMixin, FilterView):
    """Who was told what and when, newest first, with what needs a person on top."""

    template_name = "rekom/outbox_list.html"
    table_class = OutboxTable
    filterset_class = OutboxFilter

    def get_queryset(self) -> Any:
        return reads.listed(reads.mails_of(self.county))

    def get_filterset_kwargs(self, filterset_class: Any) -> dict[str, Any]:
        return super().get_filterset_kwargs(filterset_class) | {"county": self.county}

    def get_table(self, **kwargs: Any) -> OutboxTable:
        table = OutboxTable(data=self.get_table_data(), scopes=open_scopes())
        table.leaf_to(self.request, topics_shown=lambda topic: True)
        return table

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        counts = reads.numbers(self.county)
        return context | {
            "kpis": [_kpi(count) for count in counts],
            "needs": reads.has_mail_in(self.county, ("failed", "in_doubt")),
            "most": reads.MOST_COUNTED,
            "pause": reads.pause_of(self.county),
            "refused": reads.refused_seats(self.county, now=self.now),
        }


def _kpi(count: reads.StatusCount) -> dict[str, Any]:
    too_many = count.number > reads.MOST_COUNTED
    number = _("more than %(number)s") % {"number": reads.MOST_COUNTED} if too_many else count.number
    return {"label": count.label, "value": number, "note": ""}


class OneMail(StaffPage):
    """A page about one mail of the county. Raises Http404."""

    mail: OutboxMail

    def find(self, **place: Any) -> None:
        super().find()
        self.mail = or_404(reads.mail_of(self.county, place["pk"]))


@method_decorator(csp_update({"frame-src": [SELF]}), name="dispatch")
class OutboxDetail(OneMail, View):
    """One mail: what it says, to whom, about what, what happened to it, and what came after it."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        user = person(request)
        refusal = may(check_may_resend_mail, user, self.mail, self.county, now=self.now)
        letter = letter_of(self.mail)
        context = {
            "mail": self.mail,
            "label": label_of(self.mail.kind),
            "letter": letter,
            "facts": _facts(self.mail),
            "chain": [(one, state_tag(one.status), one.pk == pk) for one in reads.chain_of(self.mail)],
            "may_resend": refusal is None,
            "pause": reads.pause_of(self.county),
            "html_url": reverse("outbox_html", kwargs={"pk": pk}) if letter.html else "",
            "resend_url": f"{reverse('outbox_resend')}?mail={pk}",
        }
        return render(request, "rekom/outbox_detail.html", context)


class OutboxHtml(OneMail, View):
    """The mail's HTML, for the frame in its page."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return letter_html(letter_of(self.mail).html)


def _facts(mail: OutboxMail) -> list[tuple[str, Any]]:
    names = reads.names_of_topics(mail.topics)
    status = shown_status(mail, open_scopes())
    facts: list[tuple[str, Any]] = [
        (_("State"), state_tag(status)),
        (_("Why"), in_words(mail.reason)),
        (_("The mail server's answer"), detail(mail.reason)),
        (_("To"), mail.recipient.name if mail.recipient else ""),
        (_("Address"), mail.to),
        (_("About"), ", ".join(reads.about(mail, names, KNOWN_TOPICS))),
        (_("Planned"), dates.instant(mail.planned_at)),
        (_("Sent"), dates.instant(mail.sent_at) if mail.sent_at else ""),
        (_("Next try"), dates.instant(mail.next_try_at) if mail.status == "planned" else ""),
        (_("Useful until"), dates.instant(mail.useful_until) if mail.useful_until else ""),
        (_("Tries"), str(mail.attempts)),
        (_("Attachments"), ", ".join(mail.attachments)),
        (_("Asked for by"), mail.asked_by.name if mail.asked_by else ""),
        (_("Because"), mail.asked_because),
        (_("Message-ID"), message_id(mail)),
    ]
    return [(label, value) for label, value in facts if value]


class OutboxResend(StaffPage, View):
    """Send one or several mails again: first why, then it is done; each stands with who asked and why."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.page(ReasonForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        form = ReasonForm(request.POST)
        if not form.is_valid():
            return self.page(form)
        made = resend_mails(
            mails=self.chosen(),
            county=self.county,
            because=form.cleaned_data["reason"],
            by=person(request),
            now=self.now,
        )
        _tell(request, made)
        return redirect("outbox_list")

    def chosen(self) -> list[OutboxMail]:
        """The mails that are named, and can be sent again. Raises Http404 when none of them is the county's."""
        given = self.request.POST if self.request.method == "POST" else self.request.GET
        keys = [number for typed in given.getlist("mail") if (number := whole_number(typed)) is not None]
        if keys and not reads.knows_any(self.county, keys):
            raise Http404
        status = given.get("all", "") if self.request.method != "POST" else ""
        return reads.to_resend(self.county, keys, status if status in RESENDABLE else "")

    def page(self, form: ReasonForm) -> HttpResponse:
        mails = self.chosen()
        if not mails:
            return render(self.request, "rekom/outbox_nothing_to_resend.html")
        context = {
            "form": form,
            "mails": [(mail, label_of(mail.kind), state_tag(mail.status)) for mail in mails],
            "in_doubt": any(mail.status == "in_doubt" for mail in mails),
            "primary_label": _("Send again"),
            "cancel_url": reverse("outbox_list"),
        }
        return render(self.request, "rekom/outbox_confirm_resend.html", context)


def _tell(request: HttpRequest, made: Resent) -> None:
    number = len(made.mails)
    if number:
        sentence = ngettext("%(n)s mail is planned again.", "%(n)s mails are planned again.", number)
        messages.success(request, sentence % {"n": number})
    for refusal in dict.fromkeys(made.refusals):
        messages.error(request, refusal)
    if not number and not made.refusals:
        messages.info(request, _("There is no mail to send again."))
