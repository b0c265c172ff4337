#include "routes.h"

#include "login.h"
#include "operation.h"

#define FORM ((size_t)64 << 10) /* bytes of a form */

/* method, pattern, access, role, scope, ceiling of the body, function */
static const struct route routes[] = {
    {METHOD_GET,  "/healthz",     ACCESS_OPEN,    0,              0, 0,    operation_health },
    {METHOD_GET,  "/metrics",     ACCESS_OPEN,    0,              0, 0,    operation_metrics},
    {METHOD_GET,  "/static/{}",   ACCESS_OPEN,    0,              0, 0,    operation_static },

    {METHOD_GET,  "/login",       ACCESS_FORM,    0,              0, 0,    login_show       },
    {METHOD_POST, "/login",       ACCESS_FORM,    0,              0, FORM, login_try        },
    {METHOD_POST, "/logout",      ACCESS_SESSION, ROLE_MODERATOR, 0, FORM, logout           },
    {METHOD_POST, "/preferences", ACCESS_OPEN,    0,              0, FORM, preferences_set  },
};

const struct route *routes_all(size_t *count)
{
    *count = sizeof(routes) / sizeof(routes[0]);
    return routes;
}

struct match routes_find(enum method method, struct view path)
{
    return router_find(routes, sizeof(routes) / sizeof(routes[0]), method,
                       path);
}
