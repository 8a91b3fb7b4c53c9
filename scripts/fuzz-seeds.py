#!/usr/bin/env python3
"""Where the fuzzer starts from: the texts in the tables of the tests, one file each, and a dictionary of the words in them.

fuzz-seeds.py FOLDER DICTIONARY
"""

import collections
import hashlib
import pathlib
import re
import sys

TESTS = pathlib.Path(__file__).resolve().parent.parent / "Tests"
TABLES = ["ShellSyntaxTests", "EffectsTests", "PoliciesTests/Rules"]

# Swift's literals: """...""", #"..."# and "...", each without interpolation.
LITERAL = re.compile(r'#"""\n(.*?)\n *"""#|"""\n(.*?)\n *"""|#"(.*?)"#|"((?:[^"\\\n]|\\.)*)"', re.S)


def literals(source):
    for block, raw_block, raw, plain in (match.groups() for match in LITERAL.finditer(source)):
        text = next((part for part in (block, raw_block) if part is not None), None)
        if text is not None:
            indentation = min((len(line) - len(line.lstrip()) for line in text.split("\n") if line.strip()), default=0)
            yield "\n".join(line[indentation:] for line in text.split("\n"))
        elif raw is not None:
            yield raw
        elif "\\(" not in plain:
            yield unescape(plain)


def unescape(text):
    plain = re.sub(r"\\u\{([0-9a-fA-F]+)\}", lambda match: chr(int(match[1], 16)), text)
    return re.sub(r"\\(.)", lambda match: {"n": "\n", "t": "\t", "r": "\r", "0": "\0"}.get(match[1], match[1]), plain)


def rows(table):
    for line in table.split("\n"):
        fields = line.split("\t", 2)
        if len(fields) == 3 and not line.startswith("#"):
            yield fields[2].replace("\u2424", "\n")


def main(folder, dictionary):
    texts = set()
    for table in TABLES:
        for path in sorted((TESTS / table).rglob("*.swift")):
            texts.update(literals(path.read_text()))
    for path in sorted((TESTS / "PoliciesTests/Corpus").glob("*.tsv")):
        texts.update(rows(path.read_text()))
    words = collections.Counter()
    for text in texts:
        data = text.encode("utf-8", "surrogatepass")
        if not 1 < len(data) <= 65536:
            continue
        (folder / hashlib.sha1(data).hexdigest()).write_bytes(data)
        words.update(re.findall(r"[A-Za-z0-9_./=-]{2,24}|[^\sA-Za-z0-9]{1,4}", text))
    entries = [word for word, count in words.most_common(3000) if count > 2]
    with dictionary.open("w") as file:
        for word in entries:
            file.write('"' + "".join(f"\\x{byte:02x}" for byte in word.encode()) + '"\n')
    print(f"{sum(1 for _ in folder.iterdir())} seeds, {len(entries)} words")


main(pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]))
