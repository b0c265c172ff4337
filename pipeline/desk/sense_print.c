#include "clock.h"
#include "render.h"
#include "sense_sheet.h"
#include "sheet.h"

#include <stdio.h>

#define BLOCKS 40         /* of heat, drawn    */
#define TURN_SHOWN 6      /* comments          */
#define REQUESTS_SHOWN 10 /* open, and as many answered */
#define ID_SHOWN 60       /* code points       */

double sense_mean(const struct sense *sense, size_t begin, size_t end)
{
    double sum = 0;

    for (size_t i = begin; i < end; i++)
        sum += sense->point[i].hostility;
    return begin < end ? sum / (double)(end - begin) : -1;
}

double sense_heat(const struct sense *sense)
{
    return sense->point_count ? sense->point[sense->point_count - 1].heat : -1;
}

static bool has_turned(const struct sense *sense)
{
    return sense->turn_begin < sense->turn_end;
}

static void print_moment(int64_t time)
{
    char when[CLOCK_ISO_SIZE];

    clock_format_paris(time, when);
    printf("%s", when);
}

static void print_head(const struct sense *sense)
{
    printf("discussion ");
    render_name(stdout, sense->discussion, ID_SHOWN);
    if (sense->title.len) {
        printf(": «");
        render_name(stdout, sense->title, 120);
        printf("»");
    }
    printf("\n%zu comments, %zu scored", sense->comments, sense->scored);
    if (sense->authors)
        printf(", %zu authors", sense->authors);
    if (sense->first != TIME_NONE) {
        printf(", ");
        print_moment(sense->first);
        printf(" to ");
        print_moment(sense->last);
    }
    printf("\n");
    for (size_t i = 0; i < sense->busiest_count; i++) {
        printf(i ? ", " : "most by: ");
        render_name(stdout, sense->busiest[i].name, 30);
        printf(" %zu", sense->busiest[i].comments);
    }
    if (sense->busiest_count)
        printf("\n");
}

/* ▁ to █: mean hostility of equal stretches, one eighth a step. */
static void print_heat(const struct sense *sense)
{
    const size_t count = sense->point_count;
    const size_t each = (count + BLOCKS - 1) / BLOCKS;

    if (!count) {
        printf(sense->scored ? "heat: the model knows no hostility\n"
                             : "heat: nothing is scored\n");
        return;
    }
    printf("heat: %.2f  ", sense_heat(sense));
    for (size_t i = 0; i < count; i += each) {
        const size_t end = i + each < count ? i + each : count;
        const int eighths = (int)(sense_mean(sense, i, end) * 8);
        printf("\xE2\x96%c", 0x81 + (eighths < 7 ? eighths : 7));
    }
    printf("  %zu comment%s a block\n", each, each == 1 ? "" : "s");
}

static void print_share(const char *what, double mean)
{
    if (mean >= 0)
        printf("%s %.2f", what, mean);
}

static int print_turn(struct store *store, const struct sense *sense,
                      struct arena *arena, struct error *err)
{
    const size_t begin = sense->turn_begin, end = sense->turn_end;

    if (!has_turned(sense)) {
        printf("turned: no\n");
        return STATUS_OK;
    }
    printf("turned: at ");
    render_name(stdout, sense->point[begin].comment, ID_SHOWN);
    print_share("; hostility", sense_mean(sense, 0, begin));
    print_share(begin ? " before," : "; hostility",
                sense_mean(sense, begin, end));
    printf(" in these %zu", end - begin);
    print_share(", since", sense_mean(sense, end, sense->point_count));
    printf("\n");
    for (size_t i = begin; i < end && i < begin + TURN_SHOWN; i++) {
        struct stored_comment stored;
        const int status =
            store_find(store, sense->point[i].comment, arena, &stored, err);
        if (status < 0)
            return status;
        if (status == 1)
            sheet_print_neighbour(&stored);
    }
    if (end - begin > TURN_SHOWN)
        printf("  and %zu more\n", end - begin - TURN_SHOWN);
    return STATUS_OK;
}

