#!/usr/bin/env bash
# The servers beside which `make bench` measures ours, and its tools, where they are missing.
set -euo pipefail
cd "$(dirname "$0")/.."
missing=()
command -v gcc >/dev/null || missing+=(gcc libc6-dev)
command -v wrk >/dev/null || missing+=(wrk)
command -v redis-server >/dev/null || missing+=(redis-server)
command -v node >/dev/null || missing+=(nodejs)
command -v npm >/dev/null || missing+=(npm)
if ! command -v nginx >/dev/null || [ ! -e /usr/lib/nginx/modules/ngx_nchan_module.so ]; then
  missing+=(nginx libnginx-mod-nchan)
fi
if [ ${#missing[@]} -gt 0 ]; then
  deploy/apt.sh "${missing[@]}" || echo "Going on without ${missing[*]}." >&2
fi
if command -v npm >/dev/null && [ ! -d var/bench/node/node_modules/ws ]; then
  mkdir -p var/bench/node
  npm install --prefix var/bench/node --no-audit --no-fund --no-save --loglevel=error ws ||
    echo "Going on without ws." >&2
fi
