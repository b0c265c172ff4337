#include "store_fixture.h"

#include "decide.h"
#include "journal.h"

#include <stdio.h>
#include <string.h>

static const uint16_t hot[TONES] = {6000, 100, 0, 0, 8000};

static void decide(struct fixture *f, const char *id, enum action action,
                   const char *moderator, const char *tones, bool second)
{
    const struct request request = {.comment = view_of(id),
                                    .action = action,
                                    .moderator = view_of(moderator),
                                    .tones = view_of(tones),
                                    .second = second,
                                    .now = NOW};
    struct outcome outcome;

    CHECK(f, decide_run(f->queue, &request, &f->arena, &outcome, &f->err));
}

struct listing {
    char text[1024];
    size_t used, stop_after, seen;
};

/* "c1 insult=1 anne; " of the labels that say yes. */
static int list_label(void *context, const struct stored_label *label,
                      struct error *err)
{
    struct listing *self = context;

    if (self->stop_after && ++self->seen > self->stop_after)
        return error_set(err, STATUS_USAGE, "enough");
    assert_true(view_is(label->comment.discussion, "d1"));
    assert_true(view_is(label->comment.title, "Titre"));
    assert_true(view_is(label->comment.section, "Sport"));
    assert_int_equal(label->time, NOW);
    if (label->value)
        self->used += (size_t)snprintf(
            self->text + self->used, sizeof(self->text) - self->used,
            "%.*s %.*s %.*s%s|", VIEW_ARG(label->comment.id),
            VIEW_ARG(label->tone), VIEW_ARG(label->moderator),
            label->second ? "'" : "");
    return STATUS_OK;
}

static void prepare(struct fixture *f)
{
    static const char *const ids[] = {"c1", "c2", "c3", "c4"};

    usual_policy(&f->policy);
    open_queue(f);
    for (size_t i = 0; i < 4; i++) {
        struct comment comment = make_comment(ids[i], "du texte");
        comment.section = view_of("Sport");
        if (i)
            comment.reply_to = view_of("c1");
        put_scored(f, &comment, NOW, hot);
    }
}

static void labels_come_in_order_of_comments(void **state)
{
    struct fixture *f = *state;
    struct listing listing = {.used = 0};

    prepare(f);
    decide(f, "c3", ACTION_REMOVE, "anne", "insult,hostility,negative", false);
    decide(f, "c1", ACTION_REMOVE, "anne", "insult", false);
    decide(f, "c1", ACTION_UNDO, "anne", NULL, false);    /* does not count */
    decide(f, "c2", ACTION_APPROVE, "paul", NULL, false); /* says nothing */
    decide(f, "c1", ACTION_APPROVE, "paul", "spam", false);
    decide(f, "c1", ACTION_REMOVE, "zoé", "spam,insult", true);
    CHECK(f, labels_each(f->store, list_label, &listing, &f->err));
    assert_string_equal(listing.text,
                        "c1 insult zoé'|c1 spam paul|c1 spam zoé'|"
                        "c3 hostility anne|c3 insult anne|c3 negative anne|");
}

static void labels_of_older_texts_are_left_out(void **state)
{
    struct fixture *f = *state;
    struct listing listing = {.used = 0};
    struct comment comment = make_comment("c1", "un autre texte");

    prepare(f);
    decide(f, "c1", ACTION_REMOVE, "anne", "insult", false);
    put(f, &comment, NOW);
    CHECK(f, labels_each(f->store, list_label, &listing, &f->err));
    assert_string_equal(listing.text, "");
}

struct texts {
    size_t count;
};

static int see_parent(void *context, const struct stored_label *label,
                      struct error *err)
{
    struct texts *self = context;

    (void)err;
    assert_true(view_is(label->comment.text, "du texte"));
    assert_true(view_is(label->comment.reply_to, "c1"));
    assert_true(view_is(label->comment.parent_text, "du texte"));
    self->count++;
    return STATUS_OK;
}

static void the_parent_comes_with_it(void **state)
{
    struct fixture *f = *state;
    struct texts texts = {0};

    prepare(f);
    decide(f, "c2", ACTION_REMOVE, "anne", "insult", false);
    CHECK(f, labels_each(f->store, see_parent, &texts, &f->err));
    assert_int_equal(texts.count, 4);
}

static void a_visitor_can_stop(void **state)
{
    struct fixture *f = *state;
    struct listing listing = {.stop_after = 2};

    prepare(f);
    decide(f, "c2", ACTION_REMOVE, "anne", "insult", false);
    assert_int_equal(labels_each(f->store, list_label, &listing, &f->err),
                     STATUS_USAGE);
    assert_int_equal(listing.seen, 3);
    /* the statement is free again */
    error_clear(&f->err);
    listing = (struct listing){.used = 0};
    CHECK(f, labels_each(f->store, list_label, &listing, &f->err));
    assert_string_equal(listing.text, "c2 insult anne|");
}

int main(void)
{
#define TEST(name)                                                             \
    cmocka_unit_test_setup_teardown(name, set_up_store, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(labels_come_in_order_of_comments),
        TEST(labels_of_older_texts_are_left_out),
        TEST(the_parent_comes_with_it),
        TEST(a_visitor_can_stop),
    };
#undef TEST
    return cmocka_run_group_tests(tests, NULL, NULL);
}
