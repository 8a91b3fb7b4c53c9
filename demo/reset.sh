#!/usr/bin/env bash
# Lays a fresh copy of the shop, a repository of its own with a made-up .env, at DIR (default: .demo/shop in this repository).
# An earlier copy there is replaced; nothing else is touched.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
project=${1:-$here/../.demo/shop}

if [[ -e $project && ! -f $project/.shop-of-the-demo ]]; then
  echo "reset.sh: $project is there and is no copy of the shop; remove it or name another folder" >&2
  exit 1
fi
rm -rf "$project"
mkdir -p "$project"
(cd "$here/shop" && tar -cf - --exclude=__pycache__ --exclude=.hook-state --exclude=.env .) | (cd "$project" && tar -xf -)
cd "$project"
printf 'PAYMENT_API_KEY=%s\n' "made-up-$(od -An -N12 -tx1 /dev/urandom | tr -d ' \n')" >.env
touch .shop-of-the-demo

export GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_SYSTEM=/dev/null
git init -q -b main
printf '.shop-of-the-demo\n' >>.git/info/exclude
git add -A
git -c user.name=demo -c user.email=demo@localhost commit -qm "A small shop"
echo "the shop is at $PWD"
