"""Who looks for malware in uploads: nobody, a command of the operator's, or a twin that knows one test file."""

from __future__ import annotations

import shlex
import subprocess
from typing import Protocol

from marketplace.kernel.errors import OutsideFailure
from marketplace.kernel.work import outside_any_transaction

_PATIENCE_SECONDS = 30
_CLEAN, _INFECTED = 0, 1
# The test file that every scanner knows; split, so that this source is not taken for it.
_EICAR = b"EICAR-STANDARD-" + b"ANTIVIRUS-TEST-FILE"


class ScannerSilent(OutsideFailure):
    """The scanner did not answer; what it did not see is not taken."""

    code = "uploads.scanner_silent"
    field = "pictures"


class Scanner(Protocol):
    """Somebody who looks into a file before it is kept."""

    def is_clean(self, data: bytes) -> bool:
        """Say whether a file is harmless. Raises ScannerSilent when there was no answer."""
        ...


class Nobody:
    """Takes every file for clean; pictures are drawn anew anyway."""

    def is_clean(self, data: bytes) -> bool:
        """Say yes."""
        return True


class Twin:
    """Finds the EICAR test file and nothing else."""

    def is_clean(self, data: bytes) -> bool:
        """Look for the test file."""
        outside_any_transaction("scanner")
        return _EICAR not in data


class Command:
    """Gives the file to a command on its standard input: 0 is clean, 1 is infected, as clamdscan answers."""

    def __init__(self, command: str) -> None:
        self._words = shlex.split(command)

    def is_clean(self, data: bytes) -> bool:
        """Run the command."""
        outside_any_transaction("scanner")
        try:
            done = subprocess.run(  # noqa: S603 - the operator's own setting
                self._words,
                input=data,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                timeout=_PATIENCE_SECONDS,
                check=False,
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            raise ScannerSilent from error
        if done.returncode not in (_CLEAN, _INFECTED):
            raise ScannerSilent
        return done.returncode == _CLEAN


def scanner(setting: str) -> Scanner:
    """Give the scanner that a setting names."""
    match setting:
        case "none":
            return Nobody()
        case "twin":
            return Twin()
        case command:
            return Command(command)
