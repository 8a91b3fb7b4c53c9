"""What a basket costs."""

from dataclasses import dataclass

from checkout.discounts import discount
from checkout.items import load
from checkout.shipping import shipping


@dataclass(frozen=True)
class Total:
    """The parts of a price, in cents."""

    subtotal: int
    discount: int
    shipping: int

    @property
    def cents(self):
        return self.subtotal - self.discount + self.shipping


def total(basket, code=None):
    """The price of a basket, given as {sku: quantity}."""
    items = load(basket)
    subtotal = sum(item.total_cents for item in items)
    off = discount(subtotal, code)
    return Total(subtotal, off, shipping(subtotal - off, sum(item.total_grams for item in items)))
