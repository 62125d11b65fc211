"""What people type on the pages of networks: one file for each sort of thing."""

from networks.forms.facts import FactsForm, NetworkForm, OfficeForm, OrganisationForm
from networks.forms.people import ProfileForm
from networks.forms.rounds import RoundForm

__all__ = [
    "FactsForm",
    "NetworkForm",
    "OfficeForm",
    "OrganisationForm",
    "ProfileForm",
    "RoundForm",
]
