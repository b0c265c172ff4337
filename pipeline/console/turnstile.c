#include "turnstile.h"

#include <pthread.h>
#include <stdlib.h>

#define PEERS 1024 /* addresses remembered; a power of two */

/* An address whose passwords were wrong; another one that falls onto its place
 * takes it over. */
struct suspect {
    uint64_t peer;
    int64_t last; /* failure, UTC seconds */
    int64_t failures;
};

/* Somebody who waits, on the stack of their thread. */
struct waiting {
    struct waiting *next;
    uint64_t peer;
    int64_t now;
};

struct turnstile {
    pthread_mutex_t lock;
    pthread_cond_t moved;
    bool taken;
    struct waiting *first; /* in order of arrival */
    size_t count;
    struct suspect suspect[PEERS];
};

/* FNV-1a. */
static uint64_t hash_of(struct view peer)
{
    uint64_t hash = 0xcbf29ce484222325;

    for (size_t i = 0; i < peer.len; i++)
        hash = (hash ^ (unsigned char)peer.ptr[i]) * 0x100000001b3;
    return hash;
}

static size_t place_of(uint64_t peer)
{
    return (peer ^ peer >> 32) & (PEERS - 1);
}

static bool is_trusted(const struct turnstile *self, const struct waiting *who)
{
    const struct suspect *suspect = &self->suspect[place_of(who->peer)];

    return suspect->peer != who->peer || suspect->failures < TURNSTILE_TRUST ||
           who->now - suspect->last > TURNSTILE_FORGET;
}

/* The first who is trusted by now, else the first. */
static const struct waiting *next_of(const struct turnstile *self)
{
    for (const struct waiting *w = self->first; w; w = w->next)
        if (is_trusted(self, w))
            return w;
    return self->first;
}

static void join(struct turnstile *self, struct waiting *me)
{
    struct waiting **at = &self->first;

    while (*at)
        at = &(*at)->next;
    *at = me;
    self->count++;
}

static void part(struct turnstile *self, const struct waiting *me)
{
    struct waiting **at = &self->first;

    while (*at != me)
        at = &(*at)->next;
    *at = me->next;
    self->count--;
}

bool turnstile_enter(struct turnstile *self, struct view peer, int64_t now)
{
    struct waiting me = {.peer = hash_of(peer), .now = now};

    pthread_mutex_lock(&self->lock);
    const bool room = self->count < TURNSTILE_WAITING;
    if (room) {
        join(self, &me);
        while (self->taken || next_of(self) != &me)
            pthread_cond_wait(&self->moved, &self->lock);
        part(self, &me);
        self->taken = true;
    }
    pthread_mutex_unlock(&self->lock);
    return room;
}

static void note(struct turnstile *self, struct view peer, int64_t now)
{
    const uint64_t hash = hash_of(peer);
    struct suspect *suspect = &self->suspect[place_of(hash)];

    if (suspect->peer != hash || now - suspect->last > TURNSTILE_FORGET)
        *suspect = (struct suspect){.peer = hash};
    suspect->failures++;
    suspect->last = now;
}

void turnstile_leave(struct turnstile *self, struct view peer, int64_t now,
                     bool failed)
{
    pthread_mutex_lock(&self->lock);
    if (failed)
        note(self, peer, now);
    self->taken = false;
    pthread_cond_broadcast(&self->moved);
    pthread_mutex_unlock(&self->lock);
}

int turnstile_open(struct turnstile **out, struct error *err)
{
    struct turnstile *self = calloc(1, sizeof(*self));

    if (!self)
        return error_set(err, STATUS_NO_MEMORY, "out of memory");
    pthread_mutex_init(&self->lock, NULL);
    pthread_cond_init(&self->moved, NULL);
    *out = self;
    return STATUS_OK;
}

void turnstile_free(struct turnstile *self)
{
    if (!self)
        return;
    pthread_cond_destroy(&self->moved);
    pthread_mutex_destroy(&self->lock);
    free(self);
}
