/* What clients of the console send, but for JSON: the path, and below a line
 * "%%" the query or form, the editor's HTML, or the parts of a batch. */
#include "fuzz.h"

#include "batch.h"
#include "credentials.h"
#include "form.h"
#include "listen.h"
#include "markup.h"
#include "routes.h"
#include "span.h"
#include "utf8.h"

#include <stdlib.h>
#include <string.h>

static bool is_inside(struct view part, struct view whole)
{
    return !part.len || (part.ptr >= whole.ptr &&
                         part.ptr + part.len <= whole.ptr + whole.len);
}

static void find_route(struct view path)
{
    for (int method = 0; method <= METHODS; method++) {
        const struct match match = routes_find((enum method)method, path);
        FUZZ_CHECK(!match.route || match.path_known);
        for (size_t i = 0; match.route && i < PATH_PARTS; i++)
            FUZZ_CHECK(is_inside(match.part[i], path));
    }
}

static void find_fields(struct view body)
{
    static const char *const names[] = {"", "tone", "limit", "a", "%"};

    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
        for (size_t n = 0; n < 3; n++) {
            const struct view value =
                form_find(body, names[i], n, fuzz_arena());
            FUZZ_CHECK(utf8_check(value) == UTF8_VALID);
            FUZZ_CHECK(value.len <= body.len);
            FUZZ_CHECK(!value.len || !memchr(value.ptr, '\0', value.len));
            FUZZ_CHECK(exchange_whole(value) >= -1);
        }
}

static void split_batch(struct view body)
{
    struct view rest = body;
    struct batch_call call;

    while (batch_next(&rest, view_of("b"), &call)) {
        FUZZ_CHECK(is_inside(call.id, body) && is_inside(call.method, body));
        FUZZ_CHECK(is_inside(call.path, body) && is_inside(call.query, body));
        FUZZ_CHECK(is_inside(call.body, body) && is_inside(rest, body));
    }
}

static void read_markup(struct view html)
{
    static struct span span[SPANS_CEILING];
    struct error err = {.status = STATUS_OK};
    struct buffer text = {.ceiling = TEXT_CEILING};

    if (utf8_check(html) == UTF8_VALID &&
        markup_text(html, &text, &err) == STATUS_OK) {
        const struct view plain = buffer_view(&text);
        FUZZ_CHECK(utf8_check(plain) == UTF8_VALID);
        const size_t count = span_sentences(plain, span);
        FUZZ_CHECK(count <= SPANS_CEILING);
        for (size_t i = 0; i < count; i++) {
            FUZZ_CHECK(span[i].begin <= span[i].end);
            FUZZ_CHECK(span[i].end <= plain.len);
            FUZZ_CHECK(span[i].begin16 <= span[i].end16);
            FUZZ_CHECK(!i || span[i - 1].end <= span[i].begin);
        }
    }
    fuzz_check_error(err.status, &err);
    buffer_free(&text);
}

static void read_address(struct view text)
{
    struct error err = {.status = STATUS_OK};
    char copy[64], name[LISTEN_NAME_SIZE];
    struct listen_at at;

    if (text.len >= sizeof(copy))
        return;
    memcpy(copy, text.len ? text.ptr : "", text.len);
    copy[text.len] = '\0';
    fuzz_check_error(listen_parse(copy, &at, &err), &err);
    if (err.status == STATUS_OK)
        listen_name(&at, false, at.port, name);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct view rest = fuzz_view(data, size);
    const struct view first = fuzz_part(&rest);
    char hex[DIGEST_HEX_SIZE], header[DIGEST_HEX_SIZE + 16] = "x, sha256=";

    find_route(first);
    read_address(first);
    find_fields(rest);
    split_batch(rest);
    read_markup(rest);
    signature_make(view_of("key"), rest, hex);
    memcpy(header + strlen(header), hex, sizeof(hex));
    FUZZ_CHECK(signature_fits(view_of(header), view_of("key"), rest));
    FUZZ_CHECK(!signature_fits(first, view_of("key"), rest));
    FUZZ_CHECK(!csrf_fits(first, view_of("cookie")));
    return 0;
}
