"""Client of the payment service. Generated from its interface description; do not edit, run the generator."""


def charge_request(order, cents, currency="EUR"):
    return {"method": "POST", "path": f"/v1/orders/{order}/charge", "body": {"amount": cents, "currency": currency}}


def refund_request(order, cents):
    return {"method": "POST", "path": f"/v1/orders/{order}/refund", "body": {"amount": cents}}
