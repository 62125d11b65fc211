"""The addresses of a plan's pages: a network's are named by its key, the county's by nothing."""

from typing import Any

from django.urls import reverse

from networks.models import Forum, Network


def plan_url(body: Network | Forum, name: str = "", **more: Any) -> str:
    """The address of a page of the plan of a network or of the forum ("edit"); without a name, of its own page."""
    if isinstance(body, Network):
        return reverse(f"networks:plan_{name or 'detail'}", kwargs={"network": body.pk, **more})
    return reverse(f"networks:county_plan_{name}" if name else "networks:county_plan", kwargs=more)
