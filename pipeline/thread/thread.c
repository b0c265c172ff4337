#include "thread.h"

#include "calls.h"
#include "pasted.h"

#include <stdlib.h>
#include <string.h>

#define RECENT_RUNS 64
#define PARENT_UNKNOWN UINT32_MAX

/* ---- opening ------------------------------------------------------------ */

static int take_title(struct thread *self, struct view title, struct error *err)
{
    size_t begin = 0;
    int status = wording_add(&self->title, &self->folder, title, err);

    for (size_t i = 0; i <= title.len && self->title_names < TITLE_WORDS; i++) {
        if (i < title.len && !is_ascii_space(title.ptr[i]) &&
            title.ptr[i] != '\'')
            continue;
        const uint32_t name = calls_name(
            &self->folder, view_first(view_from(title, begin), i - begin));
        if (name)
            self->title_name[self->title_names++] = name;
        begin = i + 1;
    }
    return status;
}

int thread_open(struct thread **out, struct view title, struct error *err)
{
    struct thread *self = calloc(1, sizeof(*self));
    int status;

    if (!self)
        return error_set(err, STATUS_NO_MEMORY, "out of memory");
    fold_open(&self->folder);
    if ((status = take_title(self, title, err)) < 0)
        thread_free(self);
    else
        *out = self;
    return status;
}

void thread_free(struct thread *self)
{
    if (!self)
        return;
    free(self->title.word);
    free(self->words.word);
    chain_free(&self->runs);
    chain_free(&self->authors);
    chain_free(&self->calls);
    free(self->member);
    free(self->caller);
    free(self->affected);
    free(self);
}

size_t thread_bytes(const struct thread *self)
{
    return sizeof(*self) + self->words.room * sizeof(struct word) +
           (self->runs.room * 2 + self->runs.heads) * sizeof(uint32_t) +
           self->room * sizeof(struct member) +
           (self->calls.room * 2 + self->calls.heads + self->call_room +
            self->authors.room * 2 + self->authors.heads) *
               sizeof(uint32_t);
}

/* ---- adding ------------------------------------------------------------- */

/* Doubles an array once it is full. */
static int make_room(void **array, size_t count, size_t *room, size_t size,
                     struct error *err)
{
    if (count < *room)
        return STATUS_OK;
    const size_t wanted = *room ? *room * 2 : 16;
    void *grown = realloc(*array, wanted * size);
    if (!grown)
        return error_set(err, STATUS_NO_MEMORY, "out of memory");
    *array = grown;
    *room = wanted;
    return STATUS_OK;
}

static uint32_t run_hash(const struct word *word)
{
    uint32_t hash = 0;

    for (size_t i = 0; i < RUN_WORDS; i++)
        hash = (hash ^ word[i].hash) * 2654435761U + 1; /* Knuth's */
    return hash;
}

static int add_runs(struct thread *self, const struct member *member,
                    struct error *err)
{
    for (uint32_t i = 0; i + RUN_WORDS <= member->count; i++) {
        const uint32_t at = member->first + i;
        const uint32_t hash = run_hash(&self->words.word[at]);
        uint32_t known = chain_first(&self->runs, hash);
        size_t count = 0;
        while (known != CHAIN_END && count < RUN_COMMENTS) {
            count = known >= member->first ? RUN_COMMENTS : count + 1;
            known = chain_next(&self->runs, known);
        }
        if (count < RUN_COMMENTS && chain_add(&self->runs, at, hash, err) < 0)
            return err->status;
    }
    return STATUS_OK;
}

static int add_calls(struct thread *self, struct member *member,
                     struct view text, struct error *err)
{
    const struct calls_shunned shunned = {self->title_name, self->title_names};
    uint32_t found[CALLS_CEILING];
    void *caller;
    int status;

    member->first_call = (uint32_t)self->call_count;
    member->call_count =
        (uint32_t)calls_find(&self->folder, text, &shunned, found);
    for (size_t i = 0; i < member->call_count; i++) {
        caller = self->caller;
        status = make_room(&caller, self->call_count, &self->call_room,
                           sizeof(*self->caller), err);
        self->caller = caller;
        if (status < 0 ||
            (status = chain_add(&self->calls, (uint32_t)self->call_count,
                                found[i], err)) < 0)
            return status;
        self->caller[self->call_count++] = (uint32_t)self->count;
    }
    return STATUS_OK;
}

