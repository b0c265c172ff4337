#include "command.h"
#include "desk.h"
#include "json_build.h"
#include "monitor.h"
#include "options.h"
#include "render.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#define ARENA_SIZE ((size_t)4 << 20) /* names and metrics of two models */
#define DAYS_A_WEEK 7
#define SECONDS_PER_DAY 86400

/* "45 min", "7.2 h", "3.1 days", "-". */
static const char *duration(int64_t seconds, char *out, size_t size)
{
    const double s = (double)seconds;

    if (seconds < 0)
        snprintf(out, size, "-");
    else if (s < 3600)
        snprintf(out, size, "%.0f min", s / 60);
    else if (s < 2 * SECONDS_PER_DAY)
        snprintf(out, size, "%.1f h", s / 3600);
    else
        snprintf(out, size, "%.1f days", s / SECONDS_PER_DAY);
    return out;
}

static double share(const struct overturn *o)
{
    return o->flagged ? (double)o->undone / (double)o->flagged : 0;
}

/* ---- text --------------------------------------------------------------- */

static void print_recall(const struct monitor *m)
{
    printf("recall of %.*s, from the control sample\n", VIEW_ARG(m->model.id));
    printf("  %-16s %9s %6s %7s %7s  %s\n", "tone", "confirmed", "missed",
           "found", "control", "recall (95 %)");
    for (size_t t = 0; t < m->model.tone_count; t++) {
        const struct recall *r = &m->tone[t].recall;
        printf("  %-16.*s %9llu %6llu %7llu %7llu  ", VIEW_ARG(m->tone[t].name),
               (unsigned long long)r->confirmed, (unsigned long long)r->missed,
               (unsigned long long)r->found, (unsigned long long)r->control);
        if (r->few)
            printf("too few\n");
        else
            printf("%.3f (%.3f to %.3f)\n", r->estimate, r->low, r->high);
    }
}

static void print_agreement(const struct monitor *m)
{
    printf("\nagreement of two moderators\n");
    printf("  %-16s %6s %6s %6s %7s %6s  %s\n", "tone", "n", "both", "first",
           "second", "none", "kappa");
    for (size_t t = 0; t < m->model.tone_count; t++) {
        const struct agreement *a = &m->tone[t].agreement;
        const uint64_t n = a->both + a->first + a->second + a->neither;
        printf(
            "  %-16.*s %6llu %6llu %6llu %7llu %6llu  ",
            VIEW_ARG(m->tone[t].name), (unsigned long long)n,
            (unsigned long long)a->both, (unsigned long long)a->first,
            (unsigned long long)a->second, (unsigned long long)a->neither);
        if (a->defined)
            printf("%.3f\n", a->kappa);
        else
            printf("-\n");
    }
}

static void print_proposal(const struct monitor_tone *tone)
{
    switch (tone->proposal) {
    case PROPOSAL_NONE:
        break;
    case PROPOSAL_WATCH:
        printf("    rises; too few flags of the active model to say why\n");
        break;
    case PROPOSAL_THRESHOLD:
        printf("    rises; proposal: threshold %.4f instead of %.4f\n",
               tone->proposed, tone->threshold);
        break;
    case PROPOSAL_RETRAIN:
        printf("    rises; proposal: retrain, no threshold helps\n");
        break;
    }
}

static void print_overturns(const struct monitor *m)
{
    char week[WEEK_NAME_SIZE];

    printf("\nflags that moderators undid, undone of decided\n  %-16s", "tone");
    for (size_t w = 0; w < m->weeks; w++) {
        monitor_week(m->monday + (int64_t)w * DAYS_A_WEEK * SECONDS_PER_DAY,
                     week);
        printf(" %9s", week);
    }
    printf("\n");
    for (size_t t = 0; t < m->model.tone_count; t++) {
        const struct monitor_tone *tone = &m->tone[t];
        printf("  %-16.*s", VIEW_ARG(tone->name));
        for (size_t w = 0; w < m->weeks; w++) {
            char cell[48] = "-";
            if (tone->week[w].flagged)
                snprintf(cell, sizeof(cell), "%llu/%llu",
                         (unsigned long long)tone->week[w].undone,
                         (unsigned long long)tone->week[w].flagged);
            printf(" %9s", cell);
        }
        printf("\n");
        print_proposal(tone);
    }
}

