#include "clock.h"
#include "command.h"
#include "desk.h"
#include "item.h"
#include "options.h"
#include "proposals.h"
#include "render.h"

#include <stdio.h>
#include <string.h>

#define LIMIT_CEILING 10000
#define LIST_ARENA ((size_t)64 << 20) /* a list of LIMIT_CEILING places */
#define ITEM_ARENA ((size_t)8 << 20)  /* one comment with its reasons */
#define TEXT_SHOWN 400                /* code points; `show` shows all */

struct listing {
    struct desk desk;
    const char *store, *policy, *format, *tone, *discussion, *by, *purpose;
    size_t limit;
    bool claim;
    int64_t now;
    enum render_format as;
    struct arena list_arena, item_arena;
};

static const char *const lane_names[LANES] = {
    [LANE_FIRST] = "first ",
    [LANE_RANKED] = "",
    [LANE_GATHERED] = "gathered ",
};

static void print_item(const struct item *item, size_t number)
{
    const struct comment *comment = &item->stored.comment;
    struct render_reasons reasons;
    const enum lane lane = item->listed->place.lane;
    char until[CLOCK_ISO_SIZE];

    printf("%3zu. %s%.2f  ", number, lane_names[lane],
           item->listed->priority - LANE_STEP * (1 - (int)lane));
    if (item->scored)
        printf("%.*s %.4f  ", VIEW_ARG(item->tone),
               item->listed->place.probability / 10000.0);
    else
        printf("not scored  ");
    render_name(stdout, comment->id, 60);
    printf("\n     ");
    render_byline(stdout, comment);
    if (comment->title.len) {
        printf(", on «");
        render_name(stdout, comment->title, 80);
        printf("»");
    }
    render_answers(stdout, &item->stored);
    printf("\n");
    render_pick(&item->score, item->listed->place.tone, &reasons);
    render_text(stdout, comment->text, &reasons, 5, TEXT_SHOWN);
    if (reasons.count) {
        printf("     why: ");
        render_reasons(stdout, comment->text, &reasons);
    }
    if (item->rule && item->rule->note[0])
        printf("     note: %s\n", item->rule->note);
    if (item->listed->claimed_by.len) {
        clock_format(item->listed->claimed_until, until);
        printf("     claimed by ");
        render_name(stdout, item->listed->claimed_by, 40);
        printf(" until %s\n", until);
    }
    printf("\n");
}

static const char *const csv_columns[] = {
    "comment",    "discussion",    "priority", "tone", "probability", "since",
    "claimed_by", "claimed_until", "author",   "time", "title",       "text"};

#define CSV_COLUMNS (sizeof(csv_columns) / sizeof(csv_columns[0]))

static void write_csv(const struct item *item)
{
    const struct comment *comment = &item->stored.comment;
    char priority[32], probability[16] = "", since[CLOCK_ISO_SIZE],
                       until[CLOCK_ISO_SIZE], when[CLOCK_ISO_SIZE];

    snprintf(priority, sizeof(priority), "%.4f", item->listed->priority);
    if (item->scored)
        snprintf(probability, sizeof(probability), "%.4f",
                 item->listed->place.probability / 10000.0);
    clock_format(item->stored.at.received, since);
    clock_format(item->listed->claimed_until, until);
    clock_format(comment->time, when);
    const struct view field[CSV_COLUMNS] = {comment->id,
                                            comment->discussion,
                                            view_of(priority),
                                            item->tone,
                                            view_of(probability),
                                            view_of(since),
                                            item->listed->claimed_by,
                                            view_of(until),
                                            comment->author,
                                            view_of(when),
                                            comment->title,
                                            comment->text};
    for (size_t i = 0; i < CSV_COLUMNS; i++)
        render_csv_field(stdout, field[i], i == 0);
    render_csv_end(stdout);
}

static int write_item(struct listing *self, const struct listed_place *listed,
                      size_t number, struct error *err)
{
    struct item item;
    int status;

    arena_reset(&self->item_arena);
    if ((status = item_load(self->desk.store, &self->desk.policy, listed,
                            &self->item_arena, &item, err)) < 0)
        return status;
    switch (self->as) {
    case RENDER_TEXT:
        print_item(&item, number);
        break;
    case RENDER_JSON:
        return render_json_line(stdout, item_json(&item), err);
    case RENDER_CSV:
        write_csv(&item);
        break;
    }
    return STATUS_OK;
}

static void print_gathered(const struct policy *policy, uint64_t count)
{
    const char *separator = "";

    printf("%llu gathered as ", (unsigned long long)count);
    for (size_t i = 0; i < policy->tone_count; i++)
        if (policy->tone[i].gather) {
            printf("%s%s", separator, policy->tone[i].name);
            separator = ", ";
        }
    printf(", listed by:");
    for (size_t i = 0; i < policy->tone_count; i++)
        if (policy->tone[i].gather)
            printf(" vigie queue --tone %s", policy->tone[i].name);
    printf("\n");
}

static int print_totals(struct listing *self, size_t shown, struct error *err)
{
    struct counts counts;
    const int status = store_counts(self->desk.store, &counts, err);

    if (status < 0)
        return status;
    const unsigned long long first = counts.lane[LANE_FIRST],
                             ranked = counts.lane[LANE_RANKED],
                             gathered = counts.lane[LANE_GATHERED],
                             waiting = counts.state[COMMENT_WAITING];
    if (!(first + ranked + gathered + waiting)) {
        printf("the queue is empty\n");
        return STATUS_OK;
    }
    if (gathered && !self->tone)
        print_gathered(&self->desk.policy, gathered);
    printf("%zu shown; in the queue: %llu (%llu first, %llu ranked, "
           "%llu not scored, %llu gathered)\n",
           shown, first + ranked + gathered + waiting, first, ranked, waiting,
           gathered);
    return STATUS_OK;
}

