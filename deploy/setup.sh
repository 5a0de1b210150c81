#!/usr/bin/env bash
# Makes .venv with the given requirements file, and does nothing when that is done already.
set -euo pipefail
cd "$(dirname "$0")/.."
requirements=${1:-requirements.txt}

fits() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; }
python=
for candidate in "${PYTHON:-}" python3.11 python3 python3.12 python3.13; do
  if [ -n "$candidate" ] && command -v "$candidate" >/dev/null && fits "$candidate"; then
    python=$candidate
    break
  fi
done
if [ -z "$python" ]; then
  echo "Declared needs Python 3.11 or newer; set PYTHON to one." >&2
  exit 1
fi

if [ ! -x .venv/bin/python ]; then
  if ! "$python" -c 'import ensurepip' 2>/dev/null; then
    deploy/apt.sh python3-venv
  fi
  echo "Making .venv with $("$python" --version) ..."
  "$python" -m venv .venv
fi

# The stamp holds what was installed: an edited or another requirements file installs again.
stamp=.venv/installed-${requirements%.txt}
wanted=$(cat requirements.txt "$requirements" | cksum)
if [ "$(cat "$stamp" 2>/dev/null)" != "$wanted" ]; then
  echo "Installing $requirements ..."
  .venv/bin/python -m pip install --quiet --disable-pip-version-check -r "$requirements"
  echo "$wanted" > "$stamp"
fi
