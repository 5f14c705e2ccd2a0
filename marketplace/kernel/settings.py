"""Settings, typed, from the environment (`TIANGUIS_…`). Production refuses demo parts and says which."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Literal, Self
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

_NOBODYS = {"localhost", "local", "internal", "invalid", "test", "example", "arpa", "onion"}
_LIVE_KEYS = ("sk_live_", "rk_live_")
_TEST_RFC = "TIA200101AB2"  # nobody's
_DEMO_KEY = "only-for-the-demo-market-on-this-machine"


class Settings(BaseSettings):
    """How this installation runs. Every field is an environment variable with the prefix `TIANGUIS_`."""

    model_config = SettingsConfigDict(env_prefix="TIANGUIS_", secrets_dir=None, extra="ignore")

    profile: Literal["development", "production"] = "development"
    debug: bool = False
    secret_key: SecretStr = SecretStr(_DEMO_KEY)
    # Keys it had before, separated by commas: what they signed and sealed is still read, and nothing new is made with them.
    secret_key_fallbacks: SecretStr = SecretStr("")

    # Empty: a private PostgreSQL in var/. The owner's address is for migrations only.
    database_url: str = Field("", validation_alias="DATABASE_URL")
    owner_database_url: str = ""
    replica_url: str = ""

    var: Path = Path("var")
    base_url: str = "http://127.0.0.1:8000"
    # "twin": Stripe's answers, made on this machine; nobody pays, and the pages say so.
    payments: Literal["twin", "stripe"] = "twin"
    stripe_key: SecretStr = SecretStr("")
    stripe_webhook_secret: SecretStr = SecretStr("")
    # Whether shops may be paid to a Stripe account of theirs, beside SPEI by file; and by which version of its API.
    payouts_by_stripe: bool = True
    stripe_accounts: Literal["v2", "v1"] = "v2"
    # For how many days a voucher of OXXO can be paid.
    voucher_days: int = Field(2, ge=1, le=7)
    # Tax papers (CFDI): the market as the SAT's register has it, its certificate and key, and who stamps ("twin": nobody).
    cfdi_rfc: str = _TEST_RFC
    cfdi_name: str = "TIANGUIS DE PRUEBA"
    cfdi_postal_code: str = "06700"
    cfdi_regime: str = "601"
    cfdi_certificate: Path | None = None
    cfdi_key: Path | None = None
    cfdi_key_password: SecretStr = SecretStr("")
    pac: Literal["twin", "none"] = "twin"
    mail: Literal["mailbox", "smtp"] = "mailbox"
    smtp_host: str = "127.0.0.1"
    smtp_port: int = 25
    mail_from: str = "Tianguis <hola@tianguis.example>"
    # Shops answer at <shop>.<market_domain> too; empty: only at /tienda/<shop> and at domains of their own.
    market_domain: str = "tianguis.localhost"
    # Product pictures get addresses there when set; the same app, or a cache before it, answers them.
    media_url: str = ""
    dns: Literal["file", "system"] = "file"
    # A command that reads an upload on its standard input: 0 clean, 1 infected. "none": nobody looks.
    scanner: str = "none"
    most_upload_mb: int = Field(12, ge=1, le=100)
    most_picture_megapixels: int = Field(40, ge=1, le=200)
    # Paid places beside results: at most this many for each hundred results shown. 0: nobody can pay for one.
    sponsored_percent: int = Field(0, ge=0, le=20)
    # Keys with which carriers sign what they tell, as `Estafeta=…,DHL=…`. A carrier without one is not heard.
    carrier_keys: SecretStr = SecretStr("")
    # How many calls a minute a shop's API keys may make, of each web process.
    api_calls_a_minute: int = Field(600, ge=1)
    # How many proxies stand before the app; only so many forwarded headers are believed.
    trusted_proxies: int = 0
    # How long an account that asked to be erased stays blocked before it is (LFPDPPP art. 2-III).
    erasure_blocked_days: int = Field(30, ge=1)
    reservation_minutes: int = Field(15, ge=1)

    @model_validator(mode="after")
    def _refuse_demo_parts_in_production(self) -> Self:
        if self.profile != "production":
            return self
        wrong = [
            complaint
            for is_wrong, complaint in (
                (self.debug, "TIANGUIS_DEBUG must be off"),
                (
                    self.secret_key.get_secret_value() == _DEMO_KEY or len(self.secret_key.get_secret_value()) < 32,
                    "TIANGUIS_SECRET_KEY must be your own, of 32 characters or more",
                ),
                (
                    any(len(key) < 32 for key in self.secret_keys),
                    "TIANGUIS_SECRET_KEY_FALLBACKS must be keys of 32 characters or more",
                ),
                (
                    not self._has_good_carrier_keys,
                    "TIANGUIS_CARRIER_KEYS must be keys of 32 characters or more, each as Carrier=key, no name and no key twice",
                ),
                (not self.database_url, "DATABASE_URL must name a PostgreSQL server"),
                (self.payments == "twin", "TIANGUIS_PAYMENTS cannot be the twin: it takes no real money"),
                (
                    self.payments == "stripe" and not self.stripe_key.get_secret_value().startswith(_LIVE_KEYS),
                    "TIANGUIS_STRIPE_KEY must be a live key of Stripe (sk_live_… or rk_live_…)",
                ),
                (
                    self.payments == "stripe"
                    and not self.stripe_webhook_secret.get_secret_value().startswith("whsec_"),
                    "TIANGUIS_STRIPE_WEBHOOK_SECRET must be the signing secret of Stripe's webhook (whsec_…)",
                ),
                (self.pac == "twin", "TIANGUIS_PAC cannot be the twin: the SAT knows nothing of its stamps"),
                (
                    bool(self.cfdi_certificate) != bool(self.cfdi_key),
                    "TIANGUIS_CFDI_CERTIFICATE and TIANGUIS_CFDI_KEY go together",
                ),
                (
                    bool(self.cfdi_certificate) and self.cfdi_rfc == _TEST_RFC,
                    "TIANGUIS_CFDI_RFC, _NAME, _POSTAL_CODE and _REGIME must be your own, as the SAT has them",
                ),
                (self.mail == "mailbox", "TIANGUIS_MAIL must be smtp: the mailbox shows everybody's mail"),
                (not self.base_url.startswith("https://"), "TIANGUIS_BASE_URL must be an https address"),
                (self.market_domain.endswith("localhost"), "TIANGUIS_MARKET_DOMAIN must be your own domain, or empty"),
                (self.dns == "file", "TIANGUIS_DNS must be system: the file proves any domain"),
                (self.scanner == "twin", "TIANGUIS_SCANNER cannot be the twin: it knows one test file only"),
                (
                    bool(self.media_url) and not self.media_url.startswith("https://"),
                    "TIANGUIS_MEDIA_URL must be an https address",
                ),
            )
            if is_wrong
        ]
        if wrong:
            raise ValueError("\n".join(wrong))
        return self

    @property
    def is_production(self) -> bool:
        """Whether real people and real money are served here."""
        return self.profile == "production"

    @property
    def secret_keys(self) -> tuple[str, ...]:
        """The installation's key, and after it those it had before."""
        before = self.secret_key_fallbacks.get_secret_value().split(",")
        return (self.secret_key.get_secret_value(), *(key.strip() for key in before if key.strip()))

    def carrier_key(self, carrier: str) -> str:
        """The key with which a carrier signs what it tells; empty for one that has none."""
        return next((key for name, key in self._carriers if name == carrier), "")

    @property
    def _has_good_carrier_keys(self) -> bool:
        names, keys = {name for name, _key in self._carriers}, {key for _name, key in self._carriers}
        return (
            len(names) == len(keys) == len(self._carriers) and "" not in names and all(len(key) >= 32 for key in keys)
        )

    @property
    def _carriers(self) -> list[tuple[str, str]]:
        pairs = (pair.partition("=") for pair in self.carrier_keys.get_secret_value().split(",") if pair.strip())
        return [(name.strip(), key.strip()) for name, _, key in pairs]

    @property
    def pays_at(self) -> str:
        """Where buyers are led to pay, in the words of a security policy; empty: at the market itself."""
        return "https://checkout.stripe.com" if self.payments == "stripe" else ""

    @property
    def media_dir(self) -> Path:
        """Where pictures that anybody may see are kept."""
        return self.var / "media"

    @property
    def private_dir(self) -> Path:
        """Where files that only some may see are kept."""
        return self.var / "private"

    @property
    def market_hosts(self) -> frozenset[str]:
        """The hosts at which the market itself answers; on a development machine, its own names too."""
        return _market_hosts(self.base_url, self.market_domain, self.is_production)

    @property
    def own_domains(self) -> frozenset[str]:
        """The domains that no shop can have: the market's own and, where anybody may come, those that nobody has."""
        own = {urlsplit(self.base_url).hostname or "", self.market_domain, self.media_host} - {""}
        return frozenset(own | _NOBODYS if self.is_production else own)

    @property
    def media_host(self) -> str:
        """The host of `media_url`; empty when it has none of its own."""
        return urlsplit(self.media_url).hostname or ""

    @property
    def search_dir(self) -> Path:
        """Where this host keeps its search index."""
        return self.var / "search"

    def site_url(self, host: str) -> str:
        """Give the address of a host that this installation answers, with the scheme and port of the market's own."""
        market = urlsplit(self.base_url)
        return f"{market.scheme}://{host}{f':{market.port}' if market.port else ''}"

    def shop_url(self, slug: str) -> str:
        """Give the address of a shop under the market's domain."""
        return self.site_url(f"{slug}.{self.market_domain}")


@lru_cache  # asked three times with each page
def _market_hosts(base_url: str, market_domain: str, is_production: bool) -> frozenset[str]:
    named = {urlsplit(base_url).hostname or "", market_domain} - {""}
    return frozenset(named if is_production else named | {"localhost", "127.0.0.1", "[::1]"})


def read_settings() -> Settings:
    """Read the settings from the environment. Raises ValidationError naming each one that is not right."""
    return Settings.model_validate({})
