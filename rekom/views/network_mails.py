"""The mails about one network and its bodies, for its leaders."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views import View

from common.outbox.queries import open_scopes
from common.refusals import NotAllowed, may
from common.views import KnownMixin, or_404, person
from networks.models import Network
from networks.queries import networks_visible_to
from rekom.outbox import reads
from rekom.outbox.rules import check_may_see_network_mails
from rekom.outbox.tables import NetworkMailTable


class NetworkMails(KnownMixin, View):
    """When who in the network was told what, without texts and addresses."""

    network: Network

    def find(self, **place: Any) -> None:
        user = person(self.request)
        self.network = or_404(networks_visible_to(user, now=self.now).filter(pk=place["pk"]).first())
        if isinstance(may(check_may_see_network_mails, user, self.network, now=self.now), NotAllowed):
            raise Http404

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        mails, known = reads.mails_of_network(self.network, now=self.now)
        table = NetworkMailTable(reads.listed(mails), scopes=open_scopes())
        table.leaf_to(request, topics_shown=lambda topic: topic in known or topic.startswith("duty:"))
        return render(request, "rekom/outbox_network.html", {"network": self.network, "table": table})
