#!/usr/bin/python3
"""recombine.py COUNT [SEED]: comments for load tests, JSON lines.

Each text is one to four sentences of data/discussions, drawn by chance; they
stand in discussions of 20 to 300 comments with titles, sections, authors,
times and replies like those of a news site.  Nothing can be learnt from them:
never train or judge on these.  The same arguments give the same bytes.
"""
import glob
import json
import random
import re
import sys
import time

AUTHORS = 200000  # of the site; a discussion has about one for three comments
BEGIN = 1735689600  # 2025-01-01 UTC


def read():
    """Sentences, titles with their sections, names: each once, in order."""
    sentences, titles, names = {}, {}, {}
    for path in sorted(glob.glob("data/discussions/*.jsonl")):
        with open(path, encoding="utf-8") as lines:
            for row in map(json.loads, lines):
                for part in re.split(r"(?<=[.!?…])\s+", row["text"]):
                    if part.strip():
                        sentences[part.strip()] = None
                titles[row["title"], row["section"]] = None
                names[row["author"]] = None
    return list(sentences), list(titles), list(names)


def discussion(draw, name, number, stock):
    """The comments of one discussion, in order of time."""
    sentences, titles, names = stock
    title, section = draw.choice(titles)
    size = int(20 * 15 ** draw.random())
    authors = [f"{draw.choice(names)}{draw.randrange(AUTHORS // 100)}"
               for _ in range(size // 3 + 1)]
    at = BEGIN + number * 600
    published = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(at))
    for i in range(1, size + 1):
        at += int(draw.expovariate(1 / 120))
        yield {
            "id": f"{name}-{draw.getrandbits(32):08x}{i:x}",
            "discussion": name, "title": title, "section": section,
            "published": published, "position": i,
            "author": draw.choice(authors),
            "time": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(at)),
            "text": " ".join(draw.choices(sentences,
                                          k=draw.choice((1, 1, 2, 2, 3, 4)))),
        }


def main():
    count = int(sys.argv[1])
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    draw = random.Random(seed)
    stock = read()
    encode = json.JSONEncoder(ensure_ascii=False).encode
    number = 0
    while count > 0:
        ids = []
        number += 1
        for row in discussion(draw, f"{seed}.{number:x}", number, stock):
            if ids and draw.random() < 0.3:
                row["reply_to"] = draw.choice(ids)
            ids.append(row["id"])
            sys.stdout.write(encode(row) + "\n")
            count -= 1
            if not count:
                break


if __name__ == "__main__":
    main()
