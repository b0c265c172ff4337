/* One job: its progress, and what a comparison found. */
#include "models_page.h"

#include "clock.h"
#include "file.h"
#include "layout.h"
#include "marked.h"
#include "palette.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LOG_CEILING ((size_t)1 << 20)
#define OUTPUT_CEILING ((size_t)8 << 20)
#define LOG_SHOWN 4000 /* bytes, the last ones */

static void read_file(const struct job *job, const char *name, size_t ceiling,
                      struct buffer *out)
{
    struct error ignored = {.status = STATUS_OK};
    char path[JOB_PATH_SIZE];

    job_path(job, name, path);
    file_read(path, ceiling, out, &ignored);
}

/* "training: 12 of 60 machines", the last of them. */
static void put_progress(struct html *page, struct view log)
{
    static const char word[] = "training: ";
    unsigned long done = 0, all = 0;
    char line[64];

    for (size_t i = 0; i + sizeof(word) < log.len; i++) {
        if (memcmp(log.ptr + i, word, sizeof(word) - 1) != 0)
            continue;
        snprintf(line, sizeof(line), "%.*s",
                 (int)(log.len - i < 60 ? log.len - i : 60), log.ptr + i);
        char *end;
        done = strtoul(line + sizeof(word) - 1, &end, 10);
        all = strncmp(end, " of ", 4) == 0 ? strtoul(end + 4, NULL, 10) : 0;
    }
    if (all)
        HTML(
            page,
            "<p><progress max=\"{}\" value=\"{}\" aria-label=\"{}\"></progress>"
            "<span class=\"hint\">{} / {}</span></p>",
            D(all), D(done), W("Avancement", "Progress"), N(done), N(all));
    else
        HTML(page, "<p><progress aria-label=\"{}\"></progress></p>",
             W("Avancement", "Progress"));
}

static void put_text(struct html *page, struct view text)
{
    if (text.len > LOG_SHOWN)
        text = view_from(text, text.len - LOG_SHOWN);
    while (text.len && ((unsigned char)text.ptr[0] & 0xC0) == 0x80)
        text = view_from(text, 1);
    if (!text.len)
        return;
    html_raw(page, "<pre tabindex=\"0\">");
    html_text(page, text);
    html_raw(page, "</pre>");
}

static struct view member(const json_t *object, const char *name)
{
    const json_t *value = json_object_get(object, name);

    return json_is_string(value) ? (struct view){json_string_value(value),
                                                 json_string_length(value)}
                                 : (struct view){"", 0};
}

static void put_probability(struct html *page, const json_t *value)
{
    if (json_is_number(value))
        HTML(page, "{}", F(json_number_value(value)));
    else
        html_raw(page, "–");
}

/* A line of `vigie models diff --format json` that is about one comment. */
static void put_change(struct html *page, const json_t *change)
{
    const struct view tone = member(change, "tone");
    const bool flagged = json_is_true(json_object_get(change, "flagged"));

    HTML(page,
         "<tr class=\"{}\"><th scope=\"row\"><span class=\"swatch\"></span> {}"
         "</th><td>{}</td><td class=\"number\">",
         S(palette_class(tone)), palette_name(tone),
         flagged ? W("signalé désormais", "flagged from now on")
                 : W("plus signalé", "flagged no more"));
    put_probability(page, json_object_get(change, "from"));
    html_raw(page, " → ");
    put_probability(page, json_object_get(change, "to"));
    HTML(page, "</td><td><a href=\"/comment/{}\">",
         U(member(change, "comment")));
    marked_excerpt(page, member(change, "text"), 160);
    html_raw(page, "</a></td></tr>");
}

/* The first line counts them. */
static void put_summary(struct html *page, struct view output)
{
    const char *end = output.len ? memchr(output.ptr, '\n', output.len) : NULL;
    json_t *line =
        end ? json_loadb(output.ptr, (size_t)(end - output.ptr), 0, NULL)
            : NULL;

    if (json_object_get(line, "changed"))
        HTML(page, "<p><b>{}</b> {} <b>{}</b> {}</p>",
             N(json_integer_value(json_object_get(line, "changed"))),
             W("changements sur", "changes in"),
             N(json_integer_value(json_object_get(line, "comments"))),
             W("commentaires ; les plus nets :", "comments; the clearest:"));
    json_decref(line);
}

static void put_changes(struct html *page, struct view output)
{
    put_summary(page, output);
    HTML(page,
         "<div class=\"wide\" tabindex=\"0\" role=\"region\" "
         "aria-label=\"{}\"><table><thead><tr><th>{}</th><th>{}</th><th "
         "class=\"number\">{}</th><th>{}</th></tr></thead><tbody>",
         W("Changements", "Changes"), W("Ton", "Tone"), W("Effet", "Effect"),
         W("Probabilité", "Probability"), W("Texte", "Text"));
    while (output.len) {
        const char *end = memchr(output.ptr, '\n', output.len);
        const size_t len = end ? (size_t)(end - output.ptr) : output.len;
        json_t *line = json_loadb(output.ptr, len, 0, NULL);
        if (member(line, "comment").len)
            put_change(page, line);
        json_decref(line);
        output = view_from(output, len + 1);
    }
    html_raw(page, "</tbody></table></div>");
}

static void put_job(struct html *page, const struct job *job)
{
    struct buffer log = {.ptr = NULL}, output = {.ptr = NULL};
    const bool running = job->ended == TIME_NONE;

    read_file(job, "log", LOG_CEILING, &log);
    read_file(job, "output", OUTPUT_CEILING, &output);
    HTML(page,
         "<section class=\"panel stack\" id=\"job\"{}><p><span "
         "class=\"badge\">{}</span> <bdi>{}</bdi> <b><bdi>{}</bdi></b> ",
         S(running ? " data-running" : ""), job_state(job), V(job->about),
         V(job->moderator));
    page_time(page, job->started);
    html_raw(page, "</p>");
    if (running)
        put_progress(page, buffer_view(&log));
    if (!running && job->exit_status != 0)
        put_text(page, buffer_view(&log));
    if (view_is(job->kind, "diff") && !running)
        put_changes(page, buffer_view(&output));
    else
        put_text(page, buffer_view(&output));
    html_raw(page, "</section>");
    buffer_free(&log);
    buffer_free(&output);
}

void job_show(struct exchange *self)
{
    const int64_t key = exchange_whole(self->match.part[0]);
    struct error err = {.status = STATUS_OK};
    struct job job;
    int status = key < 1 ? 0
                         : job_find(self->worker->store, key,
                                    &self->worker->arena, &job, &err);

    if (status == 0)
        status = error_set(&err, STATUS_NOT_FOUND, "no such job");
    if (status == 1)
        status = job_look(self, &job, &err);
    if (status < 0) {
        page_failure(self, &err);
        return;
    }
    struct html page = page_begin(self, 200, SECTION_MODELS, "Travail", "Job");
    HTML(&page,
         "<div class=\"bar\"><h1>{} n° {}</h1><a href=\"/models\">{}</a></div>",
         job_kind(job.kind), D(job.key), W("Tous les modèles", "All models"));
    put_job(&page, &job);
    page_end(self, &page);
}