int thread_add(struct thread *self, const struct thread_comment *comment,
               struct error *err)
{
    struct member member = {
        .key = comment->key,
        .time = comment->time,
        .position = comment->position,
        .first = (uint32_t)self->words.count,
        .name = calls_name(&self->folder, comment->author),
        .given = comment->given,
    };
    void *members = self->member;
    int status;

    if (self->count == THREAD_COMMENTS || self->words.count >= THREAD_WORDS)
        return error_set(err, STATUS_TOO_BIG,
                         "discussion has more than %zu "
                         "comments or %zu words",
                         THREAD_COMMENTS, THREAD_WORDS);
    status = make_room(&members, self->count, &self->room,
                       sizeof(*self->member), err);
    self->member = members;
    if (status < 0 || (status = wording_add(&self->words, &self->folder,
                                            comment->text, err)) < 0)
        return status;
    member.count = (uint32_t)self->words.count - member.first;
    if ((status = add_runs(self, &member, err)) < 0 ||
        (!member.given &&
         (status = add_calls(self, &member, comment->text, err)) < 0) ||
        (member.name &&
         (status = chain_add(&self->authors, (uint32_t)self->count, member.name,
                             err)) < 0))
        return status;
    self->member[self->count++] = member;
    return STATUS_OK;
}

/* ---- linking ------------------------------------------------------------ */

static bool is_earlier(const struct member *a, const struct member *b)
{
    if (a->time != b->time)
        return a->time < b->time;
    if (a->position != b->position)
        return a->position < b->position;
    return a->key < b->key;
}

/* The member whose word that is. */
static uint32_t owner_of(const struct thread *self, uint32_t word)
{
    size_t low = 0, high = self->count;

    while (high - low > 1) {
        const size_t middle = (low + high) / 2;
        if (self->member[middle].first <= word)
            low = middle;
        else
            high = middle;
    }
    return (uint32_t)low;
}

/* The latest runs seen, so that each is looked at once. */
struct recent_runs {
    struct run run[RECENT_RUNS];
    size_t count;
};

static bool was_seen(const struct recent_runs *recent, uint32_t a, uint32_t b)
{
    const size_t kept =
        recent->count < RECENT_RUNS ? recent->count : RECENT_RUNS;

    for (size_t i = 0; i < kept; i++) {
        const struct run *run = &recent->run[i];
        if (b - run->b == a - run->a && b >= run->b && b - run->b < run->count)
            return true;
    }
    return false;
}

/* The best link of one comment found so far. */
struct best {
    struct link link;
    uint32_t parent; /* member, PARENT_UNKNOWN for none */
    uint32_t letters;
};

static int affect(struct thread *self, uint32_t number, struct error *err)
{
    struct member *member = &self->member[number];
    void *list = self->affected;

    if (member->given || member->affected || number >= self->settled)
        return STATUS_OK;
    const int status =
        make_room(&list, self->affected_count, &self->affected_room,
                  sizeof(*self->affected), err);
    self->affected = list;
    if (status < 0)
        return status;
    member->affected = true;
    self->affected[self->affected_count++] = number;
    return STATUS_OK;
}

/* Takes the run from `parent` if it is one that was pasted, and the best. */
static void improve(const struct thread *self, uint32_t number, uint32_t parent,
                    struct run run, struct best *best)
{
    const struct word *word = self->words.word;
    const struct member *member = &self->member[parent];
    const uint32_t letters =
        pasted_letters(self, &self->member[number], member, &run);

    if (!letters || letters < best->letters ||
        (letters == best->letters &&
         !is_earlier(member, &self->member[best->parent])))
        return;
    best->parent = parent;
    best->letters = letters;
    best->link = (struct link){
        .ground = LINK_QUOTE,
        .parent = member->key,
        .begin = word[run.a].begin,
        .end = word[run.a + run.count - 1].end,
        .parent_begin = word[run.b].begin,
        .parent_end = word[run.b + run.count - 1].end,
    };
}

/* Of the words of `number` from `at` on, what another comment has too. */
static int look_at(struct thread *self, uint32_t number, uint32_t at,
                   bool spreading, struct recent_runs *recent,
                   struct best *best, struct error *err)
{
    const struct member *me = &self->member[number];
    const uint32_t hash = run_hash(&self->words.word[at]);

