#!/usr/bin/python3
"""repeat.py COUNT [FILE...]: labelled comments for training at scale.

Prints COUNT comments to train on, JSON lines: those of FILE... (default:
data/discussions), the test split left out, again and again.  From the second
time on, ids and discussions are new and one word in five is another one of
the corpus, left out or misspelt, so that no text comes twice.  The same
arguments give the same bytes.
"""
import glob
import json
import random
import sys


def read(paths):
    rows = []
    for path in paths:
        with open(path, encoding="utf-8") as lines:
            rows += [json.loads(line) for line in lines]
    return [r for r in rows if r["split"] != "test"]


def misspelt(word, draw):
    at = draw.randrange(len(word))
    return word[:at] + word[at + 1:] + word[at]


def noisy(text, words, draw):
    out = []
    for word in text.split(" "):
        chance = draw.random()
        if chance < 0.10:
            out.append(draw.choice(words))
        elif chance < 0.15 and word:
            out.append(misspelt(word, draw))
        elif chance >= 0.20:
            out.append(word)
    return " ".join(out) or draw.choice(words)


def again(row, time, words, draw):
    row = dict(row)
    for member in ("id", "discussion", "reply_to"):
        if row.get(member):
            row[member] = f"{row[member]}~{time}"
    row["text"] = noisy(row["text"], words, draw)
    return row


def main():
    count = int(sys.argv[1])
    rows = read(sys.argv[2:] or sorted(glob.glob("data/discussions/*.jsonl")))
    words = sorted({w for r in rows for w in r["text"].split()})
    draw = random.Random(1)
    for i in range(count):
        time, at = divmod(i, len(rows))
        row = again(rows[at], time, words, draw) if time else rows[at]
        print(json.dumps(row, ensure_ascii=False))


if __name__ == "__main__":
    main()
