#include "pasted.h"

static uint32_t letters_of(const struct word *word, uint32_t count)
{
    uint32_t letters = 0;

    for (uint32_t i = 0; i < count; i++)
        letters += word[i].letters;
    return letters;
}

/* Where the run holds most of a passage between marks, what it holds of it;
 * else count 0. */
static struct run in_quotation(const struct thread *self,
                               const struct member *member,
                               const struct run *run)
{
    const struct word *word = self->words.word;
    uint32_t begin = run->a, end;

    while (begin < run->a + run->count && !word[begin].quotation)
        begin++;
    for (end = begin; end < run->a + run->count &&
                      word[end].quotation == word[begin].quotation;)
        end++;
    uint32_t from = begin, to = end;
    while (from > member->first && begin < end &&
           word[from - 1].quotation == word[begin].quotation)
        from--;
    while (to < member->first + member->count && begin < end &&
           word[to].quotation == word[begin].quotation)
        to++;
    if ((end - begin) * 5 < (to - from) * 4)
        return (struct run){run->a, run->b, 0};
    return (struct run){begin, run->b + (begin - run->a), end - begin};
}

static bool is_quoted(const struct word *word, uint32_t count)
{
    uint32_t quoted = 0;

    for (uint32_t i = 0; i < count; i++)
        quoted += word[i].quotation != 0;
    return quoted * 2 > count;
}

static bool in_title(const struct thread *self, const struct word *word,
                     uint32_t count)
{
    for (size_t i = 0; i + count <= self->title.count; i++) {
        uint32_t same = 0;
        while (same < count &&
               self->title.word[i + same].hash == word[same].hash)
            same++;
        if (same == count)
            return true;
    }
    return false;
}

uint32_t pasted_letters(const struct thread *self, const struct member *later,
                        const struct member *earlier, struct run *run)
{
    const struct word *word = self->words.word;
    const struct run quoted = in_quotation(self, later, run);
    const uint32_t longer =
        later->count > earlier->count ? later->count : earlier->count;

    if (later->name && later->name == earlier->name)
        return 0;
    if (quoted.count >= QUOTED_WORDS &&
        letters_of(&word[quoted.a], quoted.count) >= QUOTED_LETTERS)
        *run = quoted;
    else if (run->count < PASTED_WORDS || run->count * 10 >= longer * 9 ||
             letters_of(&word[run->a], run->count) < PASTED_LETTERS)
        return 0;
    if (is_quoted(&word[run->b], run->count) ||
        in_title(self, &word[run->a], run->count))
        return 0;
    return letters_of(&word[run->a], run->count);
}

struct run pasted_run(const struct thread *self, const struct member *of_a,
                      uint32_t a, const struct member *of_b, uint32_t b)
{
    const struct word *word = self->words.word;
    struct run run = {a, b, 0};

    while (run.a > of_a->first && run.b > of_b->first &&
           word[run.a - 1].hash == word[run.b - 1].hash) {
        run.a--;
        run.b--;
    }
    while (run.a + run.count < of_a->first + of_a->count &&
           run.b + run.count < of_b->first + of_b->count &&
           word[run.a + run.count].hash == word[run.b + run.count].hash)
        run.count++;
    return run;
}
