"""The settings are asked in processes of their own, as an operator's environment would."""

import json
import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.test import override_settings

from rekom.local.checks import PRODUCTION
from rekom.system_checks import no_demo_in_production

ALWAYS = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}


def manage(*arguments, **environment):
    """Run manage.py with this environment and nothing of ours."""
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=settings.BASE_DIR,
        env=ALWAYS | environment,
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
    )


def read(names, **environment):
    """The values of these settings in a process with this environment."""
    code = (
        "import json; from django.conf import settings; "
        f"print(json.dumps({{name: getattr(settings, name) for name in {names!r}}}))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=settings.BASE_DIR,
        env=ALWAYS | {"DJANGO_SETTINGS_MODULE": "rekom.settings"} | environment,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_production_passes_djangos_own_deployment_check():
    done = manage("check", "--deploy", "--fail-level", "WARNING", **PRODUCTION)
    assert (done.returncode, done.stderr.strip()) == (0, "")


@pytest.mark.parametrize("name", sorted(set(PRODUCTION) - {"REKOM_ENV"}))
def test_production_without_a_needed_variable_stops_with_its_name(name):
    done = manage("check", **{key: value for key, value in PRODUCTION.items() if key != name})
    assert done.returncode == 1
    assert done.stderr.startswith(f"manage.py: Set {name}: ")
    assert done.stderr.count("\n") == 1


def test_production_refuses_demo_mode():
    done = manage("check", **PRODUCTION, REKOM_DEMO="true")
    assert (done.returncode, done.stderr) == (
        1,
        "manage.py: REKOM_DEMO is on in production: anyone could sign in as anyone."
        " Turn it off, or set REKOM_ENV=demo.\n",
    )


def test_production_refuses_a_clock_that_moves():
    done = manage("check", **PRODUCTION, CLOCK_FILE="/tmp/clock")
    assert done.returncode == 1
    assert "CLOCK_FILE" in done.stderr


@override_settings(PRODUCTION=True, DEMO_MODE=True, CLOCK_FILE="/tmp/clock")
def test_system_check_names_what_production_must_not_have():
    assert [message.id for message in no_demo_in_production()] == ["rekom.E001", "rekom.E002"]


def test_system_check_is_silent_outside_production():
    assert no_demo_in_production() == []


def test_without_a_word_the_settings_are_production():
    done = subprocess.run(
        [sys.executable, "-c", "import rekom.settings"],
        cwd=settings.BASE_DIR,
        env=ALWAYS,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 1
    assert "Set SECRET_KEY" in done.stderr


def test_manage_in_a_bare_checkout_starts_but_never_in_demo_mode():
    done = manage(
        "shell", "--no-imports", "-c", "from django.conf import settings as s; print(s.DEMO_MODE, s.DEBUG)"
    )
    assert (done.returncode, done.stdout.split()) == (0, ["False", "False"])


def test_a_process_of_development_has_a_key_of_its_own():
    one = read(["SECRET_KEY"], REKOM_ENV="development")
    other = read(["SECRET_KEY"], REKOM_ENV="development")
    assert one != other


def test_cookies_travel_over_https_only_in_production():
    names = ["SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "LANGUAGE_COOKIE_SECURE", "SECURE_SSL_REDIRECT"]
    assert set(read(names, **PRODUCTION).values()) == {True}
    assert set(read(names, REKOM_ENV="demo").values()) == {False}


def test_models_and_migrations_agree():
    done = manage("makemigrations", "--check", "--dry-run", REKOM_ENV="development", PYTHONWARNINGS="ignore")
    assert (done.returncode, done.stdout) == (0, "No changes detected\n")


def test_the_content_policy_allows_nothing_inline_and_nothing_foreign():
    sources = [
        source for values in settings.CONTENT_SECURITY_POLICY["DIRECTIVES"].values() for source in values
    ]
    assert set(sources) == {"'none'", "'self'", "data:"}
