"""Places and bodies: counties, municipalities, organisations, kindergartens."""

import pghistory
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from stdnum.no import kontonr, orgnr

from networks.models.history_triggers import born_with_period, is_as_newest_period
from networks.models.periods import Period, ends_after_start


def validate_org_number(value: str) -> None:
    """Raises ValidationError unless `value` is nine digits with a right mod-11 check digit."""
    if not (value.isdigit() and orgnr.is_valid(value)):
        raise ValidationError(
            _("%(value)s is not an organisation number: nine digits with a check digit."),
            code="org_number",
            params={"value": value},
        )


def validate_account_number(value: str) -> None:
    """Raises ValidationError unless `value` is eleven digits with a right mod-11 check digit."""
    if not (value.isdigit() and len(value) == 11 and kontonr.is_valid(value)):
        raise ValidationError(
            _("%(value)s is not an account number: eleven digits with a check digit."),
            code="account_number",
            params={"value": value},
        )


class WrittenForm(models.TextChoices):
    NB = "nb", _("Bokmål")
    NN = "nn", _("Nynorsk")


class County(models.Model):
    """A county governor's area. Everything in the portal belongs to one."""

    number = models.CharField(max_length=2, unique=True)
    name = models.CharField(max_length=80)
    office_name = models.CharField(max_length=120)
    office_org_number = models.CharField(max_length=9, blank=True, validators=[validate_org_number])
    postal_address = models.CharField(max_length=200, blank=True)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=20, blank=True)
    is_demo = models.BooleanField(default=False)

    class Meta:
        ordering = ["number"]

    def __str__(self) -> str:
        return self.name


class Municipality(Period):
    """A municipality under one number. A new number is a new row; `MunicipalityChange` tells what became of it.

    The number is blank where no source gives it: a municipality that is known as another one's predecessor alone.
    """

    county = models.ForeignKey(County, on_delete=models.PROTECT, related_name="municipalities")
    number = models.CharField(max_length=4, blank=True)
    name_nb = models.CharField(max_length=80)
    name_sma = models.CharField(max_length=80, blank=True)
    is_sami_admin_area = models.BooleanField(default=False)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["number", "valid_from"], name="municipality_number_once", condition=~Q(number="")
            ),
            ends_after_start("municipality_period"),
        ]

    def __str__(self) -> str:
        return f"{self.name_nb} – {self.name_sma}" if self.name_sma else self.name_nb


class MunicipalityChange(models.Model):
    """A merger, split or move: from one municipality to another on a day."""

    class Kind(models.TextChoices):
        MERGER = "merger", _("Merger")
        SPLIT = "split", _("Split")
        MOVE = "move", _("Move")

    kind = models.CharField(max_length=10, choices=Kind)
    before = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="changes_after")
    after = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="changes_before")
    on = models.DateField()
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["before", "after", "on"], name="municipality_change_once"),
            models.CheckConstraint(condition=~Q(before=models.F("after")), name="municipality_change_real"),
        ]

    def __str__(self) -> str:
        return f"{self.before} -> {self.after} ({self.on})"


class OrganisationKind(models.TextChoices):
    MUNICIPALITY = "municipality", _("Municipality")
    PRIVATE_OWNER = "private_owner", _("Private owner")
    UNIVERSITY = "university", _("University or university college")
    SERVICE = "service", _("Municipal service")
    OTHER = "other", _("Other")


@pghistory.track(fields=["name", "org_number", "account_number"])
class Organisation(models.Model):
    """A legal person: a municipality, a private owner, a university."""

    county = models.ForeignKey(County, on_delete=models.PROTECT, related_name="organisations")
    kind = models.CharField(max_length=20, choices=OrganisationKind)
    name = models.CharField(max_length=160)
    short_name = models.CharField(max_length=40, blank=True)
    org_number = models.CharField(
        max_length=9, null=True, blank=True, unique=True, validators=[validate_org_number]
    )
    account_number = models.CharField(max_length=11, blank=True, validators=[validate_account_number])
    municipality = models.ForeignKey(
        Municipality, on_delete=models.PROTECT, null=True, blank=True, related_name="organisations"
    )
    written_form = models.CharField(max_length=2, choices=WrittenForm, default=WrittenForm.NB)
    email = models.EmailField(blank=True)
    postal_address = models.CharField(max_length=200, blank=True)
    successor = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="predecessors"
    )
    ended_on = models.DateField(null=True, blank=True)
    is_demo = models.BooleanField(default=False)

    class Meta:
        ordering = ["name", "pk"]
        indexes = [models.Index(fields=["county", "kind"], name="organisation_of_kind")]

    def __str__(self) -> str:
        return self.name

    @property
    def label(self) -> str:
        """The short name where there is one, else the name."""
        return self.short_name or self.name


class Kindergarten(models.Model):
    """A kindergarten: one owner, one municipality. How it was before stands in its periods (`KindergartenPeriod`)."""

    name = models.CharField(max_length=160)
    org_number = models.CharField(
        max_length=9, null=True, blank=True, unique=True, validators=[validate_org_number]
    )
    owner = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="kindergartens")
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="kindergartens")
    written_form = models.CharField(max_length=2, choices=WrittenForm, default=WrittenForm.NB)
    closed_on = models.DateField(null=True, blank=True)
    is_demo = models.BooleanField(default=False)

    class Meta:
        ordering = ["name", "pk"]
        triggers = [born_with_period(), is_as_newest_period()]

    def __str__(self) -> str:
        return self.name


class KindergartenFigures(models.Model):
    """A kindergarten's figures for one year: children, staff (full-time equivalents), departments."""

    kindergarten = models.ForeignKey(Kindergarten, on_delete=models.PROTECT, related_name="figures")
    year = models.PositiveSmallIntegerField()
    children = models.PositiveIntegerField()
    staff_fte = models.DecimalField(max_digits=6, decimal_places=1, null=True, blank=True)
    departments = models.PositiveSmallIntegerField(null=True, blank=True)
    source = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ["kindergarten", "-year"]
        constraints = [models.UniqueConstraint(fields=["kindergarten", "year"], name="figures_once_a_year")]

    def __str__(self) -> str:
        return f"{self.kindergarten} {self.year}"
