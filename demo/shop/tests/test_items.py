import unittest

from checkout.items import load


class Items(unittest.TestCase):
    def test_loads_prices_from_the_catalogue(self):
        (item,) = load({"compass": 2})
        self.assertEqual((item.total_cents, item.total_grams), (3700, 240))

    def test_unknown_item_is_refused(self):
        with self.assertRaises(KeyError):
            load({"anchor": 1})

    def test_quantity_must_be_positive(self):
        with self.assertRaises(ValueError):
            load({"rope": 0})


if __name__ == "__main__":
    unittest.main()
