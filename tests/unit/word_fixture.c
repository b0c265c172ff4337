#include "word_fixture.h"

#include "sound.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

/* In strcmp order; those of five letters and more are heard by ear. */
static const char *const abusive[] = {
    "abruti",  "batard",   "boloss",   "con",    "conasse",
    "connard", "connards", "connasse", "cretin", "cretins",
    "debile",  "encule",   "imbecile", "merde",  "minable",
    "putain",  "pute",     "salaud",   "salope",
};

static const struct {
    const char *word, *text;
} respelt[] = {
    {"jsuis", "je suis"          },
    {"ptn",   "putain"           },
    {"tkt",   "ne t'inquiete pas"},
    {"pk",    "pourquoi"         },
    {"pcq",   "parce que"        },
    {"jpp",   "je n'en peux plus"},
    {"fdp",   "fils de pute"     },
};

static const char *const ordinary[] = {
    "a",       "ai",       "ans",      "article",   "au",     "aussi",
    "avec",    "beaucoup", "bien",     "bon",       "car",    "ce",
    "cent",    "c",        "cela",     "cette",     "comme",  "concours",
    "cours",   "court",    "d",        "dans",      "de",     "deux",
    "dit",     "du",       "elle",     "elles",     "en",     "est",
    "et",      "etudiant", "eux",      "face",      "fait",   "fils",
    "france",  "gens",     "grand",    "homme",     "ici",    "il",
    "ils",     "je",       "jour",     "l",         "la",     "le",
    "lecteur", "les",      "lui",      "mais",      "me",     "merci",
    "midi",    "ministre", "moi",      "monde",     "n",      "ne",
    "nom",     "nous",     "nul",      "on",        "ou",     "par",
    "parce",   "pas",      "pass",     "pays",      "peu",    "peux",
    "plus",    "pour",     "pourquoi", "president", "propos", "quatre",
    "que",     "quel",     "qui",      "rien",      "rond",   "s",
    "sa",      "sale",     "sans",     "se",        "si",     "soir",
    "sort",    "suis",     "sur",      "t",         "ta",     "tard",
    "te",      "toi",      "tous",     "tout",      "tu",     "un",
    "une",     "va",       "vie",      "vous",      "vrai",   "y",
};

void word_fixture_clear(struct word_fixture *self)
{
    memset(self, 0, sizeof(*self));
    self->book = (struct wordbook){.slot = self->slot,
                                   .slot_bits = WORD_FIXTURE_BITS,
                                   .pool = self->pool,
                                   .pool_size = 1,
                                   .abusive = self->abusive};
}

static uint32_t keep_text(struct word_fixture *self, const char *text)
{
    const uint32_t at = self->book.pool_size;

    assert_true(at + strlen(text) + 1 < WORD_FIXTURE_POOL);
    strcpy(self->pool + at, text);
    self->book.pool_size += (uint32_t)strlen(text) + 1;
    return at;
}

static struct word_entry *place(struct word_fixture *self, enum word_key kind,
                                struct view key)
{
    const uint64_t hash = wordbook_hash(kind, key);
    struct word_entry *e = wordbook_place(self->slot, WORD_FIXTURE_BITS, hash);

    e->fingerprint = (uint32_t)(hash >> 32);
    return e;
}

void word_fixture_enter(struct word_fixture *self, const char *word,
                        uint16_t frequency, uint16_t flags, const char *text)
{
    struct word_entry *e = place(self, WORD_KEY_SPELLING, view_of(word));

    e->frequency = frequency;
    e->flags = flags;
    if (text)
        e->text = keep_text(self, text);
    if (flags & WORD_ABUSIVE)
        self->abusive[self->book.abusive_count++] = keep_text(self, word);
}

void word_fixture_sound(struct word_fixture *self, const char *word)
{
    char key[SOUND_CEILING + 1];
    const size_t len = sound_key(view_of(word), key);
    struct word_entry *e = place(self, WORD_KEY_SOUND, (struct view){key, len});

    if (e->frequency)
        return;
    e->frequency = 1;
    e->flags = WORD_SOUND;
    e->text = keep_text(self, word);
}

void word_fixture_open(struct word_fixture *self)
{
    word_fixture_clear(self);
    for (size_t i = 0; i < sizeof(ordinary) / sizeof(ordinary[0]); i++)
        word_fixture_enter(self, ordinary[i], (uint16_t)(900 - 7 * i), 0, NULL);
    word_fixture_enter(self, "po", 2, 0, NULL);
    word_fixture_enter(self, "ur", 3, 0, NULL);
    for (size_t i = 0; i < sizeof(respelt) / sizeof(respelt[0]); i++)
        word_fixture_enter(self, respelt[i].word, 3, WORD_RESPELT,
                           respelt[i].text);
    for (size_t i = 0; i < sizeof(abusive) / sizeof(abusive[0]); i++)
        word_fixture_enter(self, abusive[i], (uint16_t)(10 + i), WORD_ABUSIVE,
                           NULL);
    for (size_t i = 0; i < sizeof(abusive) / sizeof(abusive[0]); i++)
        if (strlen(abusive[i]) >= 5)
            word_fixture_sound(self, abusive[i]);
}
