"""The morning after: a night sealed into one file that can be read and checked without us."""

from liveblog.archive.verifying import Verdict, verify
from liveblog.archive.writing import archive_path, write_archive

__all__ = ["Verdict", "archive_path", "verify", "write_archive"]
