#include "store_fixture.h" /* cmocka, CHECK */

#include "thread.h"

#include <stdio.h>
#include <string.h>

/* ---- links -------------------------------------------------------------- */

#define COMMENTS 4

/* A small discussion; keys are 1, 2 ... in this order. */
struct scene {
    const char *name;
    struct {
        const char *author, *text;
        int64_t time;
        size_t position;
        bool given;
    } comment[COMMENTS];
    const char *links; /* "3>1q 4>2n" */
};

static const struct scene scenes[] = {
    {"words pasted from one",
     {{"a", "On a découvert que l'appli aspirait tout le carnet.", 1, 0, false},
      {"b", "Sans rapport aucun avec la choucroute.", 2, 0, false},
      {"c", "L'appli aspirait tout le carnet, et alors ?", 3, 0, false}},
     "3>1q"     },
    {"too short without marks",
     {{"a", "On a découvert que l'appli aspirait tout.", 1, 0, false},
      {"b", "L'appli aspirait tout, et alors donc ?", 2, 0, false}},
     ""         },
    {"short, but all that stands in marks",
     {{"a", "On a découvert que l'appli aspirait tout.", 1, 0, false},
      {"b", "« aspirait tout » ?", 2, 0, false},
      {"c", "« l'appli aspirait tout » et ça suffit ?", 3, 0, false}},
     "3>1q"     },
    {"what stands around the marks agrees by chance",
     {{"a", "Je dis que l'appli aspirait tout et de ce fait non", 1, 0, false},
      {"b", "que « l'appli aspirait tout » et alors", 2, 0, false}},
     "2>1q"     },
    {"a later comment on the page, earlier in time",
     {{"a", "Or « sont sans égale à ce jour », vraiment ?", 9, 1, false},
      {"b", "Les infos récupérées sont sans égale à ce jour.", 5, 2, false}},
     "1>2q"     },
    {"at the same minute the page decides",
     {{"a", "Or « sont sans égale à ce jour », vraiment ?", 5, 2, false},
      {"b", "Les infos récupérées sont sans égale à ce jour.", 5, 1, false}},
     "1>2q"     },
    {"both quote a third",
     {{"a", "Je lis “the quick brown fox jumps over the dog” ici", 1, 0, false},
      {"b", "“the quick brown fox jumps over the dog” encore", 2, 0, false}},
     ""         },
    {"the title",
     {{"a", "Trump veut interdire la belle application, hein", 1, 0, false},
      {"b", "« veut interdire la belle application » dit-il", 2, 0, false}},
     ""         },
    {"the same comment twice",
     {{"a", "Gagnez trois mille euros par mois depuis chez vous", 1, 0, false},
      {"b", "Gagnez trois mille euros par mois depuis chez vous", 2, 0, false},
      {"c", "Gagnez trois mille euros par mois depuis chez vous !", 3, 0,
       false}},
     ""         },
    {"one's own words",
     {{"a", "On a découvert que l'appli aspirait tout le carnet.", 1, 0, false},
      {"A", "Je répète : l'appli aspirait tout le carnet.", 2, 0, false}},
     "2>1q"     }, /* one letter is no name */
    {"one's own words, by name",
     {{"anne", "On sait que l'appli aspirait tout le carnet.", 1, 0, false},
      {"Anne", "Je répète : l'appli aspirait tout le carnet.", 2, 0, false}},
     ""         },
    {"the earliest of equals",
     {{"a", "On sait que l'appli aspirait tout le carnet.", 2, 0, false},
      {"b", "Oui, l'appli aspirait tout le carnet, bon.", 1, 0, false},
      {"c", "Ah : « l'appli aspirait tout le carnet » ?", 3, 0, false}},
     "1>2q 3>2q"},
    {"the longest wins over the earliest",
     {{"a", "On sait que l'appli aspirait tout le carnet.", 1, 0, true},
      {"b", "Oui, l'appli aspirait tout le carnet d'adresses.", 2, 0, true},
      {"c", "« l'appli aspirait tout le carnet d'adresses » ?", 3, 0, false}},
     "3>2q"     },
    {"given is not inferred",
     {{"a", "On sait que l'appli aspirait tout le carnet.", 1, 0, false},
      {"b", "« l'appli aspirait tout le carnet » ?", 2, 0, true}},
     ""         },
    {"a link is not a quotation",
     {{"a", "Lisez https://a.fr/un-deux-trois-quatre-cinq-six ici", 1, 0,
       false},
      {"b", "Bof https://a.fr/un-deux-trois-quatre-cinq-six non", 2, 0, false}},
     ""         },
    {"the latest comment of whom one calls",
     {{"bob33", "Un.", 1, 0, false},
      {"bob33", "Deux.", 2, 0, false},
      {"carl", "@bob33 non", 3, 0, false},
      {"bob33", "Trois.", 4, 0, false}},
     "3>2n"     },
    {"pasted words before names",
     {{"carl", "On sait que l'appli aspirait tout le carnet.", 1, 0, false},
      {"bob33", "Un.", 2, 0, false},
      {"anne", "@bob33 « l'appli aspirait tout le carnet »", 3, 0, false}},
     "3>1q"     },
    {"oneself is not called",
     {{"bob33", "Un.", 1, 0, false}, {"bob33", "@bob33 deux", 2, 0, false}},
     ""         },
    {"time unknown: the page, then arrival",
     {{"bob33", "Un.", TIME_NONE, 1, false},
      {"carl", "bob33, non", TIME_NONE, 2, false},
      {"bob33", "Trois.", TIME_NONE, 3, false}},
     "2>1n"     },
};

