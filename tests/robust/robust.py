#!/usr/bin/python3
"""robust.py [OPTION...] VIGIE [MODEL]

Average precision of hostility on the test split of data/discussions when
every word is degraded by one trick (degrade.py), as a share of the clean
figure, with the share that is asked for beside it.  A whole thread is degraded
alike: the comment that is answered, too; titles stay.

  --peer      scikit-learn beside it, trained on the same clean comments
              (TF-IDF of characters 2-5 in words and words 1-2, LinearSVC)
  --only A,B  these tricks alone
  --check     exit 1 when a share is lower than asked for
  --samples N after the table, N words a trick that were not read as in the
              clean text; PROGRAM is build/release/tests/repaired
"""
import argparse
import collections
import difflib
import glob
import json
import os
import re
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from degrade import TRICKS, degrade  # noqa: E402

HOME = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")
TONE = "hostility"
CLEAN = "clean"


def read():
    rows = []
    for path in sorted(glob.glob(
            os.path.join(HOME, "data/discussions/*.jsonl"))):
        with open(path, encoding="utf-8") as lines:
            rows += [json.loads(line) for line in lines]
    return ([r for r in rows if r["split"] != "test"],
            [r for r in rows if r["split"] == "test"])


def degraded(rows, name):
    if name == CLEAN:
        return rows
    return [dict(r, text=degrade(r["text"], name, r["id"])) for r in rows]


def json_lines(rows):
    return "".join(json.dumps(r, ensure_ascii=False) + "\n" for r in rows)


def vigie(program, model, rows, folder):
    """Average precision of the rows."""
    path = os.path.join(folder, "degraded.jsonl")
    with open(path, "w", encoding="utf-8") as out:
        out.write(json_lines(rows))
    done = subprocess.run(
        [program, "evaluate", "--split", "test", "--format", "json",
         "--draws", "0"] + (["--model", model] if model else []) + [path],
        check=True, stdout=subprocess.PIPE)
    return json.loads(done.stdout)["figures"]["tones"][TONE][
        "average_precision"]


class ScikitLearn:
    def __init__(self, train):
        from sklearn.feature_extraction.text import TfidfVectorizer
        from sklearn.svm import LinearSVC
        self.vectorizers = [
            TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), min_df=2,
                            sublinear_tf=True),
            TfidfVectorizer(ngram_range=(1, 2), min_df=2, sublinear_tf=True)]
        for v in self.vectorizers:
            v.fit([r["text"] for r in train])
        self.machine = LinearSVC(C=1).fit(self.features(train),
                                          self.labels(train))

    @staticmethod
    def labels(rows):
        return [TONE in r["tones"] for r in rows]

    def features(self, rows):
        from scipy.sparse import hstack
        texts = [r["text"] for r in rows]
        return hstack([v.transform(texts) for v in self.vectorizers]).tocsr()

    def precision(self, rows):
        from sklearn.metrics import average_precision_score
        return average_precision_score(
            self.labels(rows),
            self.machine.decision_function(self.features(rows)))


# ---- words that are not read ------------------------------------------------

def words_read(program, model, rows):
    """For each row its words as the features read them."""
    model = model or os.path.join(HOME, "models/fr-comments")
    done = subprocess.run([program, model], check=True,
                          input=json_lines(rows).encode(),
                          stdout=subprocess.PIPE)
    for line in done.stdout.decode().splitlines():
        yield re.findall(r"\w+'?|[^\w\s]+", json.loads(line)["read"])


def differences(clean, other):
    """Pairs (clean words, what was read instead)."""
    matcher = difflib.SequenceMatcher(None, clean, other, autojunk=False)
    for what, a, b, c, d in matcher.get_opcodes():
        if what != "equal":
            yield " ".join(clean[a:b]), " ".join(other[c:d])


def chosen(arguments):
    if not arguments.only:
        return TRICKS
    wanted = arguments.only.split(",")
    unknown = set(wanted) - {name for name, _, _ in TRICKS}
    if unknown:
        sys.exit("robust: no trick called " + ", ".join(sorted(unknown)))
    return [t for t in TRICKS if t[0] in wanted]


def print_samples(arguments, test):
    clean = list(words_read(arguments.repaired, arguments.model, test))
    total = sum(map(len, clean))
    for name, _, _ in chosen(arguments):
        missed, lost = collections.Counter(), 0
        rows = degraded(test, name)
        for was, now in zip(clean, words_read(arguments.repaired,
                                              arguments.model, rows)):
            missed.update(differences(was, now))
            lost += sum((collections.Counter(was)
                         - collections.Counter(now)).values())
        print(f"\n{name}: {100 * lost / total:.1f} % of the words are not "
              "read as in the clean text")
        for (was, now), times in missed.most_common(arguments.samples):
            print(f"{times:6}  {was} | {now}")


# ---- the table --------------------------------------------------------------

def row(cells):
    print("| " + " | ".join(cells) + " |", flush=True)


def print_table(arguments, train, test, folder):
    """Returns the tricks that stay under their bar."""
    peer = ScikitLearn(train) if arguments.peer else None
    under, base, peer_base = [], None, None
    row(["hostility", "average precision", "% of clean", "asked for"]
        + (["scikit-learn", "% of clean"] if peer else []))
    row(["---", "--:", "--:", "--:"] + (["--:", "--:"] if peer else []))
    for name, _, bar in [(CLEAN, None, None)] + chosen(arguments):
        rows = degraded(test, name)
        figure = vigie(arguments.vigie, arguments.model, rows, folder)
        base = base or figure
        share = 100 * figure / base
        cells = [name, f"{figure:.4f}", f"{share:.1f}",
                 "" if bar is None else f"{bar}"]
        if bar is not None and share < bar:
            cells[3] += " under"
            under.append(name)
        if peer:
            figure = peer.precision(rows)
            peer_base = peer_base or figure
            cells += [f"{figure:.4f}", f"{100 * figure / peer_base:.1f}"]
        row(cells)
    return under


def main():
    parser = argparse.ArgumentParser(
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("vigie")
    parser.add_argument("model", nargs="?")
    parser.add_argument("--only", metavar="A,B")
    parser.add_argument("--peer", action="store_true")
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--samples", type=int, metavar="N")
    parser.add_argument("--repaired", metavar="PROGRAM")
    arguments = parser.parse_args()
    if arguments.samples and not arguments.repaired:
        parser.error("--samples needs --repaired")
    arguments.vigie = os.path.abspath(arguments.vigie)
    train, test = read()
    with tempfile.TemporaryDirectory() as folder:
        under = print_table(arguments, train, test, folder)
    if arguments.samples:
        print_samples(arguments, test)
    if arguments.check and under:
        sys.exit("robust: under the bar: " + ", ".join(under))


if __name__ == "__main__":
    main()
