"""Discount codes. A code takes a percentage or a fixed amount off the items, never off the shipping."""

CODES = {
    "WELCOME10": ("percent", 10),
    "SPRING25": ("percent", 25),
    "FIVEROFF": ("cents", 500),
}


def discount(subtotal, code):
    """The cents that a code takes off; never more than the subtotal."""
    if not code:
        return 0
    if code not in CODES:
        raise KeyError(f"unknown discount code: {code}")
    kind, amount = CODES[code]
    if kind == "percent":
        return subtotal * amount // 100
    return min(amount, subtotal)
