import unittest

from checkout.discounts import discount


class Discounts(unittest.TestCase):
    def test_no_code_takes_nothing_off(self):
        self.assertEqual(discount(2000, None), 0)

    def test_percentage(self):
        self.assertEqual(discount(2000, "WELCOME10"), 200)

    def test_percentage_is_rounded_down_to_whole_cents(self):
        self.assertEqual(discount(1999, "SPRING25"), 499)

    def test_fixed_amount_never_exceeds_the_subtotal(self):
        self.assertEqual(discount(300, "FIVEROFF"), 300)

    def test_unknown_code_is_refused(self):
        with self.assertRaises(KeyError):
            discount(2000, "FREE")


if __name__ == "__main__":
    unittest.main()
