"""Whose wheel it is."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from networks.models import County, Kindergarten, Municipality, Network, Organisation


@dataclass(frozen=True, kw_only=True)
class Scope:
    """A county, or a network in it: the whole, its part with one university, one municipality or one kindergarten."""

    county: County
    network: Network | None = None
    university: Organisation | None = None
    municipality: Municipality | None = None
    kindergarten: Kindergarten | None = None

    @property
    def title(self) -> str:
        """Whose wheel it is, in a word or two."""
        if self.kindergarten is not None:
            return self.kindergarten.name
        if self.municipality is not None:
            return str(self.municipality)
        return str(self.network or self.county)

    @property
    def subtitle(self) -> str:
        """What the title is part of: the university it is shared with, or the network; "" for a whole."""
        if self.university is not None:
            return _("with %(university)s") % {"university": self.university.label}
        if self.network is not None and self.network.name != self.title:
            return self.network.name
        return ""

    def address(self, file: str = "") -> str:
        """The page of the wheel, or of its file ("pdf", "svg"). Which year is for the caller to add."""
        name, place = "county_wheel", {}
        if self.network is not None:
            name, place = "network_wheel", {"network": self.network.pk}
        if self.municipality is not None:
            name, place = "municipality_wheel", {**place, "municipality": self.municipality.pk}
        if self.kindergarten is not None:
            name, place = "kindergarten_wheel", {**place, "kindergarten": self.kindergarten.pk}
        if file:
            return reverse(f"networks:{name}_download", kwargs={**place, "file": file})
        return reverse(f"networks:{name}", kwargs=place)
