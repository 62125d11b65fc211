"""{% plan_url body "edit" step="mal" %}: the address of a page of a network's plan, or of the county's."""

from typing import Any

from django import template

from networks import plan_addresses

register = template.Library()


@register.simple_tag
def plan_url(body: Any, name: str = "", **more: Any) -> str:
    """The address of the page; see `networks.plan_addresses`."""
    return plan_addresses.plan_url(body, name, **more)
