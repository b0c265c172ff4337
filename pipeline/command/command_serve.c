#include "command.h"
#include "options.h"
#include "server.h"

#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>

#define SPARE_FILES 256 /* stores, models, jobs */

/* Threads that start afterwards inherit the mask: the signals come here. */
static void mask_signals(sigset_t *set)
{
    sigemptyset(set);
    sigaddset(set, SIGTERM);
    sigaddset(set, SIGINT);
    pthread_sigmask(SIG_BLOCK, set, NULL);
}

/* Each connection is a file; what is not allowed us we do without. */
static void want_files(size_t connections)
{
    struct rlimit limit;

    if (getrlimit(RLIMIT_NOFILE, &limit) < 0 ||
        limit.rlim_cur >= connections + SPARE_FILES)
        return;
    limit.rlim_cur = connections + SPARE_FILES < limit.rlim_max
                         ? connections + SPARE_FILES
                         : limit.rlim_max;
    setrlimit(RLIMIT_NOFILE, &limit);
}

static int serve(const struct server_options *options,
                 const struct surroundings *around, struct error *err)
{
    struct server *server;
    sigset_t set;
    int received;

    want_files(options->connections);
    mask_signals(&set);
    if (server_open(&server, options, around, err) < 0)
        return err->status;
    printf("listening at %s\n", server_address(server));
    fflush(stdout);
    sigwait(&set, &received);
    server_close(server);
    return STATUS_OK;
}

static int check(const struct server_options *o, size_t operands,
                 struct error *err)
{
    const size_t len = strlen(o->base);

    if (operands)
        return error_set(err, STATUS_USAGE,
                         "no operand wanted, see 'vigie serve --help'");
    if (o->connections < 10 || o->connections > 100000)
        return error_set(err, STATUS_USAGE,
                         "--connections is not from 10 to 100000");
    if (len && ((strncmp(o->base, "http://", 7) != 0 &&
                 strncmp(o->base, "https://", 8) != 0) ||
                o->base[len - 1] == '/' || strpbrk(o->base, " \"'<>")))
        return error_set(err, STATUS_USAGE,
                         "--base wants an address such as "
                         "https://vigie.exemple.fr, without '/' at its end");
    return STATUS_OK;
}

int command_serve(const struct command *self, const struct surroundings *around,
                  int argc, char **argv, struct error *err)
{
    struct server_options o = {.listen = SERVER_LISTEN,
                               .store = around->store,
                               .base = "",
                               .connections = SERVER_CONNECTIONS};
    const struct option_spec specs[] = {
        {"listen",      OPTION_TEXT, &o.listen,      "A:P",
         "address and port (127.0.0.1:8470)"                                         },
        {"cert",        OPTION_TEXT, &o.cert,        "FILE", "certificate, PEM: TLS" },
        {"key",         OPTION_TEXT, &o.key,         "FILE", "its private key, PEM"  },
        {"proxy",       OPTION_FLAG, &o.proxied,     NULL,
         "behind a proxy: trust its X-Forwarded-For, -Host, -Proto"                  },
        {"base",        OPTION_TEXT, &o.base,        "URL",  "own address, for links"},
        {"db",          OPTION_TEXT, &o.store,       "FILE",
         "the store ($VIGIE_DB, vigie.db)"                                           },
        {"policy",      OPTION_TEXT, &o.policy,      "FILE",
         "until one is saved; data/policy.ini"                                       },
        {"folder",      OPTION_TEXT, &o.folder,      "DIR",
         "of jobs and new models (FILE.work)"                                        },
        {"labelled",    OPTION_TEXT, &o.labelled,    "DIR",
         "labelled comments to train on (those shipped)"                             },
        {"connections", OPTION_SIZE, &o.connections, "N",
         "at most, at once (2000)"                                                   },
    };
    char **operands;
    size_t count;
    int status;

    status = options_parse(self, specs, sizeof(specs) / sizeof(specs[0]), argc,
                           argv, &operands, &count, err);
    if (status)
        return status < 0 ? status : STATUS_OK;
    if ((status = check(&o, count, err)) < 0)
        return status;
    return serve(&o, around, err);
}
