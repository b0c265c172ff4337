#include "cue_words.h"

#include <stddef.h>
#include <stdio.h>
#include <string.h>

/* English NULL: the name says it. */
/* clang-format off */
static const struct row {
    const char *name, *english, *french;
} rows[] = {
    /* ---- what the comment looks like: features/cue.h ---- */
    {"exclamation marks", NULL, "points d'exclamation"},
    {"question marks", NULL, "points d'interrogation"},
    {"ellipses", NULL, "points de suspension"},
    {"share of capitals", NULL, "part de majuscules"},
    {"hardly a capital", NULL, "presque pas de majuscules"},
    {"words in capitals", NULL, "mots en majuscules"},
    {"length of the comment", NULL, "longueur du commentaire"},
    {"number of words", NULL, "nombre de mots"},
    {"quotation marks", NULL, "guillemets"},
    {"links", NULL, "liens"},
    {"numbers", NULL, "nombres"},
    {"years", NULL, "années"},
    {"names called with @", NULL, "noms appelés par @"},
    {"begins in lower case", NULL, "commence par une minuscule"},
    {"last character", NULL, "dernier caractère"},
    {"ends with a full stop", NULL, "finit par un point"},
    {"ends with an exclamation mark", NULL, "finit par un point d'exclamation"},
    {"ends with a question mark", NULL, "finit par un point d'interrogation"},
    {"ends with a parenthesis", NULL, "finit par une parenthèse"},
    {"ends without punctuation", NULL, "finit sans ponctuation"},
    {"stretched words", NULL, "mots étirés"},
    {"parentheses", NULL, "parenthèses"},
    {"number of lines", NULL, "nombre de lignes"},
    {"smileys", NULL, "smileys"},
    {"emojis", NULL, "émojis"},
    {"invisible characters", NULL, "caractères invisibles"},
    {"letters replaced by signs", NULL, "lettres remplacées par des signes"},
    {"letters of a word set apart", NULL, "lettres d'un mot écartées"},
    {"chat spelling", NULL, "écriture SMS"},
    {"inclusive writing", NULL, "écriture inclusive"},
    {"share of quoted words", NULL, "part de mots cités"},
    {"words held at arm's length", NULL, "mots mis à distance"},
    {"speaks of oneself", NULL, "parle de soi"},
    {"says tu to someone", NULL, "tutoie quelqu'un"},
    {"says vous to someone", NULL, "vouvoie quelqu'un"},
    {"answers a comment", NULL, "répond à un commentaire"},
    /* ---- where it stands: classify/explain.c ---- */
    {"words of the comment it answers", NULL,
     "mots du commentaire auquel il répond"},
    {"in a quotation", NULL, "dans une citation"},
    {"negated", NULL, "avec une négation"},
    {"said to someone", NULL, "à l'adresse de quelqu'un"},
    {"of oneself", NULL, "à propos de soi"},
    {"of a third person", NULL, "à propos d'un tiers"},
    {"held at arm's length", NULL, "avec distance"},
    {"in a question", NULL, "dans une question"},
    {"phrase", NULL, "formule"},
    /* ---- classes of data/lexicon ---- */
    {"address/condescending", "condescending address", "ton condescendant"},
    {"address/familiar", "familiar address", "ton familier"},
    {"address/hostile", "hostile address", "interpellation hostile"},
    {"address/polite", "polite address", "formule de politesse"},
    {"coded/age", "coded words on age", "sous-entendu sur l'âge"},
    {"coded/conspiracy", "conspiracy formula", "formule complotiste"},
    {"coded/disability", "coded words on disability",
     "sous-entendu sur le handicap"},
    {"coded/general", "generalises about a group", "généralise sur un groupe"},
    {"coded/orientation", "coded words on orientation",
     "sous-entendu sur l'orientation"},
    {"coded/origin", "coded words on origin", "sous-entendu sur l'origine"},
    {"coded/religion", "coded words on religion",
     "sous-entendu sur la religion"},
    {"coded/sex", "coded words on sex", "sous-entendu sur le sexe"},
    {"complaint/anger_thing", "anger at a thing", "colère contre une chose"},
    {"complaint/disappointment", "disappointment", "déception"},
    {"complaint/disgust", "disgust", "dégoût"},
    {"complaint/fatigue", "weariness", "lassitude"},
    {"complaint/regret", "regret", "regret"},
    {"complaint/sadness", "sadness", "tristesse"},
    {"complaint/worry", "worry", "inquiétude"},
    {"contempt/bad_faith", "charge of bad faith", "accusation de mauvaise foi"},
    {"contempt/condescension", "condescension", "condescendance"},
    {"contempt/credentials", "doubts who speaks", "conteste qui parle"},
    {"contempt/dismissal", "dismissal", "mépris de l'avis d'autrui"},
    {"contempt/morals", "moral reproach", "reproche moral"},
    {"contempt/silence", "tells to be silent", "injonction au silence"},
    {"contempt/stupidity", "charge of stupidity", "accusation de bêtise"},
    {"distress/figure", "distress, figurative", "détresse au figuré"},
    {"distress/general", "talk of suicide", "parle de suicide"},
    {"distress/other_person", "distress of another", "détresse d'autrui"},
    {"distress/past", "distress of the past", "détresse passée"},
    {"distress/present", "distress now", "détresse présente"},
    {"groups/age", "group: age", "groupe nommé : âge"},
    {"groups/disability", "group: disability", "groupe nommé : handicap"},
    {"groups/migration", "group: migration", "groupe nommé : migration"},
    {"groups/orientation", "group: orientation", "groupe nommé : orientation"},
    {"groups/origin", "group: origin", "groupe nommé : origine"},
    {"groups/politics", "group: politics", "groupe nommé : politique"},
    {"groups/profession", "group: profession", "groupe nommé : profession"},
    {"groups/religion", "group: religion", "groupe nommé : religion"},
    {"groups/sex", "group: sex", "groupe nommé : sexe"},
    {"innocents/animal", "innocent: animal", "sens innocent : animal"},
    {"innocents/food", "innocent: food", "sens innocent : cuisine"},
    {"innocents/health", "innocent: health", "sens innocent : santé"},
    {"innocents/idiom", "innocent: idiom", "sens innocent : expression"},
    {"innocents/name", "innocent: name", "sens innocent : nom propre"},
    {"innocents/object", "innocent: object", "sens innocent : objet"},
    {"innocents/weather", "innocent: weather", "sens innocent : météo"},
    {"innocents/work", "innocent: work", "sens innocent : travail"},
    {"insults/gross", "gross insult", "insulte grossière"},
    {"insults/mild", "mild insult", "insulte légère"},
    {"insults/political", "political insult", "insulte politique"},
    {"insults/strong", "strong insult", "insulte forte"},
    {"irony/exaggeration", "exaggeration", "exagération"},
    {"irony/fake_agreement", "feigned agreement", "faux accord"},
    {"irony/fake_praise", "feigned praise", "fausse louange"},
    {"irony/fake_surprise", "feigned surprise", "fausse surprise"},
    {"irony/fake_thanks", "feigned thanks", "faux remerciement"},
    {"irony/marker", "irony announced", "ironie annoncée"},
    {"irony/mock_naive", "mock naivety", "fausse naïveté"},
    {"irony/scare", "so-called", "mot tenu à distance"},
    {"irony/understatement", "understatement", "litote"},
    {"laughter/laugh", "laughter", "rire"},
    {"laughter/mock", "mocking laughter", "rire moqueur"},
    {"laughter/smile", "smile", "sourire"},
    {"play/play", "banter", "taquinerie"},
    {"praise/agreement", "agreement", "accord"},
    {"praise/joy", "joy", "joie"},
    {"praise/person", "praise of a person", "éloge d'une personne"},
    {"praise/relief", "relief", "soulagement"},
    {"praise/thanks", "thanks", "remerciement"},
    {"praise/wish", "good wishes", "vœux"},
    {"praise/work", "praise of a work", "éloge d'un travail"},
    {"profanity/abbreviation", "profanity, abbreviated", "grossièreté abrégée"},
    {"profanity/intensifier", "profanity to intensify",
     "grossièreté d'insistance"},
    {"profanity/interjection", "swear word", "juron"},
    {"profanity/noun", "profane word", "mot grossier"},
    {"profanity/verb", "profane verb", "verbe grossier"},
    {"report/denounce", "denounces words", "dénonce des propos"},
    {"report/insulted", "tells of an insult", "rapporte une insulte"},
    {"report/mention", "speaks of a word", "parle d'un mot"},
    {"report/said", "reports words", "rapporte des propos"},
    {"self/self", "mocks oneself", "se moque de soi"},
    {"slurs/age", "slur: age", "injure sur l'âge"},
    {"slurs/body", "slur: body", "injure sur le corps"},
    {"slurs/class", "slur: class", "injure sur la classe sociale"},
    {"slurs/disability", "slur: disability", "injure sur le handicap"},
    {"slurs/gender", "slur: gender", "injure sur le genre"},
    {"slurs/orientation", "slur: orientation", "injure homophobe"},
    {"slurs/origin", "slur: origin", "injure raciste"},
    {"slurs/region", "slur: region", "injure sur la région"},
    {"slurs/religion", "slur: religion", "injure sur la religion"},
    {"slurs/sex", "slur: sex", "injure sexiste"},
    {"source_given/document", "document named", "document nommé"},
    {"source_given/intro", "points to a source", "renvoie à une source"},
    {"source_given/passing", "vague mention", "mention vague"},
    {"source_given/place", "place in a source", "endroit d'une source"},
    {"source_given/publisher", "publisher named", "éditeur nommé"},
    {"source_other/other", "another sense of source",
     "autre sens de « source »"},
    {"source_request/contempt", "scornful source request",
     "demande de source méprisante"},
    {"source_request/no_word", "asks how one knows",
     "demande d'où vient l'information"},
    {"source_request/soft", "soft source request", "demande de source douce"},
    {"source_request/word", "asks for a source", "demande une source"},
    {"spam/contact", "contact details", "coordonnées"},
    {"spam/credit", "offer of credit", "offre de crédit"},
    {"spam/crypto", "cryptocurrency", "cryptomonnaie"},
    {"spam/dating", "dating offer", "offre de rencontre"},
    {"spam/gain", "promise of gain", "promesse de gain"},
    {"spam/medium", "fortune teller", "voyance"},
    {"spam/promo", "advertising", "publicité"},
    {"stance/counter", "speaks against generalising", "refuse de généraliser"},
    {"stance/disagree", "argued disagreement", "désaccord argumenté"},
    {"stance/fact", "fact", "énoncé de fait"},
    {"stance/nuance", "nuance", "nuance"},
    {"stance/question", "question for information", "question pour savoir"},
    {"threats/call", "call to violence", "appel à la violence"},
    {"threats/direct", "direct threat", "menace directe"},
    {"threats/doxing", "private data", "données privées"},
    {"threats/figure", "violence, figurative", "violence au figuré"},
    {"threats/legal", "legal action", "démarche légale"},
    {"threats/veiled", "veiled threat", "menace voilée"},
    {"threats/wish", "wish of harm", "souhait de malheur"},
    /* clang-format on */
};
/* clang-format on */

