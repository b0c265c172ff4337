/* What a moderator wants to see, in addresses and forms. */
#include "desk_page.h"

#define SECONDS_PER_HOUR 3600

static struct view given(struct exchange *self, const char *name)
{
    const struct view value = self->method == METHOD_GET
                                  ? exchange_query(self, name)
                                  : exchange_field(self, name, 0);

    return value.ptr ? value : (struct view){"", 0};
}

struct wish wish_of(struct exchange *self)
{
    struct wish wish = {
        .tone = given(self, "tone"),
        .section = given(self, "section"),
        .discussion = given(self, "discussion"),
        .hours = exchange_whole(given(self, "hours")),
        .at = given(self, "at"),
    };

    if (wish.hours < 0 || wish.hours > 100000)
        wish.hours = 0;
    return wish;
}

struct queue_filter wish_filter(const struct exchange *self,
                                const struct wish *wish)
{
    return (struct queue_filter){
        .tone = wish->tone,
        .section = wish->section,
        .discussion = wish->discussion,
        .received =
            wish->hours ? self->now - wish->hours * SECONDS_PER_HOUR : 0,
        .moderator = self->account.name,
    };
}

void wish_fields(struct html *page, const struct wish *wish)
{
    if (wish->tone.len)
        HTML(page, "<input type=\"hidden\" name=\"tone\" value=\"{}\">",
             V(wish->tone));
    if (wish->section.len)
        HTML(page, "<input type=\"hidden\" name=\"section\" value=\"{}\">",
             V(wish->section));
    if (wish->discussion.len)
        HTML(page, "<input type=\"hidden\" name=\"discussion\" value=\"{}\">",
             V(wish->discussion));
    if (wish->hours)
        HTML(page, "<input type=\"hidden\" name=\"hours\" value=\"{}\">",
             D(wish->hours));
}

const char *wish_address(struct exchange *self, const char *path,
                         const struct wish *wish, struct view at,
                         const struct view *last, size_t last_count)
{
    struct buffer out = {.ceiling = 8000};
    struct html url = {.out = &out};
    struct view copy = {path, 0};
    const struct {
        const char *name;
        struct view value;
    } pairs[] = {
        {"at",         at              },
        {"tone",       wish->tone      },
        {"section",    wish->section   },
        {"discussion", wish->discussion}
    };
    const char *sign = "?";

    html_raw(&url, path);
    for (size_t i = 0; i < 4; i++)
        if (pairs[i].value.len) {
            html_raw(&url, sign);
            HTML(&url, "{}={}", S(pairs[i].name), U(pairs[i].value));
            sign = "&";
        }
    if (wish->hours) {
        html_raw(&url, sign);
        HTML(&url, "hours={}", D(wish->hours));
        sign = "&";
    }
    for (size_t i = 0; i < last_count; i++) {
        html_raw(&url, sign);
        HTML(&url, "last={}", U(last[i]));
        sign = "&";
    }
    if (url.err.status == STATUS_OK)
        arena_copy(&self->worker->arena, buffer_view(&out), &copy, &url.err);
    buffer_free(&out);
    return copy.ptr;
}
