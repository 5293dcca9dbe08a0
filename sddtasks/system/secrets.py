"""Which variables hold a secret, and keeping their values out of what is written."""

from __future__ import annotations

import math
import os
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from functools import lru_cache

# Words of a variable's name that say that its value is a secret.
_SECRET_WORDS = frozenset(
    "token tokens authtoken accesstoken secret secrets password passwords passwd passphrase pwd"
    " pass pw pat credential credentials creds apikey key keys auth bearer cookie cookies session"
    " jwt dsn salt pepper webhook webhooks license licence signature otp totp seed mnemonic"
    " connectionstring connstr conn netrc htpasswd kubeconfig".split()
)
# Names that hold such a word and no secret.
_HARMLESS = frozenset(
    "PWD OLDPWD SSH_AUTH_SOCK XAUTHORITY XDG_SESSION_ID XDG_SESSION_TYPE XDG_SESSION_CLASS"
    " XDG_SESSION_DESKTOP DESKTOP_SESSION DBUS_SESSION_BUS_ADDRESS GNOME_KEYRING_CONTROL"
    " SESSION_MANAGER TERM_SESSION_ID PYTHONHASHSEED".split()
)
# A service that people log in to by an address: DATABASE_URL, REDIS_URI.
_ADDRESS = re.compile(
    r"""(?ix) ^ .*
    (?: database | db | sql | postgres(?:ql)? | pg | mysql | mariadb | mongo(?:db)? | redis | amqp
      | rabbit(?:mq)? | kafka | nats | broker | elastic(?:search)? | clickhouse | cassandra | smtp
      | mail | ldap | sentry | slack | discord | teams )
    .* _? (?: ur[il]s? | connection | endpoint ) $"""
)
_KNOWN_KEYS = re.compile(
    r"""(?x)
      \b (?: sk | pk | rk ) [-_] [A-Za-z0-9_-]{16,}         # OpenAI, Anthropic, Stripe
    | \b gh[pousr]_ [A-Za-z0-9]{20,} | github_pat_ \w{20,}  # GitHub
    | \b glpat- [\w-]{16,}                                  # GitLab
    | \b xox[abeoprs]- [\w-]{10,}                           # Slack
    | \b (?: AKIA | ASIA ) [A-Z0-9]{16} \b                  # AWS
    | \b AIza [\w-]{30,}                                    # Google
    | \b ya29\. [\w-]{20,}
    | \b eyJ [\w-]{8,} \. [\w-]{8,} \. [\w-]*               # JSON Web Token
    | \b (?: npm_ | hf_ | pypi-Ag | SG\. | whsec_ | dop_v1_ | shpat_ ) [\w.-]{16,}
    | -----BEGIN [ ] [A-Z ]* PRIVATE [ ] KEY
    | AGE-SECRET-KEY-1 \w{20,}
    """
)
_LOGIN = re.compile(r"://[^/\s:@]*:([^/\s@]+)@")
_RANDOM = re.compile(r"[A-Za-z0-9+/=_.~-]{24,}")
_PATH = re.compile(r"(^|:)[~./]|/.*/")
_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+")
_BITS_PER_CHARACTER = 3.6
_SHORTEST = 8
_LONG = 20
_HIDDEN = b"*"


def is_secret(name: str, value: str) -> bool:
    """Does a variable hold a secret, by its name or by the form of its value?"""
    if name in _HARMLESS:
        return False
    words = {word.lower() for word in _WORD.findall(name)} | set(name.lower().split("_"))
    named = bool(words & _SECRET_WORDS) or bool(_ADDRESS.match(name))
    return named or bool(_LOGIN.search(value) or _KNOWN_KEYS.search(value)) or is_random(value)


def is_random(text: str) -> bool:
    """Is this one word that nobody would write: long, of letters and digits, without a pattern?"""
    if not _RANDOM.fullmatch(text) or _PATH.search(text):
        return False
    mixed = any(char.isdigit() for char in text) and any(char.isalpha() for char in text)
    return mixed and _entropy(text) >= _BITS_PER_CHARACTER


def _entropy(text: str) -> float:
    """Shannon's, in bits per character."""
    total = len(text)
    return -sum(n / total * math.log2(n / total) for n in Counter(text).values())


@lru_cache(maxsize=4)
def _secrets_in(variables: frozenset[tuple[str, str]]) -> Secrets:
    return Secrets(dict(variables))


def ours() -> Secrets:
    """Those of our own environment."""
    return _secrets_in(frozenset(os.environ.items()))


@dataclass(frozen=True)
class Secrets:
    """The values of the secrets in an environment, to be kept out of what is written.

    A value that is an everyday word (`postgres`, `secret`) would be found everywhere: it is no
    secret worth the name, and does not count.
    """

    environment: Mapping[str, str]

    @property
    def is_empty(self) -> bool:
        """Is there nothing to look for?"""
        return self._pattern is None

    def hidden(self, data: bytes) -> bytes:
        """The same with each value replaced by as many asterisks."""
        return self._pattern.sub(_asterisks, data) if self._pattern else data

    def hidden_text(self, text: str) -> str:
        """The same for a text."""
        if not self._pattern:
            return text
        return self.hidden(text.encode(errors="surrogateescape")).decode(errors="surrogateescape")

    def found(self, data: bytes) -> tuple[str, ...]:
        """The names of the variables whose value occurs in `data`."""
        if not (self._pattern and self._pattern.search(data)):
            return ()
        return tuple(
            name
            for name, value in self._values.items()
            if value.encode(errors="surrogateescape") in data
        )

    @cached_property
    def _values(self) -> dict[str, str]:
        found = {}
        for name, value in self.environment.items():
            login = _LOGIN.search(value)
            secret = login[1] if login else value.strip()
            if is_secret(name, value) and _is_telling(secret):
                found[name] = secret
        return found

    @cached_property
    def _pattern(self) -> re.Pattern[bytes] | None:
        values = {value.encode(errors="surrogateescape") for value in self._values.values()}
        longest_first = sorted(values, key=len, reverse=True)
        return re.compile(b"|".join(map(re.escape, longest_first))) if longest_first else None


def _is_telling(value: str) -> bool:
    """Would it be a coincidence to find this text elsewhere? Neither a word nor a path is."""
    if len(value) < _SHORTEST or _PATH.search(value):
        return False
    kinds = sum((value.upper() != value, value.lower() != value, not value.isalpha()))
    return kinds > 1 or len(value) >= _LONG


def _asterisks(match: re.Match[bytes]) -> bytes:
    return _HIDDEN * len(match[0])
