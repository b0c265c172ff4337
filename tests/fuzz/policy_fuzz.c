/* Policy files: what is read says the same once printed. */
#include "fuzz.h"

#include "policy.h"

#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct policy policy, again;
    struct error err = {.status = STATUS_OK};
    struct buffer text = {.ptr = NULL};
    const int status =
        policy_parse("policy", fuzz_view(data, size), &policy, &err);

    fuzz_check_error(status, &err);
    if (status < 0)
        return 0;
    FUZZ_CHECK(policy.tone_count <= POLICY_TONES_CEILING);
    FUZZ_CHECK(policy.rule_count <= POLICY_RULES_CEILING);
    FUZZ_CHECK(policy_print(&policy, &text, &err) == STATUS_OK);
    if (policy_parse("printed", buffer_view(&text), &again, &err) < 0)
        fuzz_fail(err.where, 0, err.message);
    FUZZ_CHECK(strcmp(policy.digest, again.digest) == 0);
    buffer_free(&text);
    return 0;
}
