"""What is typed about a network's municipalities and universities, and a new network."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from common.forms import PickOne, PortalForm
from networks.forms.seats import in_our_time
from networks.models import Municipality, Network, Organisation

ONE_DAY = timedelta(days=1)


class NewNetworkForm(PortalForm):
    """The name of a new network."""

    name = forms.CharField(label=_("Name"), max_length=120)


class JoinForm(PortalForm):
    """Which municipality belongs to which network, and from when; the network is asked for where it is not known."""

    network = PickOne(label=_("Network"))
    municipality = PickOne(label=_("Municipality"))
    valid_from = forms.DateField(label=_("From"), validators=[in_our_time])

    def __init__(
        self,
        *args: Any,
        municipalities: Sequence[Municipality],
        networks: Sequence[Network] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        place: Any = self.fields["municipality"]
        place.offer(municipalities, empty=_("Choose a municipality"))
        place.required = True
        network: Any = self.fields["network"]
        if networks is None:
            del self.fields["network"]
        else:
            network.offer(networks, empty=_("Choose a network"))
            network.required = True


class PartnershipForm(PortalForm):
    """Which university works with the network, where, and from when."""

    mark_optional = True
    university = PickOne(label=_("University"))
    municipality = PickOne(label=_("Where"))
    is_first_partner = forms.BooleanField(label=_("This is the network's first partner"), required=False)
    valid_from = forms.DateField(label=_("From"), validators=[in_our_time])

    def __init__(
        self,
        *args: Any,
        universities: Sequence[Organisation],
        municipalities: Sequence[Municipality],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        university: Any = self.fields["university"]
        university.offer(universities, empty=_("Choose a university"))
        university.required = True
        place: Any = self.fields["municipality"]
        place.offer(municipalities, empty=_("The whole network"))


class EndForm(PortalForm):
    """The last day of a period. Gives `ends_on`: the day after it, or None."""

    mark_optional = True
    last_on = forms.DateField(
        label=_("Last day"),
        required=False,
        validators=[in_our_time],
        help_text=_(
            "Empty: until somebody ends it. Was it wrong from the start? Choose the day before it began."
        ),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        last: date | None = data.pop("last_on", None)
        data["ends_on"] = last + ONE_DAY if last else None
        return data