static const struct row *find(struct view name)
{
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
        if (view_is(name, rows[i].name))
            return &rows[i];
    return NULL;
}

/* One part in words. */
static struct view words_of(struct view name, enum cue_language language)
{
    const struct row *row = find(name);

    if (!row || (language == CUE_ENGLISH && !row->english))
        return name;
    return view_of(language == CUE_FRENCH ? row->french : row->english);
}

struct parts {
    struct view first, second, voice; /* absent: not said */
};

/* What is behind `mark` in a name, which is cut off there. */
static struct view cut_off(struct view *name, const char *mark)
{
    const size_t len = strlen(mark);

    for (size_t i = 0; i + len <= name->len; i++)
        if (memcmp(name->ptr + i, mark, len) == 0) {
            const struct view rest = view_from(*name, i + len);
            *name = view_first(*name, i);
            return rest;
        }
    return (struct view){NULL, 0};
}

static struct parts part(struct view name)
{
    struct parts parts = {.first = name};

    if (!find(name)) {
        parts.voice = cut_off(&parts.first, ", ");
        parts.second = cut_off(&parts.first, " with ");
    }
    return parts;
}

void cue_words(struct view name, enum cue_language language,
               char out[CUE_WORDS_SIZE])
{
    const struct parts parts = part(name);
    const struct view first = words_of(parts.first, language),
                      second = words_of(parts.second, language),
                      voice = words_of(parts.voice, language);
    const char *with = language == CUE_FRENCH ? " avec " : " with ";

    snprintf(out, CUE_WORDS_SIZE, "%.*s%s%.*s%s%.*s", VIEW_ARG(first),
             second.len ? with : "", VIEW_ARG(second), voice.len ? ", " : "",
             VIEW_ARG(voice));
}

bool cue_words_known(struct view name)
{
    const struct parts parts = part(name);

    return find(parts.first) && (!parts.second.len || find(parts.second)) &&
           (!parts.voice.len || find(parts.voice));
}
