"""The tricks of people who write past a filter, one at a time.

Every word of four letters or more is degraded; links, addresses and @names
stay, a broken link being none.  Where a trick has a choice (which letter, how
often), it falls by the comment's id and the word's place in it: the same text
is always degraded the same way.
"""
import random
import re
import unicodedata

LEAST_LETTERS = 4

# A word, or what is passed over whole.
WORDS = re.compile(r"(https?://\S+|www\.\S+|\S*@\S+)"
                   r"|([^\W\d_]{%d,})" % LEAST_LETTERS)

LOOK_ALIKES = {
    "a": "\u0430\u03b1", "c": "\u0441\u03f2", "d": "\u0501", "e": "\u0435",
    "h": "\u04bb", "i": "\u0456", "j": "\u0458", "k": "\u043a\u03ba",
    "n": "\u03b7", "o": "\u043e\u03bf", "p": "\u0440\u03c1", "s": "\u0455",
    "t": "\u03c4", "u": "\u03c5", "v": "\u03bd", "x": "\u0445\u03c7",
    "y": "\u0443",
    "A": "\u0410\u0391", "B": "\u0412\u0392", "C": "\u0421",
    "E": "\u0415\u0395", "H": "\u041d\u0397", "I": "\u0406\u0399",
    "J": "\u0408", "K": "\u041a\u039a", "M": "\u041c\u039c", "N": "\u039d",
    "O": "\u041e\u039f", "P": "\u0420\u03a1", "S": "\u0405",
    "T": "\u0422\u03a4", "X": "\u0425\u03a7", "Y": "\u03a5",
}
LEET = {"a": "4@", "e": "3", "i": "1!", "o": "0", "s": "5$", "t": "7",
        "b": "8", "g": "9"}
INVISIBLE = "\u200b\u200c\u200d\u2060\ufeff\u00ad"


def bare(word):
    """Without diacritics; one string a letter of `word`."""
    for letter in word:
        if letter in "\u0153\u0152\u00e6\u00c6":
            yield {"\u0153": "oe", "\u0152": "OE", "\u00e6": "ae",
                   "\u00c6": "AE"}[letter]
        else:
            yield "".join(c for c in unicodedata.normalize("NFD", letter)
                          if not unicodedata.combining(c))


def some(places, chance):
    """About half of the places, one at least; none where there is none."""
    chosen = {p for p in places if chance.random() < 0.5}
    return chosen or ({chance.choice(places)} if places else set())


def capitals(word, _):
    return word.upper()


def accents_dropped(word, _):
    return "".join(bare(word))


def stretched(word, chance):
    at = chance.randrange(len(word))
    return word[:at] + word[at] * chance.randint(3, 6) + word[at + 1:]


def zero_width(word, chance):
    inside = some(range(1, len(word)), chance)
    return "".join((chance.choice(INVISIBLE) if i in inside else "") + letter
                   for i, letter in enumerate(word))


def homoglyphs(word, chance):
    parts = [unicodedata.normalize("NFD", letter) for letter in word]
    chosen = some([i for i, p in enumerate(parts) if p[0] in LOOK_ALIKES],
                  chance)
    return "".join(chance.choice(LOOK_ALIKES[p[0]]) + p[1:] if i in chosen
                   else word[i] for i, p in enumerate(parts))


def leet(word, chance):
    plain = [letter.lower() for letter in bare(word)]
    chosen = some([i for i, p in enumerate(plain) if p in LEET], chance)
    letters = list(word)
    for i in sorted(chosen):
        letters[i] = chance.choice(LEET[plain[i]])
    if letters[0] == "@":  # "@vec" would be a name
        letters[0] = "4"
    return "".join(letters)


def parted(sign):
    return lambda word, _: sign.join(word)


def parted_once(sign):
    def trick(word, chance):
        at = chance.randrange(1, len(word))
        return word[:at] + sign + word[at:]
    return trick


def starred(word, chance):
    at = chance.randrange(1, len(word) - 1)
    return word[:at] + "*" + word[at + 1:]


def swapped(word, chance):
    places = [i for i in range(len(word) - 1)
              if word[i].lower() != word[i + 1].lower()]
    if not places:
        return word
    at = chance.choice(places)
    return word[:at] + word[at + 1] + word[at] + word[at + 2:]


# name, trick, the share of the clean figure that is asked for (percent)
TRICKS = [
    ("capitals", capitals, 98),
    ("accents dropped", accents_dropped, 98),
    ("stretched", stretched, 98),
    ("zero-width", zero_width, 98),
    ("homoglyphs", homoglyphs, 98),
    ("leet", leet, 96),
    ("dotted", parted("."), 96),
    ("dotted once", parted_once("."), 96),
    ("spaced", parted(" "), 96),
    ("spaced once", parted_once(" "), 96),
    ("dashed", parted("-"), None),
    ("dashed once", parted_once("-"), None),
    ("one letter starred", starred, 92),
    ("two letters swapped", swapped, 92),
]


def degrade(text, name, identity):
    """`text` with trick `name` in each of its words."""
    trick = next(t for n, t, _ in TRICKS if n == name)
    place = 0

    def one(match):
        nonlocal place
        if match[1]:
            return match[1]
        place += 1
        return trick(match[2], random.Random(f"{name} {identity} {place}"))

    if name == "spaced":  # who spaces letters out parts words wider
        text = re.sub(r" +", "   ", text)
    return WORDS.sub(one, text)
