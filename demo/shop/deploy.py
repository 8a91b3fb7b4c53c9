"""A deployment that deploys nothing: python3 deploy.py staging|production"""

import sys

if len(sys.argv) != 2 or sys.argv[1] not in ("staging", "production"):
    sys.exit("usage: python3 deploy.py staging|production")
print(f"would deploy to {sys.argv[1]}; this is a demonstration, nothing happened")
