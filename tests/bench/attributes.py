#!/usr/bin/python3
"""attributes.py VIGIE: how well the attributes of comments:analyze are
calibrated, on the held-out discussions.

Each comment is sent to a server as clients of the hosted API send it: alone,
without the comment it answers.  Prints a Markdown table; `--readme FILE` puts
it into FILE.  Fails where a share in attributes.c is no longer that of the
training data.

The six names of the hosted API claim to be probabilities in an even mix of
classes, so comments that have the attribute are weighted to half of all; every
other name is taken as comments come.  Calibration error: 15 bins of equal
weight, as in the model card (Guo et al. 2017).
"""
import argparse
import glob
import json
import os
import re
import sys

from serving import Server, post
from tables import put_table

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../..")
BINS = 15
STEPS = (0, 0.2, 0.4, 0.6, 0.8, 1.000001)


def known():
    """Name to share and tones, as attributes.c has them."""
    row = re.compile(r'\{"([A-Z_]+)",\s+([0-9.]+), \{([^}]*)\}')
    with open(ROOT + "/pipeline/console/attributes.c",
              encoding="utf-8") as source:
        return {name: (float(share), re.findall(r'"(\w+)"', tones))
                for name, share, tones in row.findall(source.read())}


def read():
    rows = []
    for path in sorted(glob.glob(ROOT + "/data/discussions/*.jsonl")):
        with open(path, encoding="utf-8") as lines:
            rows += [json.loads(line) for line in lines]
    return rows


def has(row, tones):
    return any(tone in row["tones"] for tone in tones)


def check_shares(rows, attributes):
    train = [row for row in rows if row["split"] == "train"]
    for name, (share, tones) in attributes.items():
        seen = sum(has(row, tones) for row in train) / len(train)
        if abs(seen - share) > 0.0005:
            sys.exit(f"attributes.c: the share of {name} is {seen:.4f}")


def ask(server, rows, names):
    """A dictionary of values for each row."""
    path = "/v1/comments:analyze?key=" + server.key
    connection, values = server.connect(), []
    for row in rows:
        body = {"comment": {"text": row["text"]}, "languages": ["fr"],
                "requestedAttributes": {name: {} for name in names},
                "doNotStore": True}
        status, answer = post(connection, path, body)
        if status != 200:
            sys.exit(f"{row['id']}: {answer}")
        values.append({name: score["summaryScore"]["value"] for name, score
                       in answer["attributeScores"].items()})
    return values


def bins(items):
    """Sorted (value, truth, weight) in BINS parts of equal weight."""
    whole, at, part, parts = sum(w for _, _, w in items), 0, [], []
    for item in sorted(items):
        part.append(item)
        at += item[2]
        if at >= whole * (len(parts) + 1) / BINS:
            parts.append(part)
            part = []
    return parts + ([part] if part else [])


def mean(items, which):
    return sum(i[which] * i[2] for i in items) / sum(i[2] for i in items)


def error(items):
    whole = sum(w for _, _, w in items)
    return sum(abs(mean(part, 0) - mean(part, 1)) * sum(w for *_, w in part)
               for part in bins(items)) / whole


def cells(name, tones, share, rows, values):
    """One row of the table."""
    truth = [has(row, tones) for row in rows]
    yes = sum(truth)
    weight = {True: 0.5 / yes, False: 0.5 / (len(rows) - yes)} if share \
        else {True: 1, False: 1}
    items = [(value[name], t, weight[t]) for value, t in zip(values, truth)]
    row = [f"`{name}`", " ".join(tones), f"{share:.4f}" if share else "–",
           f"{yes}", f"{error(items):.3f}"]
    for low, high in zip(STEPS, STEPS[1:]):
        part = [i for i in items if low <= i[0] < high]
        row.append(f"{mean(part, 1):.2f}" if len(part) >= 10 else "–")
    above = [t for value, t, _ in items if value >= 0.8]
    return row + ([f"{sum(above) / len(above):.2f}",
                   f"{sum(above) / yes:.2f}"] if len(above) >= 10
                  else ["–", "–"])


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("program")
    parser.add_argument("--readme")
    options = parser.parse_args()
    attributes, rows = known(), read()
    check_shares(rows, attributes)
    with open(ROOT + "/models/fr-comments/metrics.json",
              encoding="utf-8") as text:
        tones = json.load(text)["tones"]
    every = {**attributes, **{t.upper(): (None, [t]) for t in tones
                              if t.upper() not in attributes}}
    test = [row for row in rows if row["split"] == "test"]
    for row in test:  # the sentiment is one of two tones, or none
        row["tones"] = row["tones"] + [row["sentiment"]]
    with Server(options.program) as server:
        values = ask(server, test, every)
    lines = ["| attribute | largest of | s | comments | calibration error | "
             "0–0.2 | 0.2–0.4 | 0.4–0.6 | 0.6–0.8 | 0.8–1 | right from 0.8 | "
             "found from 0.8 |", "|---|---|" + "--:|" * 10]
    for name, (share, made_of) in every.items():
        row = cells(name, made_of, share, test, values)
        lines.append("| " + " | ".join(row) + " |")
    lines += ["", f"{len(test):,} held-out comments, each sent alone."]
    print("\n".join(lines))
    if options.readme:
        put_table(options.readme, "make attributes", lines)


main()