struct seen {
    struct link link[COMMENTS + 1]; /* by key */
    size_t visits;
};

static int see(void *context, int64_t key, const struct link *link,
               struct error *err)
{
    struct seen *seen = context;

    (void)err;
    seen->link[key] = *link;
    seen->visits++;
    return STATUS_OK;
}

static void describe(const struct seen *seen, char *out, size_t size)
{
    out[0] = '\0';
    for (int64_t key = 1; key <= COMMENTS; key++)
        if (seen->link[key].ground != LINK_NONE)
            snprintf(out + strlen(out), size - strlen(out), "%s%d>%d%c",
                     *out ? " " : "", (int)key, (int)seen->link[key].parent,
                     seen->link[key].ground == LINK_QUOTE ? 'q' : 'n');
}

/* Adds the scene's comments in the order of `order`, settling after each
 * whose bit is in `settle` and at the end. */
static void play(const struct scene *scene, const size_t *order, size_t count,
                 unsigned settle, struct seen *seen)
{
    struct error err = {.status = STATUS_OK};
    struct thread *thread;

    memset(seen, 0, sizeof(*seen));
    assert_int_equal(
        thread_open(&thread,
                    view_of("Trump veut interdire la belle application"), &err),
        STATUS_OK);
    for (size_t i = 0; i < count; i++) {
        const struct thread_comment comment = {
            .key = (int64_t)order[i] + 1,
            .time = scene->comment[order[i]].time,
            .position = scene->comment[order[i]].position,
            .given = scene->comment[order[i]].given,
            .author = view_of(scene->comment[order[i]].author),
            .text = view_of(scene->comment[order[i]].text),
        };
        assert_int_equal(thread_add(thread, &comment, &err), STATUS_OK);
        if (settle >> i & 1)
            assert_int_equal(thread_settle(thread, see, seen, &err), STATUS_OK);
    }
    assert_int_equal(thread_settle(thread, see, seen, &err), STATUS_OK);
    assert_true(thread_bytes(thread) > 0);
    thread_free(thread);
}

/* Steps to the next order; false after the last. */
static bool next_order(size_t *order, size_t count)
{
    size_t i = count - 1, j = count - 1;

    while (i && order[i - 1] >= order[i])
        i--;
    if (!i)
        return false;
    while (order[j] <= order[i - 1])
        j--;
    const size_t swap = order[i - 1];
    order[i - 1] = order[j];
    order[j] = swap;
    for (size_t k = i, l = count - 1; k < l; k++, l--) {
        const size_t other = order[k];
        order[k] = order[l];
        order[l] = other;
    }
    return true;
}

