#!/usr/bin/python3
"""rewrites.py REPAIRED [MODEL [CORPORA]]

Which words of ordinary French are rewritten into another word, and how many
in 10,000, over the unlabelled and neutral sets of CORPORA (by default
../shared/corpora; nothing is measured where it is absent).  REPAIRED is
build/release/tests/repaired.

Letters without diacritics, small letters, inclusive writing and joined
initials (U.S.A.) are the same word.  What the list of chat spellings expands
(jsuis) is meant, so it is counted apart, but listed: its entries may be wrong.
Where Debian's wfrench and wamerican are installed, what is rewritten is told
apart.  A correction makes a word of the French dictionary of what is none in
either language: a misspelling (euroepenne), a word that fell apart (f aire).
All else is a word rewritten into another: marked with !, and what the bar is
for.  A dictionary does not know what was meant, so the list is there to read.
Of the texts nothing is printed but these words.
"""
import argparse
import collections
import gzip
import json
import os
import re
import subprocess
import sys
import unicodedata

HERE = os.path.dirname(os.path.abspath(__file__))
HOME = os.path.join(HERE, "..", "..")
FRENCH = "/usr/share/dict/french"
ENGLISH = "/usr/share/dict/american-english"
ASKED = 1.0  # in 10,000, fewer than

SETS = {
    "diabla_dialogues_fr": lambda r: True,
    "french_interrogatives_fib": lambda r: True,
    "frwikidisc_unlabelled": lambda r: True,
    "xed_subtitles_unlabelled_fr": lambda r: True,
    "rtp_lx_fr": lambda r: r["labels"].get("part") == "benign_completion",
    "umsab_sentiment_fr": lambda r: r["labels"]["sentiment"] == "neutral",
}

# rule of the repair -> kind of trick; what is not here is the same word
KINDS = {
    "sign": "MASKED", "star": "MASKED", "look-alike": "MASKED",
    "letters": "SPREAD", "parts": "SPREAD",
    "swapped": "RESPELT", "by ear": "RESPELT", "stretched": "stretched",
}
CHAT = "chat"


def read(folder, wanted):
    for name in sorted(os.listdir(folder)):
        if name.endswith((".jsonl", ".jsonl.gz")):
            opened = gzip.open if name.endswith(".gz") else open
            with opened(os.path.join(folder, name), "rt",
                        encoding="utf-8") as lines:
                yield from filter(wanted, map(json.loads, lines))


def bare(text):
    text = text.lower().replace("\u0153", "oe").replace("\u00e6", "ae")
    return "".join(c for c in unicodedata.normalize("NFD", text)
                   if not unicodedata.combining(c))


def dictionary(path):
    """Its words; of single letters only those that are some."""
    if not os.path.exists(path):
        return None
    with open(path, encoding="utf-8") as lines:
        words = {bare(line.strip()) for line in lines}
    return {w for w in words if len(w) > 1 or w in ("a", "o", "y")}


class Counts:
    """What was rewritten in one set, or in all."""

    def __init__(self):
        self.words = 0
        self.rewritten = collections.Counter()  # (rule, from, to) -> times

    def add(self, record):
        self.words += record["words"]
        for place in record["rewritten"]:
            self.rewritten[place["rule"],
                           " ".join(place["original"].lower().split()),
                           place["to"]] += 1

    def rate(self, chosen):
        times = sum(n for key, n in self.rewritten.items() if chosen(*key))
        return 10000 * times / self.words if self.words else 0.0


def measure(program, model, rows):
    lines = "".join(json.dumps({"text": r["text"]}) + "\n" for r in rows)
    done = subprocess.run([program, model], input=lines.encode(), check=True,
                          stdout=subprocess.PIPE)
    counts = Counts()
    for line in done.stdout.decode().splitlines():
        counts.add(json.loads(line))
    return counts


def parts(text):
    return re.findall(r"[^\W_]+", bare(text))


def correction(french, english):
    """The test for a place that was no word and is one now."""
    if not french:
        return lambda rule, source, target: False
    words = french | (english or set())

    def corrects(rule, source, target):
        return rule in KINDS \
            and not all(p in words for p in parts(source)) \
            and all(p in french for p in parts(target))
    return corrects


def row(cells):
    print("| " + " | ".join(cells) + " |")


def print_table(sets, corrects):
    kinds = sorted(set(KINDS.values()))
    row(["in 10,000 words", "words"] + kinds
        + ["all", "corrections", "**wrong**", "chat"])
    row(["---"] + ["--:"] * (len(kinds) + 5))
    for name, counts in sets.items():
        rates = [counts.rate(lambda r, s, t, k=k: KINDS.get(r) == k)
                 for k in kinds]
        rates.append(counts.rate(lambda r, s, t: r in KINDS))
        rates.append(counts.rate(corrects))
        rates.append(rates[-2] - rates[-1])
        rates.append(counts.rate(lambda r, s, t: r == CHAT))
        row([name, f"{counts.words:,}"] + [f"{r:.2f}" for r in rates])


def print_list(counts, corrects):
    for (rule, source, target), times in sorted(
            counts.rewritten.items(), key=lambda e: (-e[1], e[0])):
        if rule in KINDS or rule == CHAT:
            mark = " " if rule == CHAT or corrects(rule, source, target) \
                else "!"
            print(f"{times:6} {mark} {rule:<10}  {source} -> {target}")


def main():
    parser = argparse.ArgumentParser(
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("repaired")
    parser.add_argument("model", nargs="?",
                        default=os.path.join(HOME, "models/fr-comments"))
    parser.add_argument("corpora", nargs="?",
                        default=os.path.join(HOME, "../shared/corpora"))
    arguments = parser.parse_args()
    sets, everything = {}, Counts()
    for name, wanted in SETS.items():
        folder = os.path.join(arguments.corpora, name)
        if not os.path.isdir(folder):
            continue
        sets[name] = measure(arguments.repaired, arguments.model,
                             read(folder, wanted))
        everything.words += sets[name].words
        everything.rewritten += sets[name].rewritten
    if not sets:
        print("skipped: no public sets in " + arguments.corpora)
        return
    corrects = correction(dictionary(FRENCH), dictionary(ENGLISH))
    print_table(dict(sets, all=everything), corrects)
    print(f"\nasked for: fewer than {ASKED:g} wrong in 10,000\n")
    print_list(everything, corrects)


if __name__ == "__main__":
    main()