static void print_queue(const struct monitor *m, int64_t now)
{
    const struct ages *a = &m->ages;
    char half[32], late[32], oldest[32];

    printf("\nqueue: %llu wait", (unsigned long long)a->count);
    if (a->count)
        printf(", the oldest for %s; under 1 h %llu, 4 h %llu, 1 day %llu, "
               "1 week %llu",
               duration(now - a->oldest < 0 ? 0 : now - a->oldest, oldest,
                        sizeof(oldest)),
               (unsigned long long)a->hour, (unsigned long long)a->hours4,
               (unsigned long long)a->day, (unsigned long long)a->week);
    printf("\ndecided in %zu weeks: %llu", m->weeks,
           (unsigned long long)m->decided);
    if (m->median >= 0)
        printf(", half of them within %s, nine of ten within %s",
               duration(m->median, half, sizeof(half)),
               duration(m->late, late, sizeof(late)));
    printf("\ncomments: %llu empty, %llu not scored, %llu scored, %llu "
           "decided\n",
           (unsigned long long)m->counts.state[COMMENT_EMPTY],
           (unsigned long long)m->counts.state[COMMENT_WAITING],
           (unsigned long long)m->counts.state[COMMENT_SCORED],
           (unsigned long long)m->counts.state[COMMENT_DECIDED]);
}

/* ---- JSON --------------------------------------------------------------- */

static json_t *number(uint64_t value)
{
    return json_integer((json_int_t)value);
}

static json_t *rounded(double value, bool known)
{
    return known ? json_real(round(value * 1e4) / 1e4) : json_null();
}

static json_t *json_recall(const struct recall *r)
{
    return json_pack("{s:o, s:o, s:o, s:o, s:b, s:o, s:o, s:o}", "confirmed",
                     number(r->confirmed), "missed", number(r->missed), "found",
                     number(r->found), "control", number(r->control), "too_few",
                     r->few, "recall", rounded(r->estimate, !r->few), "low",
                     rounded(r->low, !r->few), "high",
                     rounded(r->high, !r->few));
}

static json_t *json_agreement(const struct agreement *a)
{
    return json_pack("{s:o, s:o, s:o, s:o, s:o}", "both", number(a->both),
                     "first", number(a->first), "second", number(a->second),
                     "neither", number(a->neither), "kappa",
                     rounded(a->kappa, a->defined));
}

static json_t *json_overturn(const struct overturn *o)
{
    return json_pack("{s:o, s:o, s:o}", "flagged", number(o->flagged), "undone",
                     number(o->undone), "share",
                     rounded(share(o), o->flagged > 0));
}

static json_t *json_weeks(const struct monitor *m,
                          const struct monitor_tone *tone)
{
    json_t *list = json_array();
    char week[WEEK_NAME_SIZE];

    for (size_t w = 0; w < m->weeks; w++) {
        json_t *item = json_overturn(&tone->week[w]);
        monitor_week(m->monday + (int64_t)w * DAYS_A_WEEK * SECONDS_PER_DAY,
                     week);
        json_put(&item, "week", json_string(week));
        json_add(&list, item);
    }
    return list;
}

static json_t *json_tone(const struct monitor *m,
                         const struct monitor_tone *tone)
{
    static const char *const proposals[] = {
        [PROPOSAL_NONE] = NULL,
        [PROPOSAL_WATCH] = "watch",
        [PROPOSAL_THRESHOLD] = "threshold",
        [PROPOSAL_RETRAIN] = "retrain",
    };
    const char *word = proposals[tone->proposal];

    return json_pack(
        "{s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o}", "tone",
        render_json_text(tone->name), "recall", json_recall(&tone->recall),
        "agreement", json_agreement(&tone->agreement), "weeks",
        json_weeks(m, tone), "before", json_overturn(&tone->before), "recent",
        json_overturn(&tone->recent), "threshold",
        rounded(tone->threshold, true), "proposal",
        word ? json_string(word) : json_null(), "proposed_threshold",
        rounded(tone->proposed, tone->proposal == PROPOSAL_THRESHOLD));
}

