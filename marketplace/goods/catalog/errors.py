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


class ProductKept(Conflict):
    """The product is not deleted: it was reported, or staff took a measure. Other reasons are kinds of this one."""

    code = "catalog.product_kept"


class ProductSold(ProductKept):
    """Somebody bought it, or began to."""

    code = "catalog.product_sold"


class ProductWasRecalled(ProductKept):
    """A recall speaks of it, open or closed."""

    code = "catalog.product_was_recalled"


class ProductLookedAt(ProductKept):
    """Staff are deciding about it, or an appeal waits for its answer."""

    code = "catalog.product_looked_at"


class ProductRecalled(Conflict):
    """What is being recalled is not put on sale until its recall is closed."""

    code = "catalog.recalled"


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


class ShopNotOpen(Conflict):
    """Nothing is reviewed or sold of a shop whose application staff have not approved."""

    code = "catalog.shop_not_open"


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


class NothingToChange(Conflict):
    """It is so already."""

    code = "catalog.nothing_to_change"


class NothingPriced(Invalid):
    """The product has no form in which it could be bought, and so no price."""

    code = "catalog.nothing_priced"


class PriceOutOfRange(Invalid):
    """A price would become nothing, or more than anybody may ask."""

    code = "catalog.price_out_of_range"


class EditedWhilePaused(Conflict):
    """What nobody approved is not shown: it is to be submitted first."""

    code = "catalog.edited_while_paused"


class ChangedSince(Conflict):
    """Somebody changed a product since an act on many: it is not undone."""

    code = "catalog.changed_since"


class NoSuchBulkAct(NotFound):
    code = "catalog.no_such_bulk_act"


class NotAsShown(Conflict):
    """What an act on many products would do is no longer what was shown. Details: `seen` and `now`, how many change."""

    code = "catalog.not_as_shown"


class FarFromBefore(Invalid):
    """Prices would change by more than forty percent; somebody who means it says so."""

    code = "catalog.far_from_before"
    field = "sure"


class TooLateToUndo(Conflict):
    """An act on many products is undone within ten minutes, or not at all."""

    code = "catalog.too_late_to_undo"


class BulkActOver(Conflict):
    """The act on many products has ended: there is nothing to cancel."""

    code = "catalog.bulk_act_over"


class FarFromPrice(Invalid):
    """A price changes by more than forty percent; a person or program that means it says so."""

    code = "catalog.far_from_price"
    field = "price"


class BadSteps(Invalid):
    """Steps of a price by quantity that do not go up in pieces and down in price. `problem` says which."""

    code = "catalog.bad_steps"
    field = "steps"


class NotLower(Invalid):
    """A promotion that makes nothing cheaper. `title` names of what."""

    code = "catalog.not_lower"


class PromotionTimes(Invalid):
    """A promotion that is over before it begins, or already."""

    code = "catalog.promotion_times"


class PromotionsOverlap(Conflict):
    """A variant would be in two promotions at once; `mine` and `other` name them, `title` the variant."""

    code = "catalog.promotions_overlap"


class PromotionOver(Conflict):
    """A promotion that is over has nothing to call off."""

    code = "catalog.promotion_over"


class NoSuchPromotion(NotFound):
    code = "catalog.no_such_promotion"


class NoArticle(Invalid):
    """It stands with no other article, or no longer."""

    code = "catalog.no_article"


class SameArticle(Invalid):
    """Both listings are of one article already."""

    code = "catalog.same_article"
    field = "other"
