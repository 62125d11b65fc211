"""The open data sets: an explicit list of every field that everybody may fetch, with what it means.

A field is here because somebody has written it here. Names of people, addresses and free texts other than those of
letters and `public_text` are not, and tests/reporting/openness/test_leaks.py looks for them.
"""

from django.utils.translation import gettext_lazy as _

from reporting.openness.schema import KRONER, PERSONS, Dataset, Field
from reporting.queries import open_rows as rows

COUNTY = Field("fylke", "string", _("The county's number."))
YEAR = Field("aar", "integer", _("The grant year."))
GRANT = Field(
    "tildeling_id", "integer", _("The grant. The same in all data sets, and in the address of its page.")
)
MEASURE = Field("tiltak_id", "integer", _("The collective measure. The same in all data sets."))
NETWORK = Field("nettverk_id", "integer", _("The network. The same in all data sets."))
NETWORK_NAME = Field("nettverk", "string", _("The network's name now."))
THEME = Field("tema", "string", _("What the measure is about, by the county's list of themes."))

GRANTS = Dataset(
    key="tildelinger",
    title=_("Grants"),
    about=_("One row for each grant letter: what networks and universities were given."),
    rows=rows.grant_rows,
    fields=(
        COUNTY,
        YEAR,
        GRANT,
        Field("mottakertype", "string", _("nettverk (network) or universitet (university).")),
        Field("mottaker", "string", _("Whom the grant is for.")),
        Field("nettverk_id", "integer", _("The network; nothing for a university.")),
        Field("brev", "string", _("The number of the grant letter.")),
        Field("brev_dato", "date", _("The day on which the letter was issued.")),
        Field("faste_poster", "integer", _("Fixed posts, such as coordination and leading."), KRONER),
        Field("felles_tiltak", "integer", _("Collective measures."), KRONER),
        Field(
            "individuelle_tiltak",
            "integer",
            _(
                "Individual measures: further education of single employees, also what was promised beforehand."
            ),
            KRONER,
            can_be_hidden=True,
        ),
        Field(
            "studenter",
            "integer",
            _("How many employees were given money for further education."),
            PERSONS,
            can_be_hidden=True,
        ),
        Field("sum", "integer", _("The whole letter."), KRONER, can_be_hidden=True),
        Field(
            "brukt",
            "integer",
            _("Used of fixed posts and collective measures, by the approved report."),
            KRONER,
        ),
        Field(
            "ubrukt",
            "integer",
            _("Not used of fixed posts and collective measures, by the approved report."),
            KRONER,
        ),
        Field("rapport_godkjent", "date", _("The day on which the County Governor approved the report.")),
        Field("rapport_kort", "string", _("The report in short, as the County Governor made it public.")),
    ),
)
LINES = Dataset(
    key="linjer",
    title=_("Lines of the letters"),
    about=_(
        "One row for each fixed post and each collective measure of a letter. Individual measures are not here."
    ),
    rows=rows.line_rows,
    fields=(
        COUNTY,
        YEAR,
        GRANT,
        Field("linje_id", "integer", _("The line.")),
        Field("mottaker", "string", _("Whom the grant is for.")),
        Field(
            "nettverk_id",
            "integer",
            _("The network in which the money works; nothing for a university's own posts."),
        ),
        Field("formal", "string", _("fast (fixed post) or felles (collective measure).")),
        Field("tekst", "string", _("What the line is called in the letter.")),
        Field("tiltak_id", "integer", _("The collective measure, if the line is for one.")),
        THEME,
        Field("belop", "integer", _("What the letter gives."), KRONER),
        Field(
            "justert",
            "integer",
            _("The same after the partners have agreed to move money between lines."),
            KRONER,
        ),
    ),
)
MEASURES = Dataset(
    key="tiltak",
    title=_("Collective measures"),
    about=_(
        "One row for each collective measure that was given money, and what came of it when that is approved."
    ),
    rows=rows.measure_rows,
    fields=(
        COUNTY,
        YEAR,
        MEASURE,
        NETWORK,
        NETWORK_NAME,
        THEME,
        Field("tittel", "string", _("What the measure is called.")),
        Field("mal", "string", _("What the measure is to lead to.")),
        Field("oppstart", "date", _("The half-year in which it begins, as its first day.")),
        Field("varighet", "integer", _("How long it goes on."), _("years")),
        Field("til_nettverk", "integer", _("Given to the network."), KRONER),
        Field("til_universitet", "integer", _("Given to universities."), KRONER),
        Field("sum", "integer", _("Given to network and universities together."), KRONER),
        Field("barnehager", "integer", _("Kindergartens that take part."), _("kindergartens")),
        Field("kommuner", "string", _("The municipalities of those kindergartens.")),
        Field("gjennomfort", "string", _("fully, partly or not: whether it was carried out.")),
        Field(
            "maloppnaelse",
            "string",
            _("fully, mostly, partly, not or too_early: whether the goal was reached."),
        ),
        Field("barnehager_nadd", "integer", _("Kindergartens that it reached."), _("kindergartens")),
        Field("ansatte_nadd", "integer", _("Staff that it reached."), PERSONS, can_be_hidden=True),
    ),
)
TAKING_PART = Dataset(
    key="tiltak-barnehager",
    title=_("Kindergartens in the measures"),
    about=_(
        "One row for each kindergarten in each collective measure. Numbers and names are those of the public "
        "register."
    ),
    rows=rows.taking_part_rows,
    fields=(
        COUNTY,
        YEAR,
        MEASURE,
        NETWORK,
        Field("barnehage", "string", _("The kindergarten's name now.")),
        Field("orgnr", "string", _("The kindergarten's organisation number.")),
        Field("eierform", "string", _("kommunal (municipal) or privat (private).")),
        Field("kommunenr", "string", _("The municipality's number.")),
        Field("kommune", "string", _("The municipality's name.")),
    ),
)
KEY = Dataset(
    key="fordelingsnokkel",
    title=_("The key and its numbers"),
    about=_(
        "One row for each network: what the collective money was shared by, what the calculation gave, and what the "
        "letters give. The page about the key says how to calculate it again."
    ),
    rows=rows.key_rows,
    fields=(
        COUNTY,
        YEAR,
        NETWORK,
        NETWORK_NAME,
        Field("rekkefolge", "integer", _("Who comes first where remainders are equal.")),
        Field("a_fordele", "integer", _("What the networks share."), KRONER),
        Field("lik_del", "number", _("The part that is shared equally."), _("per cent")),
        Field("vekt_barn", "number", _("The weight of the number of children.")),
        Field("vekt_arsverk", "number", _("The weight of the number of full-time positions.")),
        Field("vekt_barnehager", "number", _("The weight of the number of kindergartens.")),
        Field("avrunding", "integer", _("Amounts are whole multiples of this."), KRONER),
        Field("tak_ved_soknad", "boolean", _("Whether no network gets more than it asked for.")),
        Field(
            "resten_pa_nytt", "boolean", _("Whether the others share anew what amounts set by hand leave.")
        ),
        Field("barn", "number", _("Children in the network's kindergartens."), _("children")),
        Field("arsverk", "number", _("Full-time positions in the network's kindergartens."), _("positions")),
        Field("barnehager", "number", _("Kindergartens in the network."), _("kindergartens")),
        Field("sokt", "integer", _("What the network and its universities asked for."), KRONER),
        Field(
            "satt_for_hand",
            "integer",
            _("The amount that was set by hand; nothing where the key decided."),
            KRONER,
        ),
        Field("beregnet", "integer", _("What the calculation gave."), KRONER),
        Field(
            "i_brevene", "integer", _("What the letters give for collective measures in the network."), KRONER
        ),
    ),
)
KEY_UNIVERSITIES = Dataset(
    key="fordelingsnokkel-universiteter",
    title=_("The universities' parts"),
    about=_("One row for each university in each network's calculation."),
    rows=rows.key_university_rows,
    fields=(
        COUNTY,
        YEAR,
        NETWORK,
        Field("universitet", "string", _("The university or university college.")),
        Field("sokt", "integer", _("What it asked for in the network's measures."), KRONER),
        Field("beregnet", "integer", _("Its part of the network's amount."), KRONER),
    ),
)
CALENDAR = Dataset(
    key="kalender",
    title=_("The year's dates"),
    about=_("One row for each date of each round."),
    rows=rows.calendar_rows,
    has_network=False,
    fields=(
        COUNTY,
        YEAR,
        Field("frist", "string", _("A word for the duty that stays the same.")),
        Field("navn", "string", _("What the duty is called.")),
        Field("apner", "date", _("The day on which it opens.")),
        Field("frist_dato", "date", _("The last day.")),
    ),
)
RESULTS = Dataset(
    key="resultater",
    title=_("Sums of the year"),
    about=_(
        "One row for each number of a round. Sums of staff are made of those measures alone that reached five or "
        "more."
    ),
    rows=rows.result_rows,
    has_network=False,
    fields=(
        COUNTY,
        YEAR,
        Field("gruppe", "string", _("What is counted.")),
        Field("navn", "string", _("The part of it: a kind of study or a purpose; nothing for all.")),
        Field("antall", "integer", _("The number."), can_be_hidden=True),
    ),
)

DATASETS = (GRANTS, LINES, MEASURES, TAKING_PART, KEY, KEY_UNIVERSITIES, CALENDAR, RESULTS)
BY_KEY = {dataset.key: dataset for dataset in DATASETS}
