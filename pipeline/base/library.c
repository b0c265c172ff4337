#include "library.h"

#include <dlfcn.h>
#include <string.h>

static int not_loaded(const char *package, struct error *err)
{
    const char *const cause = dlerror();

    return error_set(err, STATUS_NOT_INSTALLED,
                     "cannot load a library, is package %s installed? %s",
                     package, cause ? cause : "");
}

int library_open(const char *soname, const char *package,
                 const struct library_call *call, size_t count,
                 struct error *err)
{
    void *const library = dlopen(soname, RTLD_NOW | RTLD_LOCAL);

    if (!library)
        return not_loaded(package, err);
    for (size_t i = 0; i < count; i++) {
        void *const found = dlsym(library, call[i].name);
        if (!found)
            return not_loaded(package, err);
        memcpy(call[i].slot, &found, sizeof(found)); /* as POSIX promises */
    }
    return STATUS_OK;
}
