"""What the site is told when tests run it, said before Django reads its settings.

Loaded by `-p tests.environment` (pyproject.toml): a conftest comes too late for pytest-django. The
settings are those of production but for HTTPS, and nothing of the machine's own site is used.
"""

import atexit
import os
import shutil
import tempfile

VAR_DIR = tempfile.mkdtemp(prefix="declared-tests-")
os.mkdir(f"{VAR_DIR}/static")
atexit.register(shutil.rmtree, VAR_DIR, ignore_errors=True)

os.environ.update(
    SECRET_KEY="only-the-tests-know-this-and-they-tell-everybody",
    DEBUG="off",
    HTTPS="off",
    ALLOWED_HOSTS="localhost,127.0.0.1,testserver",
    VAR_DIR=VAR_DIR,
)
for name in ("DATABASE_URL", "REDIS_URL", "SECRET_KEY_FILE", "STATIC_ROOT"):
    os.environ.pop(name, None)
