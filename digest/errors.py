"""The error tree. Bad configuration raises; bad input is a `Problem` value and the build goes on.

DigestError
├── ConfigError     digest.toml, edits.toml or a command line that cannot be obeyed
├── LedgerError     digest.lock is damaged; it is never overwritten
├── OutputError     output/ is not ours, or cannot be written
└── InputError      one input cannot be read or parsed; carries the Problem that reports it
"""

from __future__ import annotations

from digest.model import Problem


class DigestError(Exception):
    """Base of all errors that this program raises on purpose; `str()` is one line fit for the terminal."""


class ConfigError(DigestError):
    """A file that the user or the editor wrote cannot be obeyed: says file, line, expectation, remedy."""


class LedgerError(DigestError):
    """digest.lock is damaged: says where, and the way out."""


class OutputError(DigestError):
    """The output folder is not ours to write, or the disk refuses."""


class InputError(DigestError):
    """One input is unreadable. Other inputs are not touched by it."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.line())
        self.problem = problem

    def __reduce__(self) -> tuple[type[InputError], tuple[Problem]]:
        """Crosses a process border whole."""
        return type(self), (self.problem,)
