"""What the catalogue may refuse."""

from marketplace.kernel.errors import Conflict, Invalid, NotFound


class NoSuchProduct(NotFound):
    code = "catalog.no_such_product"


class NoSuchListing(NotFound):
    code = "catalog.no_such_listing"


class ProductNotReady(Invalid):
    """A product lacks something before it can be submitted."""

    code = "catalog.not_ready"


class ProductWrongState(Conflict):
    """The product is not where this can be done."""

    code = "catalog.wrong_state"


class UnknownSatKey(Invalid):
    """No key of c_ClaveProdServ."""

    code = "catalog.unknown_sat_key"
    field = "sat_key"


class UnknownSatUnit(Invalid):
    """No key of c_ClaveUnidad."""

    code = "catalog.unknown_sat_unit"
    field = "sat_unit"


class NothingMended(Invalid):
    """What was declined is sent again as it was, without a word of why that is right."""

    code = "catalog.nothing_mended"
    field = "plea"


class EditedMeanwhile(Conflict):
    """A colleague saved the product after this page was opened."""

    code = "catalog.edited_meanwhile"


class ShopClosed(Conflict):
    """Nothing is put on the shelf of a shop that has closed."""

    code = "catalog.shop_closed"


class PriceChanged(Conflict):
    """A price is no longer what whoever changes it saw. Details in centavos: `seen` and `now`."""

    code = "catalog.price_changed"
    field = "price"


class NoSuchVariant(NotFound):
    """The product has no such buyable form, or no longer."""

    code = "catalog.no_such_variant"


class NoSuchPicture(NotFound):
    """The product has no such picture, or no longer."""

    code = "catalog.no_such_picture"


class LastVariant(Invalid):
    """What is for sale needs a form in which it can be bought."""

    code = "catalog.last_variant"


class BadAxis(Invalid):
    """An axis without a name or values, or one that says the same twice. Detail: `axis`, from one."""

    code = "catalog.bad_axis"


class NotACombination(Invalid):
    """The name of a variant says no combination of its product's axes. Detail: `name`."""

    code = "catalog.not_a_combination"
    field = "name"


class SameCombination(Invalid):
    """Two variants of a product are the same combination. Detail: `name`."""

    code = "catalog.same_combination"
    field = "name"


class BadHsCode(Invalid):
    """No tariff code: six to ten digits."""

    code = "catalog.bad_hs_code"
    field = "hs_code"


class UnknownCountry(Invalid):
    """No country of ISO 3166."""

    code = "catalog.unknown_country"
    field = "origin_country"


class TooManyTemplates(Invalid):
    code = "catalog.too_many_templates"


class NoSuchTemplate(NotFound):
    """The shop keeps no terms of that name, or no longer."""

    code = "catalog.no_such_template"


class NoSuchBrand(NotFound):
    """No brand has this name."""

    code = "catalog.no_such_brand"
    field = "into"


class SameBrand(Invalid):
    """A brand cannot be merged into itself."""

    code = "catalog.same_brand"
    field = "into"


class TooManyVariants(Invalid):
    code = "catalog.too_many_variants"


class SkuTaken(Invalid):
    code = "catalog.sku_taken"


class WarrantyTooShort(Invalid):
    code = "catalog.warranty_too_short"
    field = "warranty_months"


class ReturnTooShort(Invalid):
    code = "catalog.return_too_short"
    field = "return_days"


class UnknownCategory(Invalid):
    code = "catalog.unknown_category"
    field = "category"


class BadAttribute(Invalid):
    """A value that the category's attribute does not allow."""

    code = "catalog.bad_attribute"


class TooManyPictures(Invalid):
    code = "catalog.too_many_pictures"
    field = "pictures"
