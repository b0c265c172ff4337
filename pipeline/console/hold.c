#include "hold.h"

/* Behind what is at hand already, so that it stays in the order it was handed
 * out, however fast. */
static int64_t until(const struct exchange *self, const struct key_list *own)
{
    const int64_t usual =
        self->now + (int64_t)(self->worker->policy.claim_minutes * 60);

    return own->last >= usual ? own->last + 1 : usual;
}

static bool has(const struct key_list *list, int64_t key)
{
    for (size_t i = 0; i < list->count; i++)
        if (list->item[i] == key)
            return true;
    return false;
}

static int claim_next(struct exchange *self, const struct queue_filter *filter,
                      int64_t *key, struct error *err)
{
    struct worker *worker = self->worker;
    struct queue_filter wider = *filter;
    struct place_list places;
    struct key_list own;
    int status;

    if ((status = claim_expire(worker->store, self->now, err)) < 0 ||
        (status = overview_claims(worker->store, filter->moderator, self->now,
                                  &worker->arena, &own, err)) < 0)
        return status;
    if (own.count >= HOLD_CEILING)
        return error_set(err, STATUS_BAD_INPUT,
                         "%d comments are at hand already", HOLD_CEILING);
    wider.limit = own.count + 1;
    if ((status = queue_list(worker->queue, &wider, self->now, &worker->arena,
                             &places, err)) < 0)
        return status;
    for (size_t i = 0; i < places.count; i++) {
        if (has(&own, places.item[i].place.comment))
            continue;
        *key = places.item[i].place.comment;
        return claim_put(worker->store, *key, filter->moderator,
                         until(self, &own), err);
    }
    return STATUS_OK;
}

static int finish(struct store *store, int status, struct error *err)
{
    if (status < 0) {
        store_rollback(store);
        return status;
    }
    const int committed = store_commit(store, err);
    return committed < 0 ? committed : status;
}

int hold_next(struct exchange *self, const struct queue_filter *filter,
              int64_t *key, struct error *err)
{
    struct store *store = self->worker->store;
    const int status = store_begin(store, err);

    *key = 0;
    return status < 0 ? status
                      : finish(store, claim_next(self, filter, key, err), err);
}

static int claim_one(struct exchange *self, int64_t key, struct error *err)
{
    struct worker *worker = self->worker;
    struct key_list own;
    struct claim claim;
    int status =
        claim_find(worker->store, key, self->now, &worker->arena, &claim, err);

    if (status < 0 ||
        (status == 1 && !view_equal(claim.moderator, self->account.name)))
        return status < 0 ? status : 0;
    if ((status = overview_claims(worker->store, self->account.name, self->now,
                                  &worker->arena, &own, err)) < 0 ||
        (status = claim_put(worker->store, key, self->account.name,
                            until(self, &own), err)) < 0)
        return status;
    return 1;
}

int hold_one(struct exchange *self, int64_t key, struct error *err)
{
    struct store *store = self->worker->store;
    const int status = store_begin(store, err);

    return status < 0 ? status : finish(store, claim_one(self, key, err), err);
}

int hold_release(struct exchange *self, int64_t keep, struct error *err)
{
    struct worker *worker = self->worker;
    struct key_list own;
    int status = store_begin(worker->store, err);

    if (status < 0)
        return status;
    status = overview_claims(worker->store, self->account.name, self->now,
                             &worker->arena, &own, err);
    for (size_t i = 0; i < own.count && status == STATUS_OK; i++)
        if (own.item[i] != keep)
            status = claim_remove(worker->store, own.item[i], err);
    return finish(worker->store, status, err);
}
