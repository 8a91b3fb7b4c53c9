#!/usr/bin/env bash
# Builds the release executable and leaves it, stripped, at bin/taffrail: fully static on Linux, a plain release on macOS.
set -euo pipefail
cd "$(dirname "$0")/.."

flags=(-c release --product taffrail)
# A type's metadata comes from its accessor, and values are copied and destroyed in place: reading mangled names and going
# through a type's own table would cost a short process a quarter of its time.
flags+=(-Xswiftc -Xfrontend -Xswiftc -disable-concrete-type-metadata-mangled-name-accessors)
flags+=(-Xswiftc -Xfrontend -Xswiftc -disable-type-layout)
# The debug build, which the tests run, checks that no value is changed while it is read; the checks themselves cost 3 % here.
flags+=(-Xswiftc -enforce-exclusivity=unchecked)
# No thread but the first one runs any of our code: references are counted without locking the bus.
flags+=(-Xswiftc -assume-single-threaded)
if [[ $(uname) == Linux ]]; then
  flags+=(-Xswiftc -static-executable --static-swift-stdlib)
  # What a hook call touches lies side by side, so that it touches fewer pages (scripts/order-symbols.py). lld comes with
  # Swift; it orders by symbol, which reaches the C library and the runtimes as well. Functions that LLVM merged have no
  # name to order them by.
  flags+=(-Xswiftc -use-ld=lld -Xswiftc -Xfrontend -Xswiftc -function-sections -Xswiftc -Xllvm -Xswiftc -swiftmergefunc-threshold=0)
  flags+=(-Xlinker "--symbol-ordering-file=$PWD/scripts/hot-symbols.txt" -Xlinker --no-warn-symbol-ordering)
  # One segment for what is only read and code, at an address that is aligned as it is in the file: the kernel then maps
  # large pieces of the page cache at once, which saves a third of all page faults. Without RELRO there is no mprotect
  # at start, which costs 0.2 ms; a static executable binds nothing later that it would guard.
  flags+=(-Xlinker --no-rosegment -Xlinker -z -Xlinker max-page-size=2097152 -Xlinker -z -Xlinker norelro)
fi

# glibc's linker warns of every look-up that needs shared libraries at run time. taffrail calls none of them; its
# libraries contain such calls.
quiet() {
  grep -v -e "in statically linked applications requires at runtime the shared libraries" -e 'the use of `mktemp'"' is dangerous" || true
}
swift build "${flags[@]}" 2>&1 | quiet

built=$(swift build "${flags[@]}" --show-bin-path 2>/dev/null)/taffrail
mkdir -p bin
if [[ ! -x bin/taffrail || $built -nt bin/taffrail ]]; then
  new=$(mktemp bin/.taffrail.XXXXXX)
  trap 'rm -f "$new"' EXIT
  stripped=$(mktemp bin/.taffrail.XXXXXX)
  trap 'rm -f "$new" "$stripped"' EXIT
  strip -o "$stripped" "$built"
  # Written in large pieces, a file lies in large pieces of the page cache, which are mapped at once.
  dd if="$stripped" of="$new" bs=4M 2>/dev/null
  rm -f "$stripped"
  chmod 755 "$new"
  mv -f "$new" bin/taffrail
fi
echo "bin/taffrail: $(($(wc -c <bin/taffrail) / 1024)) KiB"
