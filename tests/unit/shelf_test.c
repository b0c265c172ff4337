/* Figures that are slow to work out, kept by the server. */
#include "store_fixture.h"

#include "shelf.h"

#include <stdatomic.h>
#include <string.h>
#include <time.h>

static atomic_int made; /* how often makers ran */

static int count(struct worker *worker, int64_t now, struct arena *arena,
                 const void **out, struct error *err)
{
    int *value = arena_alloc(arena, 1, sizeof(*value));

    (void)worker;
    (void)now;
    if (!value)
        return error_set(err, STATUS_TOO_BIG, "no room");
    *value = atomic_fetch_add(&made, 1) + 1;
    *out = value;
    return STATUS_OK;
}

static void sleep_for(long milliseconds)
{
    const struct timespec pause = {.tv_nsec = milliseconds * 1000000L};

    nanosleep(&pause, NULL);
}

static int count_slowly(struct worker *worker, int64_t now, struct arena *arena,
                        const void **out, struct error *err)
{
    sleep_for(SHELF_QUICK + 20);
    return count(worker, now, arena, out, err);
}

static shelf_make *const makers[SHELF_ITEMS] = {
    [SHELF_STATISTICS] = count_slowly,
    [SHELF_COSTS] = count,
};

struct shop {
    struct surroundings around;
    struct worker_pool *pool;
    struct shelf *shelf;
    struct worker worker; /* of this thread */
};

static void open_shop(struct fixture *f, struct shop *shop)
{
    memset(shop, 0, sizeof(*shop));
    put_model(f, "m@1");
    CHECK(f, worker_pool_open(&shop->pool, &shop->around, f->path,
                              "data/policy.ini", &f->err));
    CHECK(f, shelf_open(&shop->shelf, shop->pool, &shop->around, makers,
                        &f->err));
    shop->worker.store = f->store;
    atomic_store(&made, 0);
}

static void close_shop(struct shop *shop)
{
    shelf_free(shop->shelf);
    worker_pool_free(shop->pool);
}

static int look(struct fixture *f, struct shop *shop, enum shelf_item item,
                int64_t now)
{
    const struct shelf_copy *copy;

    CHECK(f,
          shelf_take(shop->shelf, item, &shop->worker, now, &copy, &f->err));
    const int value = *(const int *)copy->value;
    shelf_give(shop->shelf, copy);
    return value;
}

static void quick_ones_are_made_for_every_page(void **state)
{
    struct shop shop;

    open_shop(*state, &shop);
    for (int i = 1; i < 4; i++)
        assert_int_equal(look(*state, &shop, SHELF_COSTS, NOW), i);
    close_shop(&shop);
}

static void slow_ones_are_kept(void **state)
{
    struct fixture *f = *state;
    struct shop shop;

    open_shop(f, &shop);
    for (int i = 0; i < 3; i++)
        assert_int_equal(look(f, &shop, SHELF_STATISTICS, NOW + i), 1);
    shop.worker.policy_key = 7; /* another policy */
    assert_int_equal(look(f, &shop, SHELF_STATISTICS, NOW), 2);
    activate(f, put_model(f, "m@2"), 0);
    assert_int_equal(look(f, &shop, SHELF_STATISTICS, NOW), 3);
    assert_int_equal(look(f, &shop, SHELF_STATISTICS, NOW), 3);
    close_shop(&shop);
}

static void a_copy_outlives_its_place(void **state)
{
    struct fixture *f = *state;
    const struct shelf_copy *old;
    struct shop shop;

    open_shop(f, &shop);
    CHECK(f, shelf_take(shop.shelf, SHELF_STATISTICS, &shop.worker, NOW, &old,
                        &f->err));
    shop.worker.policy_key = 7;
    assert_int_equal(look(f, &shop, SHELF_STATISTICS, NOW), 2);
    assert_int_equal(*(const int *)old->value, 1);
    assert_int_equal(old->since, NOW);
    shelf_give(shop.shelf, old);
    close_shop(&shop);
}

static void old_ones_are_made_anew_meanwhile(void **state)
{
    struct fixture *f = *state;
    struct shop shop;
    int i = 0;

    open_shop(f, &shop);
    assert_int_equal(look(f, &shop, SHELF_STATISTICS, NOW), 1);
    /* nobody waits */
    assert_int_equal(look(f, &shop, SHELF_STATISTICS, NOW + SHELF_AGE), 1);
    for (; i < 200 && atomic_load(&made) < 2; i++)
        sleep_for(20);
    assert_int_equal(atomic_load(&made), 2);
    close_shop(&shop);
}

static void all_can_be_made_ahead(void **state)
{
    struct shop shop;
    int i = 0;

    open_shop(*state, &shop);
    shelf_warm(shop.shelf);
    for (; i < 200 && atomic_load(&made) < SHELF_ITEMS; i++)
        sleep_for(20);
    assert_int_equal(atomic_load(&made), SHELF_ITEMS);
    close_shop(&shop);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(quick_ones_are_made_for_every_page,
                                        set_up_store, tear_down),
        cmocka_unit_test_setup_teardown(slow_ones_are_kept, set_up_store,
                                        tear_down),
        cmocka_unit_test_setup_teardown(a_copy_outlives_its_place, set_up_store,
                                        tear_down),
        cmocka_unit_test_setup_teardown(old_ones_are_made_anew_meanwhile,
                                        set_up_store, tear_down),
        cmocka_unit_test_setup_teardown(all_can_be_made_ahead, set_up_store,
                                        tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
