"""Pure decisions about addresses: what a postal code says of the state and the colonia that somebody wrote beside it."""

from __future__ import annotations

from collections.abc import Collection

from marketplace.kernel.reading import key_of_name
from marketplace.people.accounts import errors

# How people write states besides their name, by the tax office's code (c_Estado); folded as `key_of_name` does.
_WRITTEN = {
    "AGU": "ags", "BCN": "bc", "BCS": "", "CAM": "camp", "CHH": "chih", "CHP": "chis",
    "CMX": "cdmx df distritofederal mexicodf mexico mexicocity dfmexico", "COA": "coah", "COL": "", "DUR": "dgo", "GRO": "",
    "GUA": "gto", "HID": "hgo", "JAL": "", "MEX": "edomex edodemexico edodemex mexico mex stateofmexico estadomexico",
    "MIC": "mich", "MOR": "", "NAY": "", "NLE": "nl", "OAX": "", "PUE": "", "QUE": "qro", "ROO": "qroo", "SIN": "", "SLP": "",
    "SON": "", "TAB": "", "TAM": "tamps", "TLA": "tlax", "VER": "", "YUC": "", "ZAC": "",
}  # fmt: skip
_BEFORE_SETTLEMENTS = ("colonia", "fraccionamiento", "fracc", "barrio", "unidadhabitacional", "col")
_SHORTEST = 4  # letters of a settlement that name it


def is_state(typed: str, *, code: str, name: str) -> bool:
    """Say whether somebody meant this state: by its name, its beginning or more of it, its code, as it is abbreviated."""
    key, official = key_of_name(typed), key_of_name(name)
    if key in (code.lower(), official, *_WRITTEN.get(code, "").split()):
        return True
    return len(key) >= _SHORTEST and (official.startswith(key) or key.startswith(official))


def is_settlement(typed: str, known: Collection[str]) -> bool:
    """Say whether a settlement is one of those that a postal code has, however it is written or shortened."""
    key = key_of_name(typed)
    for before in _BEFORE_SETTLEMENTS:
        key = key.removeprefix(before) or key
    keys = {key_of_name(name) for name in known}
    return key in keys or (len(key) >= _SHORTEST and any(key in one or one in key for one in keys))


def check_code(code: str, settlements: Collection[str], *, sure: str = "") -> None:
    """Ask once about a postal code that no settlement has; `sure` is what was asked about before. Raises NoSettlements."""
    if not settlements and sure != code:
        raise errors.NoSettlements(code=code, sure=code)


def check_settlement(code: str, typed: str, settlements: Collection[str], *, sure: str = "") -> None:
    """Ask once about a settlement that its postal code does not have. Raises OtherSettlement."""
    asked = f"{code} {key_of_name(typed)}"
    if settlements and not is_settlement(typed, settlements) and sure != asked:
        raise errors.OtherSettlement(code=code, settlements=", ".join(list(settlements)[:5]), sure=asked)


def check_state(code: str, typed: str, *, state_code: str, state: str) -> None:
    """Refuse an address in another state than its postal code's. Raises OtherState."""
    if not is_state(typed, code=state_code, name=state):
        raise errors.OtherState(code=code, state=state)
