"""`manage.py invite EMAIL --role … --county …`: the first person in, before anybody can invite from the portal."""

from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email
from django.db.models import Q

from common import clock
from networks.models import County
from networks.roles import STAFF, Role
from networks.services import data_set_number, data_sets, welcome_first_person


class Command(BaseCommand):
    """Gives one person a seat at the county governor's office and sends the mail with the way in."""

    help = "Invites the first person to the county governor's office."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email", help="the person's e-mail address")
        parser.add_argument("--role", required=True, choices=[role.value for role in STAFF])
        parser.add_argument(
            "--county", required=True, help="the county's number, name or data set: 50, trondelag"
        )
        parser.add_argument("--name", default="", help="the person's name (default: the part before the @)")

    def handle(self, *args: Any, **options: Any) -> None:
        email = options["email"].strip().lower()
        name = options["name"].strip() or email.split("@")[0]
        try:
            validate_email(email)
            county = _county(options["county"])
            welcome_first_person(
                email=email, name=name, role=Role(options["role"]), county=county, now=clock.now()
            )
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        self.stdout.write(
            f"{name} <{email}> is now {options['role']} in {county.name}. A mail is on its way."
        )


def _county(wanted: str) -> County:
    """The county of that number, name or data set; a data set is loaded first when the county is not there."""
    found = _find(wanted)
    if found is None and wanted.lower() in data_sets():
        call_command("load_county", wanted.lower(), verbosity=0)
        found = _find(data_set_number(wanted.lower()))
    if found is None:
        raise CommandError(
            f"There is no county {wanted} in the database, and no data set of that name. "
            f"There is: {', '.join(data_sets())}."
        )
    return found


def _find(wanted: str) -> County | None:
    return County.objects.filter(Q(number=wanted) | Q(name__iexact=wanted)).first()