/* "asks anne about c3" */
static void print_asked(const struct source_request *request)
{
    if (!request->about.len)
        return;
    printf(", asks ");
    if (request->asked.len) {
        render_name(stdout, request->asked, 30);
        printf(" ");
    }
    printf("about ");
    render_name(stdout, request->about, ID_SHOWN);
}

static void print_answer(const struct source_request *request)
{
    if (!request->answer.len) {
        printf(": no answer yet");
        return;
    }
    printf(": answered by ");
    render_name(stdout, request->answer, ID_SHOWN);
    if (request->answered_by.len) {
        printf(" of ");
        render_name(stdout, request->answered_by, 30);
    }
    if (request->answered != TIME_NONE) {
        printf(", ");
        print_moment(request->answered);
    }
}

static int print_request(struct store *store,
                         const struct source_request *request,
                         struct arena *arena, struct error *err)
{
    struct stored_comment stored;
    int status;

    printf("  ");
    render_name(stdout, request->comment, ID_SHOWN);
    if (request->author.len) {
        printf("  ");
        render_name(stdout, request->author, 30);
    }
    print_asked(request);
    print_answer(request);
    printf("\n");
    if (request->answer.len)
        return STATUS_OK;
    status = store_find(store, request->comment, arena, &stored, err);
    if (status == 1)
        render_text(stdout, stored.comment.text, NULL, 4, 160);
    return status < 0 ? status : STATUS_OK;
}

static int print_requests(struct store *store, const struct sense *sense,
                          struct arena *arena, struct error *err)
{
    size_t shown[2] = {0, 0};

    if (!sense->request_count) {
        printf("source requests: none\n");
        return STATUS_OK;
    }
    printf("source requests: %zu, %zu open\n", sense->request_count,
           sense->open_count);
    for (int open = 1; open >= 0; open--)
        for (size_t i = 0; i < sense->request_count; i++) {
            const struct source_request *request = &sense->request[i];
            if ((request->answer.len == 0) != open ||
                shown[open]++ >= REQUESTS_SHOWN)
                continue;
            if (print_request(store, request, arena, err) < 0)
                return err->status;
        }
    for (int open = 1; open >= 0; open--)
        if (shown[open] > REQUESTS_SHOWN)
            printf("  and %zu more %s\n", shown[open] - REQUESTS_SHOWN,
                   open ? "open" : "answered");
    return STATUS_OK;
}

int sense_print(struct store *store, const struct sense *sense,
                struct arena *arena, struct error *err)
{
    int status;

    print_head(sense);
    print_heat(sense);
    if ((status = print_turn(store, sense, arena, err)) < 0)
        return status;
    return print_requests(store, sense, arena, err);
}

/* ---- one comment of it -------------------------------------------------- */

static void print_place(const struct sense *sense, struct view comment)
{
    for (size_t i = 0; i < sense->point_count; i++) {
        if (!view_equal(sense->point[i].comment, comment))
            continue;
        printf("heat: %.2f here, %.2f now (%zu of %zu comments)\n",
               sense->point[i].heat, sense_heat(sense), i + 1,
               sense->point_count);
        return;
    }
}

void sense_print_comment(const struct sense *sense, struct view comment)
{
    printf("\n");
    print_place(sense, comment);
    if (has_turned(sense)) {
        printf("turned: at ");
        render_name(stdout, sense->point[sense->turn_begin].comment, ID_SHOWN);
        printf("\n");
    }
    for (size_t i = 0; i < sense->request_count; i++) {
        const struct source_request *request = &sense->request[i];
        if (view_equal(request->comment, comment)) {
            printf("source request");
            print_asked(request);
            print_answer(request);
            printf("\n");
        }
        if (request->answer.len && view_equal(request->answer, comment)) {
            printf("gives the source asked for in ");
            render_name(stdout, request->comment, ID_SHOWN);
            printf("\n");
        }
    }
    if (sense->request_count)
        printf("source requests of the discussion: %zu, %zu open\n",
               sense->request_count, sense->open_count);
}
