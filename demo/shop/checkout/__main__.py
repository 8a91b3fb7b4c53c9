"""python3 -m checkout SKU[=QUANTITY]... [--code CODE]: prints what a basket costs."""

import argparse

from checkout.total import total

parser = argparse.ArgumentParser(prog="checkout")
parser.add_argument("items", nargs="+", metavar="SKU[=QUANTITY]")
parser.add_argument("--code")
arguments = parser.parse_args()

basket = {}
for entry in arguments.items:
    sku, _, quantity = entry.partition("=")
    basket[sku] = int(quantity or 1)
price = total(basket, arguments.code)
for name in ("subtotal", "discount", "shipping", "cents"):
    amount = getattr(price, name)
    print(f"{'total' if name == 'cents' else name:<10}{amount // 100:>6}.{amount % 100:02}")