static int write_list(struct listing *self, const struct place_list *list,
                      struct error *err)
{
    int status = STATUS_OK;

    if (self->as == RENDER_CSV) {
        for (size_t i = 0; i < CSV_COLUMNS; i++)
            render_csv_field(stdout, view_of(csv_columns[i]), i == 0);
        render_csv_end(stdout);
    }
    for (size_t i = 0; i < list->count && status == STATUS_OK; i++)
        status = write_item(self, &list->item[i], i + 1, err);
    if (status < 0 || self->as != RENDER_TEXT)
        return status;
    return print_totals(self, list->count, err);
}

static int check(struct listing *self, bool labelling, struct error *err)
{
    const int status = render_format(self->format, true, &self->as, err);

    if (status < 0)
        return status;
    if (!labelling && strcmp(self->purpose, "moderation") != 0)
        return error_set(err, STATUS_USAGE,
                         "--for '%s' is neither moderation nor labelling",
                         self->purpose);
    if (labelling && self->discussion)
        return error_set(err, STATUS_USAGE,
                         "--discussion does not go with --for labelling");
    if (self->limit < 1 || self->limit > LIMIT_CEILING)
        return error_set(err, STATUS_USAGE, "--limit is not from 1 to %d",
                         LIMIT_CEILING);
    if (self->claim && !view_of(self->by).len)
        return error_set(err, STATUS_USAGE,
                         "who claims? use --by NAME or $VIGIE_MODERATOR");
    return STATUS_OK;
}

static int propose(struct listing *self, struct error *err)
{
    const struct labelling_filter filter = {
        .tone = view_of(self->tone),
        .moderator = view_of(self->by),
        .limit = self->limit,
    };
    struct proposal_list list;
    const int status =
        self->claim ? labelling_claim(self->desk.queue, &filter, self->now,
                                      &self->list_arena, &list, err)
                    : labelling_list(self->desk.queue, &filter, self->now,
                                     &self->list_arena, &list, err);

    return status < 0 ? status
                      : proposals_print(self->desk.store, &list, self->as,
                                        &self->item_arena, err);
}

static int run(struct listing *self, const struct surroundings *around,
               struct error *err)
{
    const struct queue_filter filter = {
        .tone = view_of(self->tone),
        .discussion = view_of(self->discussion),
        .moderator = view_of(self->by),
        .limit = self->limit,
    };
    const bool labelling = strcmp(self->purpose, "labelling") == 0;
    struct place_list list;
    int status;

    if ((status = check(self, labelling, err)) < 0 ||
        (status = arena_open(&self->list_arena, LIST_ARENA, err)) < 0 ||
        (status = arena_open(&self->item_arena, ITEM_ARENA, err)) < 0 ||
        (status = desk_open(&self->desk, around, self->store, self->policy,
                            self->now, err)) < 0 ||
        (self->as == RENDER_TEXT && !labelling && /* read, and ranked by it */
         (status = desk_warn(&self->desk, around, err)) < 0))
        return status;
    if (labelling)
        return propose(self, err);
    status = self->claim ? queue_claim(self->desk.queue, &filter, self->now,
                                       &self->list_arena, &list, err)
                         : queue_list(self->desk.queue, &filter, self->now,
                                      &self->list_arena, &list, err);
    return status < 0 ? status : write_list(self, &list, err);
}

int command_queue(const struct command *self, const struct surroundings *around,
                  int argc, char **argv, struct error *err)
{
    struct listing listing = {
        .store = around->store,
        .format = "text",
        .by = around->moderator,
        .purpose = "moderation",
        .limit = 20,
        .now = around->now,
    };
    const struct option_spec specs[] = {
        {"for",        OPTION_TEXT, &listing.purpose,    "WORD",
         "moderation, or labelling: what teaches most"                                        },
        {"tone",       OPTION_TEXT, &listing.tone,       "TONE",
         "only comments flagged with it"                                                      },
        {"discussion", OPTION_TEXT, &listing.discussion, "ID",
         "only of this discussion"                                                            },
        {"limit",      OPTION_SIZE, &listing.limit,      "N",    "at most so many (20)"       },
        {"format",     OPTION_TEXT, &listing.format,     "WORD",
         "text, json (a line each) or csv"                                                    },
        {"claim",      OPTION_FLAG, &listing.claim,      NULL,
         "keep them from other moderators"                                                    },
        {"by",         OPTION_TEXT, &listing.by,         "NAME", "who asks ($VIGIE_MODERATOR)"},
        {"db",         OPTION_TEXT, &listing.store,      "FILE",
         "the store ($VIGIE_DB, vigie.db)"                                                    },
        {"policy",     OPTION_TEXT, &listing.policy,     "FILE",
         "default: data/policy.ini"                                                           },
        {"now",        OPTION_TIME, &listing.now,        "TIME", "as if it were that time"    },
    };
    char **operands;
    size_t count;
    int status;

    status = options_parse(self, specs, sizeof(specs) / sizeof(specs[0]), argc,
                           argv, &operands, &count, err);
    if (status)
        return status < 0 ? status : STATUS_OK;
    if ((status = options_alone(self, operands, count, err)) < 0)
        return status;
    status = run(&listing, around, err);
    desk_close(&listing.desk);
    arena_free(&listing.list_arena);
    arena_free(&listing.item_arena);
    return status;
}
