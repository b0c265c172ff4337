#include "csv_header.h"

#include "plain.h"

#include <csv.h>
#include <stdbool.h>
#include <string.h>

#define NAME_SIZE 64

static const struct {
    const char *name;
    enum member member;
} aliases[] = {
    {"id_commentaire",   MEMBER_ID         },
    {"comment_id",       MEMBER_ID         },
    {"identifiant",      MEMBER_ID         },
    {"discussion_id",    MEMBER_DISCUSSION },
    {"fil",              MEMBER_DISCUSSION },
    {"thread",           MEMBER_DISCUSSION },
    {"thread_id",        MEMBER_DISCUSSION },
    {"article_id",       MEMBER_DISCUSSION },
    {"titre",            MEMBER_TITLE      },
    {"article",          MEMBER_TITLE      },
    {"titre_article",    MEMBER_TITLE      },
    {"article_title",    MEMBER_TITLE      },
    {"rubrique",         MEMBER_SECTION    },
    {"categorie",        MEMBER_SECTION    },
    {"category",         MEMBER_SECTION    },
    {"publie",           MEMBER_PUBLISHED  },
    {"publie_le",        MEMBER_PUBLISHED  },
    {"date_article",     MEMBER_PUBLISHED  },
    {"published_at",     MEMBER_PUBLISHED  },
    {"rang",             MEMBER_POSITION   },
    {"rank",             MEMBER_POSITION   },
    {"auteur",           MEMBER_AUTHOR     },
    {"pseudo",           MEMBER_AUTHOR     },
    {"pseudonyme",       MEMBER_AUTHOR     },
    {"utilisateur",      MEMBER_AUTHOR     },
    {"user",             MEMBER_AUTHOR     },
    {"username",         MEMBER_AUTHOR     },
    {"nickname",         MEMBER_AUTHOR     },
    {"date",             MEMBER_TIME       },
    {"heure",            MEMBER_TIME       },
    {"date_commentaire", MEMBER_TIME       },
    {"horodatage",       MEMBER_TIME       },
    {"datetime",         MEMBER_TIME       },
    {"created_at",       MEMBER_TIME       },
    {"timestamp",        MEMBER_TIME       },
    {"parent",           MEMBER_REPLY_TO   },
    {"parent_id",        MEMBER_REPLY_TO   },
    {"reponse_a",        MEMBER_REPLY_TO   },
    {"en_reponse_a",     MEMBER_REPLY_TO   },
    {"in_reply_to",      MEMBER_REPLY_TO   },
    {"texte",            MEMBER_TEXT       },
    {"commentaire",      MEMBER_TEXT       },
    {"comment",          MEMBER_TEXT       },
    {"comment_text",     MEMBER_TEXT       },
    {"message",          MEMBER_TEXT       },
    {"contenu",          MEMBER_TEXT       },
    {"body",             MEMBER_TEXT       },
    {"content",          MEMBER_TEXT       },
    {"texte_parent",     MEMBER_PARENT_TEXT},
    {"tons",             MEMBER_TONES      },
    {"labels",           MEMBER_TONES      },
    {"etiquettes",       MEMBER_TONES      },
    {"sentiments",       MEMBER_SENTIMENT  },
};

struct header_state {
    struct csv_header *header;
    const struct mapping *mapping;
    bool exact[SLOTS_CEILING]; /* the column has the member's own name */
    size_t seen;               /* columns, also past the ceiling */
};

static enum member find_member(struct view field, bool *exact)
{
    char name[NAME_SIZE];

    *exact = false;
    if (!plain_fold(field, name, sizeof(name)))
        return MEMBER_COUNT;
    for (char *p = name; *p; p++)
        if (*p == ' ' || *p == '-')
            *p = '_';
    const enum member member = member_find(view_of(name));
    *exact = member != MEMBER_COUNT;
    if (*exact)
        return member;
    for (size_t i = 0; i < sizeof(aliases) / sizeof(aliases[0]); i++)
        if (strcmp(name, aliases[i].name) == 0)
            return aliases[i].member;
    return MEMBER_COUNT;
}

static size_t find_slot(const struct mapping *mapping, struct view field,
                        bool *exact)
{
    if (mapping) {
        *exact = false; /* the leftmost of two keeps the slot */
        return mapping_find_column(mapping, view_trim(field));
    }
    const enum member member = find_member(field, exact);
    return member == MEMBER_COUNT ? NO_SLOT : (size_t)member;
}

/* A member's own name beats an alias; otherwise the leftmost column does. */
static void take_name(void *bytes, size_t len, void *data)
{
    struct header_state *const state = data;
    struct csv_header *const header = state->header;
    const size_t column = state->seen++;
    bool exact;

    if (column >= COLUMNS_CEILING)
        return;
    const size_t slot =
        find_slot(state->mapping, (struct view){bytes, len}, &exact);
    header->count = column + 1;
    header->slot[column] = slot;
    if (slot == NO_SLOT)
        return;
    const size_t earlier = header->column[slot];
    if (earlier == SIZE_MAX || (exact && !state->exact[slot])) {
        if (earlier != SIZE_MAX)
            header->slot[earlier] = NO_SLOT;
        header->column[slot] = column;
        state->exact[slot] = exact;
    } else {
        header->slot[column] = NO_SLOT;
    }
    if (earlier != SIZE_MAX && header->repeated == SIZE_MAX)
        header->repeated = column;
}

static char find_delimiter(struct view line)
{
    static const char candidates[] = {',', ';', '\t'};
    size_t count[sizeof(candidates)] = {0};
    size_t best = 0;
    bool quoted = false;

    for (size_t i = 0; i < line.len; i++) {
        quoted ^= line.ptr[i] == '"';
        for (size_t c = 0; !quoted && c < sizeof(candidates); c++)
            count[c] += line.ptr[i] == candidates[c];
    }
    for (size_t c = 1; c < sizeof(candidates); c++)
        if (count[c] > count[best])
            best = c;
    return candidates[best];
}

int csv_header_read(struct view line, const struct mapping *mapping,
                    struct csv_header *out, struct error *err)
{
    struct header_state state = {.header = out, .mapping = mapping};
    struct csv_parser parser;
    int status = STATUS_OK;

    *out = (struct csv_header){.delimiter = find_delimiter(line),
                               .repeated = SIZE_MAX};
    for (size_t i = 0; i < SLOTS_CEILING; i++)
        out->column[i] = SIZE_MAX;
    if (csv_init(&parser, CSV_STRICT | CSV_STRICT_FINI) != 0)
        return error_set(err, STATUS_NO_MEMORY, "out of memory for CSV");
    csv_set_delim(&parser, (unsigned char)out->delimiter);
    if (csv_parse(&parser, line.ptr, line.len, take_name, NULL, &state) !=
            line.len ||
        csv_fini(&parser, take_name, NULL, &state) != 0)
        status = error_set(err, STATUS_BAD_INPUT,
                           "quotes of the CSV header do not balance");
    else if (state.seen > COLUMNS_CEILING)
        status = error_set(err, STATUS_BAD_INPUT,
                           "CSV has %zu columns, more than the %d allowed",
                           state.seen, COLUMNS_CEILING);
    csv_free(&parser);
    return status;
}
