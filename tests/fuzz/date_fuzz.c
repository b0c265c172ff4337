/* Dates: what is read has a form, and reads the same once written. */
#include "fuzz.h"

#include "clock.h"
#include "date.h"

static void check(struct view text, int64_t now)
{
    struct error err = {.status = STATUS_OK};
    char iso[CLOCK_ISO_SIZE];
    int64_t time = TIME_NONE, again = TIME_NONE;
    const int status = date_parse(text, now, &time, &err);

    fuzz_check_error(status, &err);
    if (status < 0) {
        FUZZ_CHECK(time == TIME_NONE);
        return;
    }
    FUZZ_CHECK(date_form(text) != DATE_NONE);
    clock_format(time, iso);
    FUZZ_CHECK(iso[0]);
    FUZZ_CHECK(date_parse(view_of(iso), TIME_NONE, &again, &err) == STATUS_OK);
    FUZZ_CHECK(again == time);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct view text = fuzz_view(data, size);

    check(text, 1600000000);
    check(text, TIME_NONE);
    return 0;
}
