"""What a county's code tables begin with; from then on its case officers keep them (`services/tables.py`)."""

from collections.abc import Iterable

from django.db import transaction

from needs.models import StudyType, Theme
from networks.models import County

OTHER = "Annet"
THEMES = (
    "Inkluderende praksis",
    "Pedagogisk dokumentasjon",
    "Profesjonelle læringsfellesskap og ledelse",
    "Språk, lek og miljø",
    "Spesialpedagogikk og laget rundt barnet",
    "Samisk språk og kultur",
    OTHER,
)
STUDY_TYPES = (
    ("ablu", "Arbeidsplassbasert barnehagelærerutdanning (ABLU)"),
    ("ablu_sami", "ABLU med samisk profil"),
    ("part_time", "Deltids- eller samlingsbasert barnehagelærerutdanning"),
    ("tib", "Tilleggsutdanning i barnehagepedagogikk (TiB)"),
    ("fagbrev", "Fagbrev i barne- og ungdomsarbeiderfaget"),
    ("mentoring", "Veilederutdanning"),
    ("leadership", "Ledelse"),
    ("special_needs", "Spesialpedagogikk"),
    ("sami", "Samisk språk og kultur"),
    ("other", OTHER),
)


@transaction.atomic
def load_themes(county: County, names: Iterable[str] = THEMES) -> None:
    """Give a county without themes these, in this order. A county that has themes keeps them as its officers do."""
    if Theme.objects.filter(county=county).exists():
        return
    Theme.objects.bulk_create(
        Theme(county=county, name=name, order=order, asks_free_text=name == OTHER)
        for order, name in enumerate(names, start=1)
    )


@transaction.atomic
def load_study_types(county: County, rows: Iterable[tuple[str, str]] = STUDY_TYPES) -> None:
    """Give a county without kinds of study these (code, name), in this order. A county that has some keeps them."""
    if StudyType.objects.filter(county=county).exists():
        return
    StudyType.objects.bulk_create(
        StudyType(county=county, code=code, name=name, order=order)
        for order, (code, name) in enumerate(rows, start=1)
    )
