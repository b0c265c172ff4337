#include "deadline.h"

#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <time.h>

struct deadline {
    struct deadline *next, **link; /* in the list of all */
    int socket;
    time_t since; /* on the steady clock; 0 = stands still */
};

struct deadlines {
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t stop;
    bool stopping;
    struct deadline *first;
    size_t count, room; /* more than `room` of them: one is cut */
};

static time_t steady(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec + 1;
}

static void *watch(void *context)
{
    struct deadlines *self = context;
    struct timespec until;

    pthread_mutex_lock(&self->lock);
    while (!self->stopping) {
        const time_t now = steady();
        for (struct deadline *d = self->first; d; d = d->next)
            if (d->since && now - d->since > DEADLINE_SECONDS) {
                shutdown(d->socket, SHUT_RDWR);
                d->since = 0;
            }
        clock_gettime(CLOCK_REALTIME, &until);
        until.tv_sec++;
        pthread_cond_timedwait(&self->stop, &self->lock, &until);
    }
    pthread_mutex_unlock(&self->lock);
    return NULL;
}

int deadlines_open(struct deadlines **out, size_t most, struct error *err)
{
    struct deadlines *self = calloc(1, sizeof(*self));

    if (!self)
        return error_set(err, STATUS_NO_MEMORY, "out of memory");
    self->room = most - most / 10 - 1;
    pthread_mutex_init(&self->lock, NULL);
    pthread_cond_init(&self->stop, NULL);
    if (pthread_create(&self->thread, NULL, watch, self) != 0) {
        pthread_cond_destroy(&self->stop);
        pthread_mutex_destroy(&self->lock);
        free(self);
        return error_set(err, STATUS_NO_MEMORY, "cannot start a thread");
    }
    *out = self;
    return STATUS_OK;
}

void deadlines_free(struct deadlines *self)
{
    if (!self)
        return;
    pthread_mutex_lock(&self->lock);
    self->stopping = true;
    pthread_cond_signal(&self->stop);
    pthread_mutex_unlock(&self->lock);
    pthread_join(self->thread, NULL);
    pthread_cond_destroy(&self->stop);
    pthread_mutex_destroy(&self->lock);
    free(self);
}

/* The lock is held. */
static void cut_slowest(struct deadlines *self)
{
    struct deadline *slowest = NULL;

    for (struct deadline *d = self->first; d; d = d->next)
        if (d->since && (!slowest || d->since <= slowest->since))
            slowest = d; /* of equal ones the one that came first */
    if (!slowest)
        return;
    shutdown(slowest->socket, SHUT_RDWR);
    slowest->since = 0;
}

struct deadline *deadline_begin(struct deadlines *self, int socket)
{
    struct deadline *d = calloc(1, sizeof(*d));

    if (!d)
        return NULL;
    d->socket = socket;
    d->since = steady();
    pthread_mutex_lock(&self->lock);
    if (++self->count > self->room)
        cut_slowest(self);
    d->next = self->first;
    d->link = &self->first;
    if (d->next)
        d->next->link = &d->next;
    self->first = d;
    pthread_mutex_unlock(&self->lock);
    return d;
}

static void set(struct deadlines *self, struct deadline *connection,
                time_t since)
{
    if (!connection)
        return;
    pthread_mutex_lock(&self->lock);
    connection->since = since;
    pthread_mutex_unlock(&self->lock);
}

void deadline_run(struct deadlines *self, struct deadline *connection)
{
    set(self, connection, steady());
}

void deadline_rest(struct deadlines *self, struct deadline *connection)
{
    set(self, connection, 0);
}

void deadline_end(struct deadlines *self, struct deadline *connection)
{
    if (!connection)
        return;
    pthread_mutex_lock(&self->lock);
    self->count--;
    *connection->link = connection->next;
    if (connection->next)
        connection->next->link = connection->link;
    pthread_mutex_unlock(&self->lock);
    free(connection);
}
