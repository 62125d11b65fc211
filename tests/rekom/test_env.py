import pytest
from django.core.exceptions import ImproperlyConfigured

from rekom import addresses
from rekom.env import env_bool, env_int, env_list, env_str, env_url

NAME = "REKOM_SOMETHING"


def refusal(call, *arguments, **named):
    with pytest.raises(ImproperlyConfigured) as caught:
        call(*arguments, **named)
    return str(caught.value)


def test_env_str_gives_the_text_without_spaces(monkeypatch):
    monkeypatch.setenv(NAME, "  Fosen ")
    assert env_str(NAME) == "Fosen"


def test_env_str_takes_an_empty_variable_for_a_missing_one(monkeypatch):
    monkeypatch.setenv(NAME, " ")
    assert env_str(NAME, "default") == "default"


def test_env_str_without_default_stops_with_the_name(monkeypatch):
    monkeypatch.delenv(NAME, raising=False)
    assert refusal(env_str, NAME) == "Set REKOM_SOMETHING: the portal cannot start without it."


def test_env_str_refuses_what_is_no_choice(monkeypatch):
    monkeypatch.setenv(NAME, "prod")
    assert refusal(env_str, NAME, choices=("production", "demo")) == (
        "REKOM_SOMETHING must be one of production, demo; it is 'prod'."
    )


@pytest.mark.parametrize(("text", "value"), [("yes", True), ("TRUE", True), ("0", False), ("off", False)])
def test_env_bool_reads_yes_and_no(monkeypatch, text, value):
    monkeypatch.setenv(NAME, text)
    assert env_bool(NAME, not value) is value


def test_env_bool_refuses_another_word(monkeypatch):
    monkeypatch.setenv(NAME, "maybe")
    assert refusal(env_bool, NAME, False) == "REKOM_SOMETHING must be true or false; it is 'maybe'."


def test_env_int_reads_a_whole_number(monkeypatch):
    monkeypatch.setenv(NAME, "300")
    assert env_int(NAME, 1) == 300


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("3.5", "REKOM_SOMETHING must be a whole number; it is '3.5'."),
        ("0", "REKOM_SOMETHING must be at least 1; it is 0."),
    ],
)
def test_env_int_refuses_fractions_and_too_little(monkeypatch, text, sentence):
    monkeypatch.setenv(NAME, text)
    assert refusal(env_int, NAME, 5, least=1) == sentence


def test_env_list_parts_at_commas(monkeypatch):
    monkeypatch.setenv(NAME, "a.example.no, b.example.no,")
    assert env_list(NAME) == ["a.example.no", "b.example.no"]


def test_env_list_without_default_stops(monkeypatch):
    monkeypatch.setenv(NAME, ",")
    assert refusal(env_list, NAME) == "Set REKOM_SOMETHING: one or more values with commas between."


def test_env_url_takes_the_address_apart_and_decodes_it(monkeypatch):
    monkeypatch.setenv(NAME, "smtp://post%40example.no:s%2Fecret@mail.example.no:587?tls=yes")
    url = env_url(NAME, schemes=("smtp",))
    assert (url.user, url.password, url.host, url.port, url.options) == (
        "post@example.no",
        "s/ecret",
        "mail.example.no",
        587,
        {"tls": "yes"},
    )


def test_env_url_never_shows_the_password(monkeypatch):
    monkeypatch.setenv(NAME, "http://user:topsecret@host")
    assert refusal(env_url, NAME, schemes=("smtp",)) == "REKOM_SOMETHING must start with smtp://."
    monkeypatch.setenv(NAME, "smtp://user:topsecret@host")
    assert "topsecret" not in repr(env_url(NAME, schemes=("smtp",)))


def test_env_url_refuses_a_port_that_is_no_number(monkeypatch):
    monkeypatch.setenv(NAME, "smtp://host:many")
    assert refusal(env_url, NAME, schemes=("smtp",)) == "REKOM_SOMETHING is not an address that can be read."


def test_database_address_on_a_socket():
    entry = addresses.database("postgresql://rekom@/rekom?host=/run/pg")
    assert (entry["NAME"], entry["USER"], entry["HOST"], entry["PORT"], entry["OPTIONS"]) == (
        "rekom",
        "rekom",
        "/run/pg",
        "",
        {},
    )


def test_database_address_on_the_network_keeps_its_options():
    entry = addresses.database("postgresql://u:p%40ss@db.example.no:5433/portal?sslmode=require")
    assert (entry["NAME"], entry["PASSWORD"], entry["HOST"], entry["PORT"], entry["OPTIONS"]) == (
        "portal",
        "p@ss",
        "db.example.no",
        "5433",
        {"sslmode": "require"},
    )


@pytest.mark.parametrize(
    ("address", "broker"),
    [
        ("unix:///run/valkey.sock", "redis+socket:///run/valkey.sock"),
        ("unix:///run/valkey.sock?db=2", "redis+socket:///run/valkey.sock?virtual_host=2"),
        ("redis://queue.example.no:6379/1", "redis://queue.example.no:6379/1"),
    ],
)
def test_broker_address_is_written_as_celery_wants_it(address, broker):
    assert addresses.broker(address) == broker


def test_redis_address_of_another_kind_is_refused():
    assert refusal(addresses.redis, "valkey+unix:///run/x") == (
        "REDIS_URL must start with redis:// or rediss:// or unix://."
    )


@pytest.mark.parametrize(
    ("address", "port", "tls", "ssl"),
    [
        ("smtp://mail.example.no", 25, False, False),
        ("smtp://mail.example.no?tls=yes", 587, True, False),
        ("smtp://mail.example.no?tls", 587, True, False),
        ("smtp://mail.example.no?tls=no", 25, False, False),
        ("smtp://mail.example.no:2525?tls", 2525, True, False),
        ("smtp://mail.example.no?ssl=yes", 465, False, True),
        ("smtps://mail.example.no", 465, False, True),
        ("smtps://mail.example.no?tls", 465, False, True),
    ],
)
def test_mail_address_gives_port_and_safety(address, port, tls, ssl):
    settings = addresses.mail(addresses.parse_url(address, schemes=("smtp", "smtps"), name="EMAIL_URL"))
    assert (settings["EMAIL_PORT"], settings["EMAIL_USE_TLS"], settings["EMAIL_USE_SSL"]) == (port, tls, ssl)


def test_mail_address_of_a_folder():
    url = addresses.parse_url("file:///var/mail/demo", schemes=("file",), name="EMAIL_URL")
    assert addresses.mail(url) == {
        "EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend",
        "EMAIL_FILE_PATH": "/var/mail/demo",
    }
