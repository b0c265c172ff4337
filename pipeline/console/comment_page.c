/* One comment at an address that stays: for links from elsewhere. */
#include "desk_page.h"
#include "why.h"

#define NEIGHBOURS 6

static void put(struct exchange *self, struct html *page,
                const struct sheet *sheet, struct error *err)
{
    const struct comment *comment = &sheet->stored.comment;

    html_raw(page, "<div class=\"work\"><article class=\"case\"><header "
                   "class=\"article\">");
    if (comment->section.len)
        HTML(page, "<p class=\"section\"><bdi>{}</bdi></p>",
             V(comment->section));
    HTML(page, "<h1><bdi>{}</bdi></h1>",
         comment->title.len ? V(comment->title)
                            : W("Article sans titre", "Untitled article"));
    if (comment->discussion.len)
        HTML(page, "<p><a href=\"/discussion/{}\">{}</a></p>",
             U(comment->discussion),
             W("Toute la discussion", "All the thread"));
    part_flags(page, sheet);
    html_raw(page, "</header>");
    part_thread(self, page, sheet, false);
    HTML(page,
         "</article><aside class=\"beside\" aria-label=\"{}\"><section "
         "class=\"side\"><h2>{}</h2>",
         W("Indices", "Hints"), W("Tons", "Tones"));
    part_tones(page, sheet, &self->worker->policy, "", false);
    html_raw(page, "</section>");
    if (sheet->scored)
        why_put(page, comment->text, sheet->score.reason,
                sheet->score.reason_count, &sheet->score.verdict,
                &sheet->model);
    part_sense(page, sheet);
    part_author(self, page, sheet, err);
    part_journal(page, sheet);
    html_raw(page, "</aside></div>");
}

void comment_show(struct exchange *self)
{
    struct worker *worker = self->worker;
    struct sheet *sheet = arena_alloc(&worker->arena, 1, sizeof(*sheet));
    struct error err = {.status = STATUS_OK};

    if (!sheet) {
        page_failure(self, &err);
        return;
    }
    *sheet = (struct sheet){.has_parent = false};
    if (worker_queue(self->console->pool, worker, &err) < 0 ||
        sheet_load(worker->store, self->match.part[0], NEIGHBOURS, self->now,
                   &worker->arena, sheet, &err) < 0) {
        page_failure(self, &err);
        return;
    }
    struct html page =
        page_begin(self, 200, SECTION_NONE, "Commentaire", "Comment");
    put(self, &page, sheet, &err);
    page_end(self, &page);
}
