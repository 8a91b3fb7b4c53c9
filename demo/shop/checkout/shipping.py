"""Shipping by weight; free from a certain subtotal on."""

FREE_FROM = 5000
BASE = 495
PER_KILOGRAM = 120


def shipping(subtotal, grams):
    """The cents for shipping this weight; a started kilogram counts as a whole one."""
    if subtotal >= FREE_FROM:
        return 0
    kilograms = -(-grams // 1000)
    return BASE + PER_KILOGRAM * max(0, kilograms - 1)
