#include "backup.h"

#include "connection.h"
#include "file.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#define PATH_SIZE 4096
#define MAGIC "SQLite format 3" /* with its NUL the first 16 bytes */
#define APPLICATION_AT 68       /* where the file says whose it is */
#define HEAD_SIZE 72

/* The copy on its way. */
struct copy {
    const char *path;
    char part[PATH_SIZE];
    int fd; /* of the part, locked; -1 = none */
};

static int refuse(const char *path, const char *why, struct error *err)
{
    return error_set(err, STATUS_CANNOT_CREATE, "cannot write '%s': %s", path,
                     why);
}

static int write_failed(const struct copy *self, struct error *err)
{
    return error_set(err, file_write_status(errno), "cannot write '%s': %s",
                     self->part, strerror(errno));
}

static bool is_store(const char *path)
{
    char head[HEAD_SIZE];
    const int fd = open(path, O_RDONLY | O_CLOEXEC);

    if (fd < 0)
        return false;
    const ssize_t got = read(fd, head, sizeof(head));
    close(fd);
    return got == (ssize_t)sizeof(head) &&
           memcmp(head, MAGIC, sizeof(MAGIC)) == 0 &&
           memcmp(head + APPLICATION_AT, "vigi", 4) == 0;
}

/* Turns a store that nobody else has open into one file without a log beside
 * it; returns SQLite's code, SQLITE_BUSY when somebody has. */
static int drop_log(const char *path)
{
    sqlite3 *db = NULL;
    int code = sqlite3_open_v2(
        path, &db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL);

    if (code == SQLITE_OK)
        code =
            sqlite3_exec(db, "PRAGMA journal_mode = DELETE", NULL, NULL, NULL);
    sqlite3_close(db);
    return code;
}

/* What stands at the path may be an older copy, and nothing else.  Whoever has
 * it open would go on with its log, and the next to come would read that log
 * into the new file. */
static int check_target(const struct store *store, const char *path,
                        struct error *err)
{
    struct stat there, ours;

    if (stat(path, &there) < 0)
        return errno == ENOENT ? STATUS_OK : refuse(path, strerror(errno), err);
    if (stat(store->path, &ours) == 0 && ours.st_dev == there.st_dev &&
        ours.st_ino == there.st_ino)
        return refuse(path, "it is the store itself", err);
    if (S_ISDIR(there.st_mode))
        return refuse(path, "it is a directory", err);
    if (!S_ISREG(there.st_mode) || (there.st_size && !is_store(path)))
        return refuse(path, "it is there and not a vigie store", err);
    return drop_log(path) == SQLITE_BUSY
               ? refuse(path, "it is a store in use", err)
               : STATUS_OK;
}

/* True when the file that is open is still the one of that name. */
static bool is_named(int fd, const char *name)
{
    struct stat open_one, named;

    return fstat(fd, &open_one) == 0 && stat(name, &named) == 0 &&
           open_one.st_dev == named.st_dev && open_one.st_ino == named.st_ino;
}

/* The lock keeps two copies apart that go to one place; a part that a kill left
 * has none.  Between opening and locking somebody may have finished and renamed
 * the file: then it is theirs. */
static int open_part(struct copy *self, struct error *err)
{
    const int len =
        snprintf(self->part, sizeof(self->part), "%s.part", self->path);

    if (len < 0 || (size_t)len >= sizeof(self->part))
        return error_set(err, STATUS_CANNOT_CREATE, "path is too long");
    for (;;) {
        self->fd =
            open(self->part, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
        if (self->fd < 0)
            return error_set(err, STATUS_CANNOT_CREATE,
                             "cannot create '%s': %s", self->part,
                             strerror(errno));
        if (flock(self->fd, LOCK_EX | LOCK_NB) < 0) {
            close(self->fd);
            self->fd = -1;
            return error_set(err, STATUS_BUSY,
                             "'%s' is being written by another program",
                             self->part);
        }
        if (is_named(self->fd, self->part))
            break;
        close(self->fd);
    }
    return ftruncate(self->fd, 0) == 0 ? STATUS_OK : write_failed(self, err);
}

/* Says what SQLite has to say of `db`; the store's own connection is whole. */
static int copy_failed(struct copy *self, sqlite3 *db, int code,
                       struct error *err)
{
    struct store part = {.db = db, .path = self->part};

    return db ? connection_fail(&part, code, err)
              : error_set(err, STATUS_NO_MEMORY, "out of memory");
}

/* All pages in one go: in write-ahead mode a reader hinders nobody.  Without a
 * journal, for what is half written is thrown away. */
static int copy_pages(struct copy *self, struct store *store, struct error *err)
{
    sqlite3 *db = NULL;
    sqlite3_backup *backup = NULL;
    int status = STATUS_OK;
    int code = sqlite3_open_v2(self->part, &db,
                               SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX |
                                   SQLITE_OPEN_EXRESCODE,
                               NULL);

    if (code == SQLITE_OK)
        code = sqlite3_exec(db, "PRAGMA journal_mode = OFF", NULL, NULL, NULL);
    if (code == SQLITE_OK &&
        (backup = sqlite3_backup_init(db, "main", store->db, "main"))) {
        sqlite3_busy_timeout(store->db, store->busy_ms);
        sqlite3_backup_step(backup, -1);
        code = sqlite3_backup_finish(backup);
    } else if (code == SQLITE_OK) {
        code = sqlite3_errcode(db);
    }
    if (code != SQLITE_OK)
        status = copy_failed(self, db, code, err);
    sqlite3_close(db);
    if (status == STATUS_OK && drop_log(self->part) != SQLITE_OK)
        return write_failed(self, err);
    return status;
}

/* A copy of a damaged store must not take the place of a sound one. */
static int look_over(const struct copy *self, struct store_size *size,
                     struct error *err)
{
    const struct store_options options = {.read_only = true, .frozen = true};
    struct store *part = NULL;
    int status;

    if ((status = store_open(&part, self->part, &options, err)) == STATUS_OK &&
        (status = audit_file(part, err)) == STATUS_OK)
        status = store_measure(part, size, err);
    store_close(part);
    return status;
}

/* A rename is on the disk when its folder is. */
static int sync_folder(const char *path)
{
    char folder[PATH_SIZE];

    snprintf(folder, sizeof(folder), "%s", path);
    const int fd = open(dirname(folder), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0)
        return -1;
    const int failed = fsync(fd);
    close(fd);
    return failed;
}

static int settle(const struct copy *self, const struct store *store,
                  struct error *err)
{
    struct stat ours;

    if (stat(store->path, &ours) < 0 ||
        fchmod(self->fd, ours.st_mode & 0777) < 0 || fsync(self->fd) < 0 ||
        rename(self->part, self->path) < 0 || sync_folder(self->path) < 0)
        return write_failed(self, err);
    return STATUS_OK;
}

int store_backup(struct store *self, const char *path, struct store_size *size,
                 struct error *err)
{
    struct copy copy = {.path = path, .fd = -1};
    int status;

    if ((status = check_target(self, path, err)) < 0 ||
        (status = open_part(&copy, err)) < 0)
        goto out;
    if ((status = copy_pages(&copy, self, err)) < 0 ||
        (status = look_over(&copy, size, err)) < 0 ||
        (status = settle(&copy, self, err)) < 0)
        unlink(copy.part);
out: /* last of all: closing drops SQLite's locks on the file as well */
    if (copy.fd >= 0)
        close(copy.fd);
    return status;
}
