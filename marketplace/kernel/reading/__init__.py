"""What people write, read in one place: numbers, money, units, telephones, addresses, numbers of offices, names, text.

Each reader takes what was typed and gives the one form that is kept, or raises an `Unreadable`, whose sentence is in the
words of the web. They know no page, no table and no module: forms, the API, searches and imports read with the same ones.
"""

from marketplace.kernel.reading.article_numbers import (
    NotAnArticleNumber,
    OneShopsNumber,
    read_gtin,
    write_gtin,
    writings_of_gtin,
)
from marketplace.kernel.reading.bank_accounts import NotAClabe, bank_of, read_clabe
from marketplace.kernel.reading.codes import key_of_code
from marketplace.kernel.reading.emails import NotAnEmail, envelope_address, key_of_email, read_email
from marketplace.kernel.reading.errors import Unreadable
from marketplace.kernel.reading.names import NotAName, key_of_name, read_name
from marketplace.kernel.reading.numbers import (
    NotAnAmount,
    NotANumber,
    NotWhole,
    TooLarge,
    read_money,
    read_number,
    read_signed,
    read_whole,
)
from marketplace.kernel.reading.paths import NotAPath, key_of_path, read_path
from marketplace.kernel.reading.postal_codes import NotAPostalCode, read_postal_code
from marketplace.kernel.reading.sat_keys import NotASatKey, NotASatUnit, read_sat_key, read_sat_unit
from marketplace.kernel.reading.tax_ids import SHARED, NotACurp, NotAnRfc, SharedRfc, read_curp, read_rfc
from marketplace.kernel.reading.telephones import NotATelephone, read_telephone, write_telephone
from marketplace.kernel.reading.text import TextTooLong, read_line, read_prose, read_search, seen
from marketplace.kernel.reading.units import OtherUnit, read_measure
from marketplace.kernel.reading.urls import NotADomain, NotAUrl, read_domain, read_url

__all__ = [
    "SHARED",
    "NotAClabe",
    "NotACurp",
    "NotADomain",
    "NotAName",
    "NotANumber",
    "NotAPath",
    "NotAPostalCode",
    "NotASatKey",
    "NotASatUnit",
    "NotATelephone",
    "NotAUrl",
    "NotAnAmount",
    "NotAnArticleNumber",
    "NotAnEmail",
    "NotAnRfc",
    "NotWhole",
    "OneShopsNumber",
    "OtherUnit",
    "SharedRfc",
    "TextTooLong",
    "TooLarge",
    "Unreadable",
    "bank_of",
    "envelope_address",
    "key_of_code",
    "key_of_email",
    "key_of_name",
    "key_of_path",
    "read_clabe",
    "read_curp",
    "read_domain",
    "read_email",
    "read_gtin",
    "read_line",
    "read_measure",
    "read_money",
    "read_name",
    "read_number",
    "read_path",
    "read_postal_code",
    "read_prose",
    "read_rfc",
    "read_sat_key",
    "read_sat_unit",
    "read_search",
    "read_signed",
    "read_telephone",
    "read_url",
    "read_whole",
    "seen",
    "write_gtin",
    "write_telephone",
    "writings_of_gtin",
]
