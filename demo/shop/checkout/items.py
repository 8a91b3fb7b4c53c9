"""What can be bought, and for how much."""

import json
from dataclasses import dataclass
from pathlib import Path

CATALOGUE = Path(__file__).resolve().parent.parent / "catalogue.json"


@dataclass(frozen=True)
class Item:
    """One line of a basket."""

    sku: str
    cents: int
    grams: int
    quantity: int = 1

    @property
    def total_cents(self):
        return self.cents * self.quantity

    @property
    def total_grams(self):
        return self.grams * self.quantity


def load(basket, catalogue=CATALOGUE):
    """The items of a basket, given as {sku: quantity}."""
    known = json.loads(Path(catalogue).read_text(encoding="utf-8"))
    items = []
    for sku, quantity in basket.items():
        if sku not in known:
            raise KeyError(f"unknown item: {sku}")
        if quantity < 1:
            raise ValueError(f"quantity of {sku} is {quantity}; it must be 1 or more")
        items.append(Item(sku, known[sku]["cents"], known[sku]["grams"], quantity))
    return items
