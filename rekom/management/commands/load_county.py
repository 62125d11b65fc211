"""`manage.py load_county trondelag`: a county's places, networks, themes and study types, from the repository."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from needs.services.themes import load_study_types, load_themes
from networks.services import DataSetError, data_sets, load_county


class Command(BaseCommand):
    """Loads one data set. Running it again updates what has changed in the files and nothing else."""

    help = "Loads a county's data set: places, networks, partnerships, themes, study types."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name", choices=data_sets(), help="which data set")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            county = load_county(options["name"])
        except DataSetError as error:
            raise CommandError(str(error)) from error
        load_themes(county)
        load_study_types(county)
        self.stdout.write(f"{county.name}: loaded.")
