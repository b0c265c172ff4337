#!/usr/bin/python3
"""coverage.py COVERED [LEXICON [LISTS]]

How many of the words that other lists of profanity have, the lexicon has.
COVERED is build/release/tests/covered, LEXICON data/lexicon, LISTS
../shared/corpora/lexicons; nothing is measured where LISTS is absent.

Single words alone count: most phrases of these lists are put together from
words.  Figures only: no entry of a list is printed, and none was copied.
"""
import argparse
import json
import os
import re
import subprocess
import sys

HOME = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")


def lines(path):
    with open(path, encoding="utf-8") as rows:
        return [row.rstrip("\n") for row in rows]


def listed(folder):
    """(name, words) of each list."""
    def path(name):
        return os.path.join(folder, name)

    for name in ("2toad-profanity-fr.txt", "allprofanity-fr.txt",
                 "french-badwords-list.txt"):
        yield name, lines(path(name))
    rated = [row.split("\t") for row in lines(path("cuss-fr.tsv"))]
    for rating, meaning in (("2", "surely"), ("1", "maybe"), ("0", "hardly")):
        yield (f"cuss-fr.tsv, {meaning} profane",
               [row[0] for row in rated if row[-1] == rating])
    with open(path("bad-words-next-fr.json"), encoding="utf-8") as entries:
        words = json.load(entries)["words"]
    # a plus says that the letter before it may come again
    yield "bad-words-next-fr.json", [w.replace("+", "") for w in words]


def single(words):
    """Words of letters alone, once each."""
    return sorted({w.strip().lower() for w in words
                   if re.fullmatch(r"[^\W\d_]{2,}", w.strip())})


def classes(program, lexicon, words):
    done = subprocess.run([program, lexicon], check=True,
                          input="".join(w + "\n" for w in words).encode(),
                          stdout=subprocess.PIPE)
    return done.stdout.decode().splitlines()


def main():
    parser = argparse.ArgumentParser(
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("covered")
    parser.add_argument("lexicon", nargs="?",
                        default=os.path.join(HOME, "data/lexicon"))
    parser.add_argument("lists", nargs="?", default=os.path.join(
        HOME, "../shared/corpora/lexicons"))
    arguments = parser.parse_args()
    if not os.path.isdir(arguments.lists):
        sys.exit(print("skipped: no lists in " + arguments.lists))
    print("| list | single words | as abuse or profanity | covered |")
    print("| --- | --: | --: | --: |")
    for name, entries in listed(arguments.lists):
        words = single(entries)
        found = classes(arguments.covered, arguments.lexicon, words)
        sharp = sum(c.split("/")[0] in ("insults", "slurs", "profanity",
                                        "contempt", "threats", "coded")
                    for c in found)
        any_class = sum(c != "-" for c in found)
        total = max(len(words), 1)
        print(f"| {name} | {len(words):,} | {100 * sharp / total:.1f} % "
              f"| {100 * any_class / total:.1f} % |")


if __name__ == "__main__":
    main()
