"""The pages of pictures: the County Governor's, a network's, a university's; each also as a PDF."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from common.views import KnownPage, or_404, person
from needs.queries.days import days_by_network
from needs.queries.needs_across import NO_MEASURE
from networks.models import Round
from reporting.dashboard import Section
from reporting.dashboard.days import days_picture
from reporting.dashboard.files import dashboard_response
from reporting.dashboard.money import by_network, by_purpose, by_theme, by_year
from reporting.dashboard.needs import unanswered_pictures
from reporting.dashboard.progress import cover_picture, progress_picture
from reporting.forms.dashboard import ALL, DashboardForm
from reporting.queries import dashboard as queries
from reporting.queries.money import MoneyRow, money_rows
from reporting.queries.trace import follows_network


class PicturesPage(KnownPage):
    """A page of pictures of one round."""

    url_name: str
    has_money_choice = False
    round: Round
    rounds: list[Round]

    def choose(self, rounds: list[Round]) -> None:
        """The round that is asked for. Raises Http404 when there is none."""
        self.rounds = rounds
        self.round = or_404(queries.round_to_show(rounds, self.request.GET.get("aar", ""), now=self.now))

    def get(self, request: HttpRequest, **place: int) -> HttpResponse:
        context = {
            "heading": self.heading(),
            "lead": self.lead(),
            "round": self.round,
            "sections": self.sections(),
            "form": self.form(),
            "download_url": f"{reverse(f'{self.url_name}_download', kwargs=place)}?{self.query()}",
        }
        return render(request, "reporting/dashboard.html", context)

    def heading(self) -> str:
        """What the page is about."""
        raise NotImplementedError

    def lead(self) -> str:
        """What one sees here."""
        raise NotImplementedError

    def sections(self) -> list[Section]:
        """The pictures in their order."""
        raise NotImplementedError

    def form(self) -> DashboardForm:
        """What can be chosen."""
        chosen = {"aar": str(self.round.grant_year), "penger": ALL if self.is_every_year else ""}
        return DashboardForm(initial=chosen, rounds=self.rounds, has_money=self.has_money_choice)

    @property
    def is_every_year(self) -> bool:
        """Whether money is that of all years."""
        return self.has_money_choice and self.request.GET.get("penger") == ALL

    def query(self) -> str:
        """What is chosen, for the PDF's address."""
        return urlencode({"aar": self.round.grant_year} | ({"penger": ALL} if self.is_every_year else {}))

    def of_years(self, rows: list[MoneyRow]) -> tuple[list[MoneyRow], str]:
        """The rows of the years that are chosen, and those years in words. Before the letters: of the year before."""
        if self.is_every_year:
            return rows, _("all years")
        year = self.followed(rows)
        return [row for row in rows if row.year == year], str(year)

    def followed(self, rows: list[MoneyRow]) -> int:
        """The newest year with letters up to the one that is shown, else that one."""
        shown = self.round.grant_year
        return max((row.year for row in rows if row.year <= shown), default=shown)


class PdfPage(PicturesPage):
    """The same pictures on paper. Stands before a page among the bases."""

    def get(self, request: HttpRequest, **place: int) -> HttpResponse:
        return dashboard_response(
            heading=self.heading(), lead=self.lead(), round=self.round, sections=self.sections(), now=self.now
        )


