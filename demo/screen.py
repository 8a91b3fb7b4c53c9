"""Boxes and colours for a terminal; plain text elsewhere."""

import os
import re
import shutil
import sys
import textwrap

COLOURS = {"dim": "2", "bold": "1", "red": "31", "green": "32", "yellow": "33", "blue": "34", "cyan": "36"}
PLAIN = {ord("µ"): "u", ord("“"): '"', ord("”"): '"', ord("…"): "..."}
UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")


class Screen:
    """Prints stages, one box each, no wider than the terminal."""

    def __init__(self, stream=sys.stdout):
        self.stream = stream
        self.colour = stream.isatty() and "NO_COLOR" not in os.environ and os.environ.get("TERM") != "dumb"
        self.width = max(40, min(100, shutil.get_terminal_size((100, 24)).columns))
        unicode = "utf" in (stream.encoding or "").lower()
        self.top, self.bottom, self.side, self.line = ("╭╮", "╰╯", "│", "─") if unicode else ("++", "++", "|", "-")
        self.marks = {"ask": "▶", "answer": "◀", "ok": "✓", "bad": "✗"} if unicode else {"ask": ">", "answer": "<", "ok": "ok", "bad": "FAIL"}
        self.ellipsis = "…" if unicode else "..."
        self.unicode = unicode

    def paint(self, text, *names):
        if not self.colour or not names:
            return text
        return f"\x1b[{';'.join(COLOURS[name] for name in names)}m{text}\x1b[0m"

    def write(self, text=""):
        if not self.unicode:
            text = text.translate(PLAIN).encode("ascii", "replace").decode()
        self.stream.write(text + "\n")
        self.stream.flush()

    def open(self, title):
        title = f" {title[: self.width - 6]} "
        rest = self.width - len(title) - 3
        self.write(self.top[0] + self.line + self.paint(title, "bold") + self.line * rest + self.top[1])

    def close(self):
        self.write(self.bottom[0] + self.line * (self.width - 2) + self.bottom[1])

    def row(self, text="", *colours, indent=0, mark=None, limit=None):
        """One paragraph inside a box; long lines are wrapped, and cut after `limit` lines."""
        head = self.marks.get(mark, " ") if mark else ""
        left = " " * indent + (head + " " if mark else "")
        room = self.width - 4 - len(left)
        lines = []
        for line in UNSAFE.sub("?", text.expandtabs(2)).split("\n"):
            lines += textwrap.wrap(line, room, subsequent_indent=" " * (len(line) - len(line.lstrip())), replace_whitespace=False,
                                   drop_whitespace=True, break_long_words=True, break_on_hyphens=False) or [""]
        if limit and len(lines) > limit:
            lines = [*lines[: limit - 1], f"{self.ellipsis} {len(lines) - limit + 1} more lines"]
        for number, line in enumerate(lines):
            start = left if number == 0 else " " * len(left)
            pad = " " * max(0, self.width - 4 - len(start) - len(line))
            self.write(f"{self.side} {self.paint(start + line, *colours)}{pad} {self.side}")