/* In whatever order comments come, and however often links are asked for. */
static void replies_are_inferred(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(scenes) / sizeof(scenes[0]); i++) {
        size_t order[COMMENTS] = {0, 1, 2, 3}, count = COMMENTS;
        struct seen seen;
        char links[100];
        while (!scenes[i].comment[count - 1].text)
            count--;
        do
            for (unsigned settle = 0; settle < 1U << count; settle++) {
                play(&scenes[i], order, count, settle, &seen);
                describe(&seen, links, sizeof(links));
                if (strcmp(links, scenes[i].links) != 0)
                    fail_msg("%s: %s, in order %zu%zu%zu%zu, settled %x",
                             scenes[i].name, links, order[0], order[1],
                             order[2], order[3], settle);
            }
        while (next_order(order, count));
    }
}

static void ranges_are_the_pasted_words(void **state)
{
    static const size_t order[] = {0, 1};
    const struct scene scene = {
        "",
        {{"a", "Été : on sait que l'appli aspire tout.", 1, 0, false},
          {"b", "É, « que l’APPLI aspire tout » ?", 2, 0, false}},
        ""
    };
    struct seen seen;

    (void)state;
    play(&scene, order, 2, 0, &seen);
    assert_int_equal(seen.link[2].begin, 5);
    assert_int_equal(seen.link[2].end, 28);
    assert_int_equal(seen.link[2].parent_begin, 14);
    assert_int_equal(seen.link[2].parent_end, 37);
}

/* One that comes alone is looked at alone. */
static void a_new_comment_leaves_the_others(void **state)
{
    struct error err = {.status = STATUS_OK};
    struct seen seen = {.visits = 0};
    struct thread *thread;
    struct thread_comment comment = {.key = 1, .time = 1};

    (void)state;
    assert_int_equal(thread_open(&thread, view_of(""), &err), STATUS_OK);
    for (int i = 0; i < 1000; i++) {
        char text[80], author[32];
        snprintf(text, sizeof(text), "mot%d parle de chose%d et de rien%d", i,
                 i, i);
        snprintf(author, sizeof(author), "auteur%d", i);
        comment.time = i;
        comment.author = view_of(author);
        comment.text = view_of(text);
        assert_int_equal(thread_add(thread, &comment, &err), STATUS_OK);
        assert_int_equal(thread_settle(thread, see, &seen, &err), STATUS_OK);
    }
    assert_int_equal(seen.visits, 1000);
    thread_free(thread);
}

/* The same line ten thousand times must not take its square. */
static void a_flood_is_bounded(void **state)
{
    struct error err = {.status = STATUS_OK};
    struct seen seen = {.visits = 0};
    struct thread *thread;
    const struct thread_comment comment = {
        .key = 1,
        .text = view_of("ha ha ha ha ha ha ha ha ha ha ha ha ha ha ha"
                        " ha ha ha ha ha ha ha ha ha ha ha ha ha ha")};
    int status = STATUS_OK;

    (void)state;
    assert_int_equal(thread_open(&thread, view_of(""), &err), STATUS_OK);
    for (int i = 0; i < 10000; i++)
        assert_int_equal(thread_add(thread, &comment, &err), STATUS_OK);
    assert_int_equal(thread_settle(thread, see, &seen, &err), STATUS_OK);
    assert_int_equal(seen.link[1].ground, LINK_NONE);
    for (size_t i = 0; status == STATUS_OK && i < THREAD_COMMENTS; i++)
        status = thread_add(thread, &comment, &err);
    assert_int_equal(status, STATUS_TOO_BIG);
    thread_free(thread);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(replies_are_inferred),
        cmocka_unit_test(ranges_are_the_pasted_words),
        cmocka_unit_test(a_new_comment_leaves_the_others),
        cmocka_unit_test(a_flood_is_bounded),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
