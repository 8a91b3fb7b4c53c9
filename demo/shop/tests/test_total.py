import unittest

from checkout.shipping import shipping
from checkout.total import total


class Totals(unittest.TestCase):
    def test_first_kilogram_costs_the_base_rate(self):
        self.assertEqual(shipping(1000, 1000), 495)

    def test_started_kilogram_counts_as_a_whole_one(self):
        self.assertEqual(shipping(1000, 1001), 615)

    def test_free_from_fifty(self):
        self.assertEqual(total({"lantern": 1, "compass": 1}).shipping, 0)

    def test_discount_counts_before_free_shipping(self):
        price = total({"lantern": 1, "compass": 1}, "WELCOME10")
        self.assertEqual((price.subtotal, price.discount, price.shipping), (5050, 505, 615))

    def test_total_is_the_sum_of_its_parts(self):
        self.assertEqual(total({"rope": 1}, "WELCOME10").cents, 1275 - 127 + 615)


if __name__ == "__main__":
    unittest.main()
