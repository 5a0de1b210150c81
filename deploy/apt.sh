#!/usr/bin/env bash
# Installs Debian packages, as root or by sudo without a password; says so where it may not.
set -euo pipefail
sudo=
if [ "$(id -u)" -ne 0 ]; then
  sudo="sudo -n"
fi
if ! command -v apt-get >/dev/null || { [ -n "$sudo" ] && ! $sudo true 2>/dev/null; }; then
  echo "Please install these packages and run this again: $*" >&2
  exit 1
fi
echo "Installing $* ..."
export DEBIAN_FRONTEND=noninteractive
$sudo apt-get update -qq >/dev/null
$sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null
