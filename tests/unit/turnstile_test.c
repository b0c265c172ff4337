/* One at a time: those from elsewhere first, then in order of arrival. */
#include "store_fixture.h" /* cmocka */

#include "turnstile.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#define GUESTS 6

struct party {
    struct turnstile *turnstile;
    atomic_int inside;
    char order[GUESTS + 1]; /* who came through, first letter of the peer */
    size_t through;
};

struct guest {
    struct party *party;
    const char *peer;
    pthread_t thread;
};

static void pause_for(long milliseconds)
{
    const struct timespec pause = {.tv_nsec = milliseconds * 1000000L};

    nanosleep(&pause, NULL);
}

static void *come(void *context)
{
    struct guest *guest = context;
    struct party *party = guest->party;

    if (!turnstile_enter(party->turnstile, view_of(guest->peer), NOW))
        return NULL;
    if (atomic_fetch_add(&party->inside, 1) == 0) {
        party->order[party->through++] = guest->peer[0];
        pause_for(2);
    }
    atomic_fetch_sub(&party->inside, 1);
    turnstile_leave(party->turnstile, view_of(guest->peer), NOW, false);
    return NULL;
}

static void fail_often(struct turnstile *self, const char *peer, int64_t at)
{
    for (int i = 0; i < TURNSTILE_TRUST; i++) {
        assert_true(turnstile_enter(self, view_of(peer), at));
        turnstile_leave(self, view_of(peer), at, true);
    }
}

static void check_order(const char *const peers[GUESTS], int64_t failed,
                        const char *order)
{
    struct party party = {.through = 0};
    struct guest guest[GUESTS];
    struct error err = {.status = STATUS_OK};

    assert_int_equal(turnstile_open(&party.turnstile, &err), STATUS_OK);
    fail_often(party.turnstile, "mallory", failed);
    assert_true(turnstile_enter(party.turnstile, view_of("door"), NOW));
    for (size_t i = 0; i < GUESTS; i++) {
        guest[i] = (struct guest){.party = &party, .peer = peers[i]};
        assert_int_equal(
            pthread_create(&guest[i].thread, NULL, come, &guest[i]), 0);
        pause_for(40); /* so that they wait in this order */
    }
    turnstile_leave(party.turnstile, view_of("door"), NOW, false);
    for (size_t i = 0; i < GUESTS; i++)
        pthread_join(guest[i].thread, NULL);
    assert_string_equal(party.order, order);
    turnstile_free(party.turnstile);
}

static void test_order(void **state)
{
    static const char *const peers[GUESTS] = {"mallory", "mallory", "anna",
                                              "mallory", "bruno",   "mallory"};

    (void)state;
    check_order(peers, NOW, "abmmmm");
    check_order(peers, NOW - TURNSTILE_FORGET - 1, "mmambm");
}

static void test_ceiling(void **state)
{
    struct party party = {.through = 0};
    struct guest guest[TURNSTILE_WAITING];
    struct error err = {.status = STATUS_OK};

    (void)state;
    assert_int_equal(turnstile_open(&party.turnstile, &err), STATUS_OK);
    assert_true(turnstile_enter(party.turnstile, view_of("door"), NOW));
    for (size_t i = 0; i < TURNSTILE_WAITING; i++) {
        guest[i] = (struct guest){.party = &party, .peer = "x"};
        assert_int_equal(
            pthread_create(&guest[i].thread, NULL, come, &guest[i]), 0);
    }
    pause_for(500);
    assert_false(turnstile_enter(party.turnstile, view_of("late"), NOW));
    atomic_store(&party.inside, 1); /* they leave no trace */
    turnstile_leave(party.turnstile, view_of("door"), NOW, false);
    for (size_t i = 0; i < TURNSTILE_WAITING; i++)
        pthread_join(guest[i].thread, NULL);
    assert_true(turnstile_enter(party.turnstile, view_of("late"), NOW));
    turnstile_leave(party.turnstile, view_of("late"), NOW, false);
    turnstile_free(party.turnstile);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_order),
        cmocka_unit_test(test_ceiling),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