class Dashboard(PicturesPage):
    """The round's progress, the money, and the needs that nothing came of: for the County Governor's staff."""

    url_name = "reporting:dashboard"
    has_money_choice = True

    def find(self) -> None:
        self.choose(list(queries.staff_rounds(person(self.request), now=self.now)))

    def heading(self) -> str:
        return _("The round in pictures")

    def lead(self) -> str:
        return _("How far the networks are, where the money goes, and the needs that nothing came of.")

    def sections(self) -> list[Section]:
        return [self._progress(), self._money(), self._needs()]

    def _progress(self) -> Section:
        rows = queries.progress_of(self.round, now=self.now)
        place = {"aar": self.round.grant_year}
        return Section(
            key="progress-section",
            title=_("Progress"),
            pictures=(
                progress_picture(
                    rows,
                    self.round,
                    lambda pk: f"{reverse('reporting:network_dashboard', args=[pk])}?{urlencode(place)}",
                ),
            ),
        )

    def _money(self) -> Section:
        every = money_rows(self.round.county)
        rows, years = self.of_years(every)
        return Section(
            key="money-section",
            title=_("Money"),
            pictures=(
                by_purpose(rows, years),
                by_network(rows, years),
                by_theme(rows, years),
                by_year(every, _("Money year by year")),
            ),
            address=self._trace_address(every),
            link=_("Follow the money %(year)s") % {"year": self.round.grant_year},
        )

    def _trace_address(self, rows: list[MoneyRow]) -> str:
        """The round's chains, where its letters are issued."""
        year = self.round.grant_year
        is_issued = any(row.year == year for row in rows)
        return reverse("reporting:trace_round", kwargs={"year": year}) if is_issued else ""

    def _needs(self) -> Section:
        pictures = unanswered_pictures(
            queries.unanswered_of(self.round),
            is_decided=queries.is_decided(self.round),
            address_of=self._needs_address,
        )
        return Section(
            key="needs-section",
            title=_("Where needs went unanswered"),
            pictures=pictures,
            text=_("The names lead to the needs that no measure answers."),
        )

    def _needs_address(self, kind: str, key: int) -> str:
        asked = {"aar": self.round.grant_year, kind: key, "svar": NO_MEASURE}
        return f"{reverse('needs:needs_across')}?{urlencode(asked)}"


class DashboardDownload(PdfPage, Dashboard):
    """The County Governor's pictures as a PDF."""


class NetworkDashboard(PicturesPage):
    """A network's own progress, what it covers, and its money: for its people, its universities and the staff."""

    url_name = "reporting:network_dashboard"

    def find(self, network: int) -> None:
        user = person(self.request)
        county = or_404(queries.county_of_network(network))
        self.choose(list(queries.county_rounds(user, county, now=self.now)))
        self.network = or_404(queries.network_seen(user, network, self.round, now=self.now))

    def heading(self) -> str:
        return str(self.network)

    def lead(self) -> str:
        return _("How far the network is, what its work reaches, and what its money is used for.")

    def sections(self) -> list[Section]:
        progress = queries.progress_of(self.round, [self.network.pk], now=self.now)
        cover = queries.cover_of(self.network, self.round)
        money = [row for row in money_rows(self.round.county) if row.network == self.network.pk]
        rows, years = self.of_years(money)
        return [
            Section(
                key="progress-section",
                title=_("Progress"),
                pictures=(
                    progress_picture(progress, self.round, lambda _pk: ""),
                    cover_picture(cover, self.network.name),
                ),
            ),
            Section(
                key="money-section",
                title=_("Money"),
                text=_("The money of the network and of its universities for the measures here."),
                pictures=(by_theme(rows, years), by_year(money, _("Money year by year"))),
                address=self._trace_address(money),
                link=_("Follow the money %(year)s") % {"year": self.followed(money)},
            ),
        ]

    def _trace_address(self, rows: list[MoneyRow]) -> str:
        """The network's chains, for those who read its letters."""
        year = self.followed(rows)
        round = next((found for found in self.rounds if found.grant_year == year), None)
        if round is None or not follows_network(person(self.request), round, self.network.pk, now=self.now):
            return ""
        return reverse("reporting:trace_network", kwargs={"network": self.network.pk, "year": year})


class NetworkDashboardDownload(PdfPage, NetworkDashboard):
    """A network's pictures as a PDF."""


class UniversityDashboard(PicturesPage):
    """A university's days and money: for its coordinators and the County Governor's staff."""

    url_name = "reporting:university_dashboard"

    def find(self, university: int) -> None:
        user = person(self.request)
        self.university = or_404(queries.university_seen(user, university, now=self.now))
        self.choose(list(queries.county_rounds(user, self.university.county_id, now=self.now)))

    def heading(self) -> str:
        return str(self.university)

    def lead(self) -> str:
        return _("Days and money, network by network and year by year.")

    def sections(self) -> list[Section]:
        user, year = person(self.request), self.round.grant_year
        days = days_by_network(user, self.university, self.round, now=self.now)
        money = [
            row
            for row in money_rows(self.round.county)
            if row.is_university and row.body == self.university.pk
        ]
        rows, years = self.of_years(money)
        return [
            Section(key="days-section", title=_("Days"), pictures=(days_picture(days, year),)),
            Section(
                key="money-section",
                title=_("Money"),
                pictures=(by_network(rows, years), by_year(money, _("Money year by year"))),
            ),
        ]


class UniversityDashboardDownload(PdfPage, UniversityDashboard):
    """A university's pictures as a PDF."""
