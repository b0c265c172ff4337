#!/usr/bin/python3
"""spelling.py [SPELLING]

No written form of data/lexicon/spelling.tsv is an ordinary word: a word of
Debian's wfrench, accents left out, would be rewritten wherever it stands.
What the dictionary has and nobody means but as written here is excepted.
Exits 1 with those that are; skips where wfrench is not installed.
"""
import os
import sys

sys.dont_write_bytecode = True
HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
from rewrites import FRENCH, bare, dictionary  # noqa: E402

SPELLING = os.path.join(HERE, "../../data/lexicon/spelling.tsv")

EXCEPTED = {
    "qqn", "qqun", "quelquun",     # abbreviations, and a slip of the list
    "conard", "conasse", "salop",  # the same insults, spelt otherwise
    "reloue",                      # verlan; nobody lets a house again
}


def main():
    path = sys.argv[1] if len(sys.argv) > 1 else SPELLING
    words = dictionary(FRENCH)
    if words is None:
        print("skipped: no " + FRENCH)
        return
    wrong = []
    with open(path, encoding="utf-8") as rows:
        for number, row in enumerate(rows, 1):
            form = bare(row.split("\t")[0].strip())
            if row.strip() and not row.startswith("#") \
                    and form in words - EXCEPTED:
                wrong.append(f"{path}:{number}: '{form}' is a word")
    if wrong:
        sys.exit("\n".join(wrong))


if __name__ == "__main__":
    main()
