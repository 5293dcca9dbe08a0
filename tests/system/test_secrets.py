"""What programs get of our environment, and what counts as a secret."""

from __future__ import annotations

import pytest

from sddtasks.system import environment
from sddtasks.system import secrets
from sddtasks.system.secrets import Secrets

RANDOM = "q7Zr2Lx9Vt4Kp8Wm1Nc6Hb3D"


@pytest.mark.parametrize(
    "name",
    [
        *("PATH", "HOME", "LANG", "LC_ALL", "TZ", "TMPDIR", "VIRTUAL_ENV", "PYTHONPATH"),
        *("NODE_OPTIONS", "GOPATH", "GOFLAGS", "CARGO_HOME", "RUSTFLAGS", "JAVA_HOME", "CI"),
        *("npm_config_cache", "SDD_PORT", "GIT_AUTHOR_NAME", "BUNDLE_GEMFILE", "UV_CACHE_DIR"),
        "PYTHONHASHSEED",
    ],
)
def test_programs_get_what_they_need(name: str) -> None:
    assert environment.of_program({name: "/somewhere"}) == {name: "/somewhere"}


@pytest.mark.parametrize(
    "name",
    [
        *("DATABASE_URL", "PGPASSWORD", "JWT_SIGNING_KEY", "SENTRY_DSN", "GITHUB_TOKEN", "GH_PAT"),
        *("npm_config_//registry.example/:_authToken", "NPM_CONFIG__AUTH", "NODE_AUTH_TOKEN"),
        *("OPENAI_API_KEY", "ANTHROPIC_AUTH_TOKEN", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"),
        *("MYSQL_PWD", "REDIS_URL", "MONGODB_URI", "AMQP_URL", "SLACK_WEBHOOK_URL", "STRIPE_SK"),
        *("GOOGLE_APPLICATION_CREDENTIALS", "KUBECONFIG", "DOCKER_AUTH_CONFIG", "VAULT_TOKEN"),
        *("CARGO_REGISTRY_TOKEN", "COMPOSER_AUTH", "GEM_HOST_API_KEY", "NUGET_API_KEY"),
        *("UV_PUBLISH_TOKEN", "POETRY_PYPI_TOKEN_PYPI", "POETRY_HTTP_BASIC_SHOP_PASSWORD"),
        *("SECRET_KEY_BASE", "RAILS_MASTER_KEY", "COOKIE_SALT", "CI_JOB_TOKEN", "TWILIO_SID"),
        *("BUNDLE_GEMS__EXAMPLE__COM", "SSH_AUTH_SOCK", "MAVEN_REPO_PASS", "PYTHON_KEYRING_SEED"),
    ],
)
def test_programs_get_no_secret(name: str) -> None:
    assert environment.of_program({name: "hunter2hunter2"}) == {}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PIP_INDEX_URL", "https://shop:s3cret-word@packages.example/simple"),
        ("HTTPS_PROXY", "http://me:pass%20word1@proxy.example:8080"),
        ("PYTHON_THING", "ghp_0123456789abcdefghijABCDEFGHIJ012345"),
        ("NODE_STUFF", RANDOM),
        ("SDD_X", "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.abc"),
    ],
)
def test_a_harmless_name_does_not_hide_a_secret_value(name: str, value: str) -> None:
    assert environment.of_program({name: value}) == {}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PATH", "/usr/local/bin:/usr/bin:/home/me/.cargo/bin"),
        ("PIP_INDEX_URL", "https://packages.example/simple"),
        ("PYTHONPATH", "/home/me/a1b2c3d4e5f6a7b8c9d0e1f2a3b4c5d6/src"),
        ("GOFLAGS", "-mod=vendor -tags=integration"),
        ("MAVEN_OPTS", "-Xmx1024m -XX:MaxMetaspaceSize=256m"),
        ("MONKEY", "banana"),
        ("TOKENIZERS_PARALLELISM", "false"),
        ("KEYBOARD_LAYOUT", "de"),
        ("PWD", "/home/me/shop"),
    ],
)
def test_what_is_no_secret(name: str, value: str) -> None:
    assert not secrets.is_secret(name, value)


def test_a_person_passes_on_what_he_names() -> None:
    ours = {"SHOP_MODE": "test", "SHOP_API_KEY": "sesame", "OTHER": "x"}
    assert environment.of_program(ours, ["SHOP_MODE"]) == {"SHOP_MODE": "test"}
    assert environment.of_program(ours, ["SHOP_*"]).keys() == {"SHOP_MODE", "SHOP_API_KEY"}
    assert environment.withheld(ours, ["SHOP_*"]) == ("OTHER",)


def test_values_are_hidden_wherever_they_stand() -> None:
    known = Secrets({"SHOP_API_KEY": RANDOM, "PG_URL": "postgres://me:horse-7-staple@db/x"})
    said = f"key={RANDOM}; {RANDOM[::-1]}; password horse-7-staple"
    hidden = known.hidden_text(said)
    assert hidden == said.replace(RANDOM, "*" * 24).replace("horse-7-staple", "*" * 14)
    assert known.found(said.encode()) == ("SHOP_API_KEY", "PG_URL")
    assert known.found(b"nothing") == ()


@pytest.mark.parametrize("value", ["postgres", "secret", "changeme", "x1", "", "/etc/keys/one.pem"])
def test_an_everyday_word_is_not_hidden(value: str) -> None:
    assert Secrets({"DB_PASSWORD": value}).hidden_text(f"a {value} b") == f"a {value} b"


def test_bytes_that_are_no_text_stay_as_they_are() -> None:
    known = Secrets({"SHOP_API_KEY": RANDOM})
    assert known.hidden(b"\xff\xfe" + RANDOM.encode()) == b"\xff\xfe" + b"*" * 24