static json_t *json_queue(const struct monitor *m, int64_t now)
{
    const struct ages *a = &m->ages;

    return json_pack("{s:o, s:o, s:o, s:o, s:o, s:o}", "waiting",
                     number(a->count), "oldest_seconds",
                     a->count ? json_integer(now - a->oldest) : json_null(),
                     "under_1_h", number(a->hour), "under_4_h",
                     number(a->hours4), "under_1_day", number(a->day),
                     "under_1_week", number(a->week));
}

static json_t *json_monitor(const struct monitor *m, int64_t now)
{
    json_t *tones = json_array(), *states = json_object();

    for (size_t t = 0; t < m->model.tone_count; t++)
        json_add(&tones, json_tone(m, &m->tone[t]));
    for (int state = 0; state < COMMENT_STATES; state++)
        json_put(&states,
                            comment_state_name((enum comment_state)state),
                            number(m->counts.state[state]));
    return json_pack(
        "{s:o, s:I, s:o, s:o, s:o, s:o, s:o, s:o}", "model",
        render_json_text(m->model.id), "weeks", (json_int_t)m->weeks, "tones",
        tones, "queue", json_queue(m, now), "comments", states, "decided",
        number(m->decided), "median_seconds",
        m->median < 0 ? json_null() : json_integer(m->median), "late_seconds",
        m->late < 0 ? json_null() : json_integer(m->late));
}

/* ---- the command -------------------------------------------------------- */

struct monitor_options {
    const char *db, *policy, *format;
    size_t weeks;
    int64_t now;
    enum render_format as;
};

static int print_all(const struct monitor *m, const struct monitor_options *o,
                     struct error *err)
{
    if (o->as == RENDER_JSON)
        return render_json_line(stdout, json_monitor(m, o->now), err);
    print_recall(m);
    print_agreement(m);
    print_overturns(m);
    print_queue(m, o->now);
    return STATUS_OK;
}

static int run(const struct monitor_options *o,
               const struct surroundings *around, struct error *err)
{
    const struct store_options options = {.read_only = true, .now = o->now};
    struct policy *policy = malloc(sizeof(*policy));
    struct monitor *monitor = malloc(sizeof(*monitor));
    struct store *store = NULL;
    struct arena arena = {0};
    int status;

    if (!policy || !monitor)
        status = error_set(err, STATUS_NO_MEMORY, "out of memory");
    else if ((status = arena_open(&arena, ARENA_SIZE, err)) == STATUS_OK &&
             (status = desk_policy(around, o->policy, policy, err)) ==
                 STATUS_OK &&
             (status = store_open(&store, o->db, &options, err)) == STATUS_OK &&
             (status = desk_saved_policy(store, o->policy, policy, err)) ==
                 STATUS_OK &&
             (status = monitor_run(store, policy, o->now, o->weeks, &arena,
                                   monitor, err)) == STATUS_OK)
        status = print_all(monitor, o, err);
    store_close(store);
    arena_free(&arena);
    free(monitor);
    free(policy);
    return status;
}

int command_monitor(const struct command *self,
                    const struct surroundings *around, int argc, char **argv,
                    struct error *err)
{
    struct monitor_options o = {
        .db = around->store, .format = "text", .weeks = 8, .now = around->now};
    const struct option_spec specs[] = {
        {"format", OPTION_TEXT, &o.format, "WORD", "text or json"                   },
        {"weeks",  OPTION_SIZE, &o.weeks,  "N",    "looked back at (8)"             },
        {"db",     OPTION_TEXT, &o.db,     "FILE", "the store ($VIGIE_DB, vigie.db)"},
        {"policy", OPTION_TEXT, &o.policy, "FILE", "default: data/policy.ini"       },
        {"now",    OPTION_TIME, &o.now,    "TIME", "as if it were that time"        },
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
    if (o.weeks < 1 || o.weeks > MONITOR_WEEKS_CEILING)
        return error_set(err, STATUS_USAGE, "--weeks is not from 1 to %d",
                         MONITOR_WEEKS_CEILING);
    if ((status = render_format(o.format, false, &o.as, err)) < 0)
        return status;
    return run(&o, around, err);
}
