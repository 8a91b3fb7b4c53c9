#!/usr/bin/env bash
# Installs what is missing to build, test and demonstrate taffrail: C libraries, a C++ compiler, Python, git, make.
# apt on Debian and Ubuntu (as root, or through sudo), Homebrew on macOS. Does nothing, at once, when nothing is missing.
# Swift itself is not installed, only looked for. Exit 1, and one plain line for each thing, when something stays missing.
set -euo pipefail
swift_at_least="6.2"

say() { echo "dependencies: $*" >&2; }

# A thing is "command NAME", "library PKG-CONFIG-NAME" or "header PATH"; present THING tells whether it is there.
present() {
  case $1 in
    command) command -v "$2" >/dev/null ;;
    library) command -v pkg-config >/dev/null && pkg-config --exists "$2" ;;
    header) [[ -e /usr/include/$2 || -e /usr/local/include/$2 || -e /opt/homebrew/include/$2 ]] ;;
  esac
}

# Each thing, then the package that brings it on Debian and Ubuntu and with Homebrew; "-" where the system has its own.
things="
command pkg-config          pkg-config          pkgconf
command git                 git                 git
command make                make                -
command python3             python3             python
command g++                 g++                 -
command strip               binutils            -
library jansson             libjansson-dev      jansson
library libpcre2-8          libpcre2-dev        pcre2
library libsodium           libsodium-dev       libsodium
header  toml++/toml.h       libtomlplusplus-dev tomlplusplus
"

missing_packages() {
  local kind name apt brew package
  while read -r kind name apt brew; do
    [[ -z $kind ]] && continue
    if [[ $1 == apt ]]; then package=$apt; else package=$brew; fi
    if [[ $package != - ]] && ! present "$kind" "$name"; then echo "$package"; fi
  done <<<"$things"
}

check_swift() {
  if ! command -v swift >/dev/null; then
    say "Swift is missing and is not installed by this script."
    say "  get Swift $swift_at_least or later from https://www.swift.org/install, put it on the PATH, then run this again"
    return 1
  fi
  local version
  version=$(swift --version 2>/dev/null | sed -n 's/.*Swift version \([0-9][0-9.]*\).*/\1/p' | head -1)
  if [[ -z $version || $(printf '%s\n' "$swift_at_least" "$version" | sort -V | head -1) != "$swift_at_least" ]]; then
    say "found Swift ${version:-of an unknown version}; $swift_at_least or later is needed: https://www.swift.org/install"
    return 1
  fi
}

install_apt() {
  local root=()
  if [[ $(id -u) -ne 0 ]]; then
    if ! command -v sudo >/dev/null; then
      say "not root, and there is no sudo; as root, run: apt-get install $*"
      return 1
    fi
    root=(sudo)
  fi
  say "installing $*"
  "${root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get update -qq >/dev/null || say "apt-get update failed; going on with the lists that are here"
  "${root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq -o=Dpkg::Use-Pty=0 --no-install-recommends "$@" >/dev/null
}

manager=none
if command -v apt-get >/dev/null; then manager=apt; elif command -v brew >/dev/null; then manager=brew; fi

read -r -d '' -a wanted < <(missing_packages "$manager") || true
if ((${#wanted[@]})); then
  case $manager in
    apt) install_apt "${wanted[@]}" || true ;;
    brew) say "installing ${wanted[*]}" && brew install --quiet "${wanted[@]}" >&2 || true ;;
    none) say "neither apt-get nor brew is here; install by hand: ${wanted[*]}" ;;
  esac
fi

status=0
check_swift || status=1
while read -r kind name apt brew; do
  [[ -z $kind ]] && continue
  if [[ $manager == brew && $brew == - ]]; then continue; fi
  if ! present "$kind" "$name"; then
    say "could not install: $name ($kind; Debian: $apt, Homebrew: $brew)"
    status=1
  fi
done <<<"$things"
exit "$status"
