"""{% network_tabs network %}: the way between the pages of one network."""

from typing import Any

from django import template

from common import clock
from networks.models import Network
from networks.queries.belonging import ties
from rekom.network_nav import network_pages

register = template.Library()


@register.inclusion_tag("components/network_tabs.html", takes_context=True)
def network_tabs(context: Any, network: Network) -> dict[str, Any]:
    """The pages of the network that the reader may open."""
    request = context["request"]
    held = ties(request.user, network, now=clock.now())
    return {"pages": network_pages(held, network.pk, request.path), "network": network}
