#include "library.h"

#include <dlfcn.h>
#include <string.h>

int library_open(const char *soname, const char *package,
                 const struct library_call *call, size_t count,
                 struct error *err)
{
    void *const library = dlopen(soname, RTLD_NOW | RTLD_LOCAL);

    if (!library)
        return error_set(err, STATUS_NOT_INSTALLED,
                         "library %s is missing, install package %s", soname,
                         package);
    for (size_t i = 0; i < count; i++) {
        void *const found = dlsym(library, call[i].name);
        if (!found)
            return error_set(err, STATUS_NOT_INSTALLED,
                             "library %s has no %s, install package %s anew",
                             soname, call[i].name, package);
        memcpy(call[i].slot, &found, sizeof(found)); /* as POSIX promises */
    }
    return STATUS_OK;
}
