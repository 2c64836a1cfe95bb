# Set-up shared by the scripts of this folder: finds Swift and the two C libraries that the package
# links, and installs the libraries where that is possible. Meant to be sourced.

set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

say() { printf '\n==> %s\n' "$*"; }
stop() {
  printf '\nerror: %s\n' "$*" >&2
  exit 78
}

need_swift() {
  command -v swift >/dev/null 2>&1 || stop "Swift is not on the PATH. Install Swift 6.3 or later from https://www.swift.org/install and run this again."
  local version major minor
  version=$(swift --version 2>/dev/null | sed -n 's/.*Swift version \([0-9]*\.[0-9]*\).*/\1/p' | head -n 1)
  major=${version%%.*}
  minor=${version#*.}
  if [ -z "$version" ] || [ "$major" -lt 6 ] || { [ "$major" -eq 6 ] && [ "$minor" -lt 3 ]; }; then
    stop "Swift 6.3 or later is needed, found '${version:-an unknown version}'. See https://www.swift.org/install."
  fi
  say "Swift $version"
}

# The headers of libz and libsqlite3: part of the system on Apple platforms, two packages on Debian.
need_libraries() {
  [ "$(uname)" = Darwin ] && return 0
  local missing=()
  echo '#include <zlib.h>' | cc -E - >/dev/null 2>&1 || missing+=(zlib1g-dev)
  echo '#include <sqlite3.h>' | cc -E - >/dev/null 2>&1 || missing+=(libsqlite3-dev)
  [ ${#missing[@]} -eq 0 ] && return 0
  say "Installing ${missing[*]}"
  command -v apt-get >/dev/null 2>&1 ||
    stop "the headers of ${missing[*]} are missing and this system has no apt-get. Install the zlib and SQLite 3 development packages and run this again."
  local root=()
  if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null 2>&1 || stop "the packages ${missing[*]} are missing. Ask an administrator to install them, or run this as root."
    root=(sudo)
  fi
  "${root[@]}" apt-get update -qq
  DEBIAN_FRONTEND=noninteractive "${root[@]}" apt-get install -y -qq "${missing[@]}" </dev/null
}
