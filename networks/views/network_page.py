"""What the pages of one network stand on: the network in the address, for those who belong to it in the right way."""

from collections.abc import Collection
from typing import Any

from django.http import Http404

from common.views import KnownMixin, KnownPage, or_404, person
from networks import queries
from networks.belonging import AROUND, Tie, ties
from networks.models import Network


class NetworkMixin(KnownMixin):
    """A page of one network. `readers` are the ties of which one is enough; all others get 404."""

    readers: Collection[Tie] = AROUND
    network: Network
    held: frozenset[Tie]

    def find(self, network: int, **place: Any) -> None:
        """The network, as the person may see it. Raises Http404."""
        user = person(self.request)
        self.network = or_404(queries.networks_visible_to(user, now=self.now).filter(pk=network).first())
        self.held = ties(user, self.network, now=self.now)
        if not self.held & frozenset(self.readers):
            raise Http404


class NetworkPage(NetworkMixin, KnownPage):
    """The same for pages that answer GET and POST themselves."""