    for (uint32_t hit = chain_first(&self->runs, hash); hit != CHAIN_END;
         hit = chain_next(&self->runs, hit)) {
        if ((hit >= me->first && hit < me->first + me->count) ||
            was_seen(recent, at, hit))
            continue;
        const uint32_t other = owner_of(self, hit);
        const struct member *you = &self->member[other];
        const struct run run = pasted_run(self, me, at, you, hit);
        struct run turned = {run.b, run.a, run.count};
        if (run.count < RUN_WORDS) /* the hashes agree by chance */
            continue;
        recent->run[recent->count++ % RECENT_RUNS] = run;
        if (is_earlier(you, me)) {
            if (!me->given)
                improve(self, number, other, run, best);
        } else if (spreading && pasted_letters(self, you, me, &turned) &&
                   affect(self, other, err) < 0) {
            return err->status;
        }
    }
    return STATUS_OK;
}

static void find_called(const struct thread *self, uint32_t number,
                        struct best *best)
{
    const struct member *me = &self->member[number];

    for (uint32_t i = 0; i < me->call_count; i++) {
        const uint32_t name = self->calls.hash[me->first_call + i];
        uint32_t found = PARENT_UNKNOWN;
        uint32_t at =
            name == me->name ? CHAIN_END : chain_first(&self->authors, name);
        for (; at != CHAIN_END; at = chain_next(&self->authors, at))
            if (is_earlier(&self->member[at], me) &&
                (found == PARENT_UNKNOWN ||
                 is_earlier(&self->member[found], &self->member[at])))
                found = at;
        if (found == PARENT_UNKNOWN)
            continue;
        best->parent = found;
        best->link = (struct link){.ground = LINK_NAME,
                                   .parent = self->member[found].key};
        return;
    }
}

/* Comments that call this one's author and are later. */
static int affect_callers(struct thread *self, uint32_t number,
                          struct error *err)
{
    const struct member *me = &self->member[number];

    if (!me->name)
        return STATUS_OK;
    for (uint32_t at = chain_first(&self->calls, me->name); at != CHAIN_END;
         at = chain_next(&self->calls, at))
        if (is_earlier(me, &self->member[self->caller[at]]) &&
            affect(self, self->caller[at], err) < 0)
            return err->status;
    return STATUS_OK;
}

/* spreading  also notes whom this comment may be the parent of */
static int find_link(struct thread *self, uint32_t number, bool spreading,
                     struct link *out, struct error *err)
{
    const struct member *me = &self->member[number];
    struct best best = {.parent = PARENT_UNKNOWN};
    struct recent_runs recent = {.count = 0};

    for (uint32_t i = 0; i + RUN_WORDS <= me->count; i++)
        if (look_at(self, number, me->first + i, spreading, &recent, &best,
                    err) < 0)
            return err->status;
    if (spreading && affect_callers(self, number, err) < 0)
        return err->status;
    if (best.parent == PARENT_UNKNOWN && !me->given)
        find_called(self, number, &best);
    *out = best.link;
    return STATUS_OK;
}

static int settle_one(struct thread *self, uint32_t number, bool spreading,
                      int (*visit)(void *context, int64_t key,
                                   const struct link *link, struct error *err),
                      void *context, struct error *err)
{
    struct link link;
    const int status = find_link(self, number, spreading, &link, err);

    if (status < 0 || self->member[number].given)
        return status;
    return visit(context, self->member[number].key, &link, err);
}

int thread_settle(struct thread *self,
                  int (*visit)(void *context, int64_t key,
                               const struct link *link, struct error *err),
                  void *context, struct error *err)
{
    int status = STATUS_OK;

    for (size_t i = self->settled; i < self->count && status >= 0; i++)
        status = settle_one(self, (uint32_t)i, true, visit, context, err);
    for (size_t i = 0; i < self->affected_count && status >= 0; i++) {
        self->member[self->affected[i]].affected = false;
        status =
            settle_one(self, self->affected[i], false, visit, context, err);
    }
    if (status < 0)
        return status;
    self->settled = self->count;
    self->affected_count = 0;
    return STATUS_OK;
}
