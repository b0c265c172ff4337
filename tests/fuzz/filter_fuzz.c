/* Lines of the filter through every stage with the shipped model: a line in,
 * a JSON object a line out, reasons inside the text, and the same scores
 * whatever was read before. */
#include "fuzz.h"

#include "clock.h"
#include "recent.h"
#include "score_line.h"
#include "source.h"
#include "utf8.h"

#include <jansson.h>
#include <string.h>

struct filter {
    struct pipeline pipeline;
    struct reader *reader;
    struct recent *recent;
    struct workbench bench;
    struct arena keep;
    struct buffer line;
};

static void check_line(const struct buffer *line)
{
    FUZZ_CHECK(line->len && line->ptr[line->len - 1] == '\n');
    FUZZ_CHECK(!memchr(line->ptr, '\n', line->len - 1));
    FUZZ_CHECK(utf8_check(buffer_view(line)) == UTF8_VALID);
    json_t *root = json_loadb(line->ptr, line->len,
                              JSON_REJECT_DUPLICATES | JSON_ALLOW_NUL, NULL);
    FUZZ_CHECK(json_is_object(root) && json_object_get(root, "id"));
    json_decref(root);
}

static void check_reasons(const struct record *r)
{
    const size_t length = utf8_count(r->comment.text);

    for (size_t i = 0; i < r->reason_count; i++) {
        FUZZ_CHECK(r->reason[i].begin <= r->reason[i].end);
        FUZZ_CHECK(r->reason[i].end <= length);
        FUZZ_CHECK(r->reason[i].tone < r->verdict.tone_count);
        FUZZ_CHECK(r->reason[i].weight > 0);
    }
}

/* Scores once more, with nothing remembered of other texts. */
static void check_memo(const struct filter *f, const struct record *warm)
{
    static struct arena keep;
    struct record cold = {.comment = warm->comment};
    struct error err = {.status = STATUS_OK};
    struct workbench *bench = fuzz_bench();

    if (!keep.base)
        FUZZ_CHECK(arena_open(&keep, (size_t)4 << 20, &err) == STATUS_OK);
    arena_reset(&keep);
    bench->memo.owner[0] = '\0';
    FUZZ_CHECK(pipeline_run(&f->pipeline, &cold, bench, &keep, &err) ==
               STATUS_OK);
    FUZZ_CHECK(cold.language == warm->language);
    FUZZ_CHECK(cold.reason_count == warm->reason_count);
    for (size_t t = 0; t < cold.verdict.tone_count; t++) {
        const struct tone_verdict *a = &cold.verdict.tone[t],
                                  *b = &warm->verdict.tone[t];
        FUZZ_CHECK(memcmp(&a->decision_value, &b->decision_value,
                          sizeof(double)) == 0);
        FUZZ_CHECK(a->probability == b->probability);
        FUZZ_CHECK(a->flagged == b->flagged);
    }
}

static void find_parent(struct filter *f, struct comment *c)
{
    if (!c->parent_text.len && c->reply_to.len)
        c->parent_text = recent_find(f->recent, c->discussion, c->reply_to);
}

/* Takes the next line; false at the end of the stream. */
static bool take_line(struct filter *f)
{
    struct record record = {.reason_count = 0};
    int status;

    arena_reset(&f->keep);
    status = reader_next(f->reader, &record.comment, &f->keep, &record.error);
    fuzz_check_error(status, &record.error);
    if (status != 1 && status != STATUS_BAD_RECORD)
        return false;
    if (status == 1) {
        find_parent(f, &record.comment);
        arena_reset(&f->bench.scratch);
        status = pipeline_run(&f->pipeline, &record, &f->bench, &f->keep,
                              &record.error);
        fuzz_check_error(status, &record.error);
        if (status == STATUS_OK)
            fuzz_check_text(&record.text);
        if (status == STATUS_OK)
            check_memo(f, &record);
        check_reasons(&record);
        recent_add(f->recent, &record.comment);
    }
    struct error err = {.status = STATUS_OK};
    buffer_clear(&f->line);
    FUZZ_CHECK(score_line_add(&f->line, fuzz_model(), &record, &err) ==
               STATUS_OK);
    check_line(&f->line);
    return true;
}

static size_t count_lines(struct view bytes)
{
    if (view_starts(bytes, "\xEF\xBB\xBF")) /* a byte order mark is no line */
        bytes = view_from(bytes, 3);
    size_t count = bytes.len && bytes.ptr[bytes.len - 1] != '\n';

    for (size_t i = 0; i < bytes.len; i++)
        count += bytes.ptr[i] == '\n';
    return count;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct filter f;
    const struct reader_options options = {
        .format = FORMAT_JSONL, .now = TIME_NONE, .every_line = true};
    struct error err = {.status = STATUS_OK};
    struct source *source = NULL;
    const bool plain = size < 2 || data[0] != 0x1F || data[1] != 0x8B;
    size_t lines = 0;

    if (!f.keep.base)
        FUZZ_CHECK(arena_open(&f.keep, (size_t)16 << 20, &err) == STATUS_OK &&
                   workbench_open(&f.bench, &err) == STATUS_OK);
    pipeline_open(&f.pipeline, fuzz_model());
    f.pipeline.reasons = 5;
    if (source_open_memory(&source, "memory", fuzz_view(data, size), &err) ==
            STATUS_OK &&
        reader_open(&f.reader, source, &options, &err) == STATUS_OK) {
        FUZZ_CHECK(recent_open(&f.recent, &err) == STATUS_OK);
        while (take_line(&f))
            lines++;
        recent_free(f.recent);
        FUZZ_CHECK(!plain || lines == count_lines(fuzz_view(data, size)));
        reader_free(f.reader);
    }
    source_free(source);
    return 0;
}
