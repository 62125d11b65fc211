"""A missing variable in a template of ours must fail; others keep Django's ways."""

import pytest
from django.conf import settings
from django.template import Context, Origin, Template, engines

from tests.strict_templates import MissingVariable

OURS = str(settings.BASE_DIR / "templates" / "planted.html")
THEIRS = "/somewhere/site-packages/package/templates/theirs.html"


def render(text, name, **context):
    engine = engines["django"].engine
    return Template(text, origin=Origin(name), name=name, engine=engine).render(Context(context))


@pytest.mark.parametrize(
    "text",
    [
        "{{ missing }}",
        "{{ missing|upper }}",
        "{{ given.missing }}",
        "{% with x=missing %}{{ x }}{% endwith %}",
        '{% include "components/alert.html" with text=missing only %}',
    ],
)
def test_a_missing_variable_of_ours_fails(text):
    with pytest.raises(MissingVariable, match="planted.html"):
        render(text, OURS, given={"word": 1})


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ('{{ missing|default:"none" }}', "none"),
        ('{{ missing|default_if_none:"none" }}', ""),
        ("{% if missing %}yes{% else %}no{% endif %}", "no"),
        ("{% firstof missing given %}", "1"),
        ("{{ nothing }}", "None"),
    ],
)
def test_what_says_itself_what_to_show_is_left_alone(text, shown):
    assert render(text, OURS, given=1, nothing=None) == shown


def test_templates_of_other_packages_are_left_alone():
    assert render("[{{ missing }}]", THEIRS) == "[]"
