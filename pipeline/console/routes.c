#include "routes.h"

#include "access_page.h"
#include "analyze.h"
#include "batch.h"
#include "coral.h"
#include "description.h"
#include "desk_page.h"
#include "discussion_page.h"
#include "journal_page.h"
#include "login.h"
#include "models_page.h"
#include "operation.h"
#include "site.h"
#include "statistics_page.h"
#include "thresholds_page.h"
#include "try_page.h"

#define CALL ((size_t)4 << 20)   /* bytes of a call: contexts may be long */
#define LINES ((size_t)16 << 20) /* of comments */
#define TEXT ((size_t)256 << 10) /* of a form with a text */
#define FORM ((size_t)64 << 10)  /* of a form   */

/* What needs nothing, a form's token, a session of a role, a token with a
 * scope. */
#define OPEN ACCESS_OPEN, ROLE_NONE, 0
#define VISITOR ACCESS_FORM, ROLE_NONE, 0
#define SESSION(role) ACCESS_SESSION, ROLE_##role, 0
#define TOKEN(scope) ACCESS_TOKEN, ROLE_NONE, SCOPE_##scope
#define GET METHOD_GET
#define POST METHOD_POST

/* clang-format off */
static const struct route routes[] = {
    {GET, "/healthz", OPEN, 0, operation_health},
    {GET, "/metrics", OPEN, 0, operation_metrics},
    {GET, "/static/{}", OPEN, 0, operation_static},

    {POST, "/v1alpha1/comments:analyze", TOKEN(SCORE), CALL, analyze_comment},
    {POST, "/v1/comments:analyze", TOKEN(SCORE), CALL, analyze_comment},
    {POST, "/v1alpha1/comments:suggestscore", TOKEN(SCORE), CALL,
     analyze_suggestion},
    {POST, "/v1/comments:suggestscore", TOKEN(SCORE), CALL, analyze_suggestion},
    {POST, "/batch", ACCESS_OPEN, ROLE_NONE, SCOPE_SCORE, CALL, batch_run},
    {GET, "/$discovery/rest", OPEN, 0, description_discovery},
    {GET, "/openapi.json", OPEN, 0, description_openapi},

    {POST, "/v1/comments", TOKEN(INGEST), LINES, site_put_comments},
    {GET, "/v1/comments/{}", TOKEN(READ), 0, site_show_comment},
    {GET, "/v1/queue", TOKEN(READ), 0, site_list_queue},
    {POST, "/v1/decisions", TOKEN(MODERATE), FORM, site_decide},
    {POST, "/coral", ACCESS_SIGNED, ROLE_NONE, 0, LINES, coral_moderate},

    {GET, "/login", VISITOR, 0, login_show},
    {POST, "/login", VISITOR, FORM, login_try},
    {POST, "/logout", SESSION(MODERATOR), FORM, logout},
    {GET, "/", SESSION(MODERATOR), 0, queue_home},
    {GET, "/queue", SESSION(MODERATOR), 0, queue_show},
    {POST, "/queue/next", SESSION(MODERATOR), FORM, queue_next},
    {POST, "/queue/release", SESSION(MODERATOR), FORM, queue_release},
    {POST, "/queue/decide", SESSION(MODERATOR), FORM, queue_decide},
    {POST, "/queue/undo", SESSION(MODERATOR), FORM, queue_undo},
    {GET, "/comment/{}", SESSION(MODERATOR), 0, comment_show},
    {GET, "/label", SESSION(MODERATOR), 0, label_show},
    {POST, "/label/next", SESSION(MODERATOR), FORM, label_next},
    {POST, "/label/save", SESSION(MODERATOR), FORM, label_save},
    {GET, "/try", SESSION(MODERATOR), 0, try_show},
    {POST, "/try", SESSION(MODERATOR), TEXT, try_answer},
    {GET, "/discussions", SESSION(MODERATOR), 0, discussions_show},
    {GET, "/discussion/{}", SESSION(MODERATOR), 0, discussion_show},
    {GET, "/thresholds", SESSION(LEAD), 0, thresholds_show},
    {POST, "/thresholds", SESSION(LEAD), FORM, thresholds_save},
    {GET, "/models", SESSION(LEAD), 0, models_show},
    {POST, "/models/train", SESSION(LEAD), FORM, models_train},
    {POST, "/models/diff", SESSION(LEAD), FORM, models_diff},
    {POST, "/models/promote", SESSION(LEAD), FORM, models_promote},
    {POST, "/models/rollback", SESSION(LEAD), FORM, models_rollback},
    {GET, "/job/{}", SESSION(LEAD), 0, job_show},
    {GET, "/journal", SESSION(MODERATOR), 0, journal_show},
    {GET, "/statistics", SESSION(MODERATOR), 0, statistics_show},
    {GET, "/access", SESSION(ADMIN), 0, access_show},
    {POST, "/access/disable", SESSION(ADMIN), FORM, access_disable},
    {POST, "/access/revoke", SESSION(ADMIN), FORM, access_revoke},
    {POST, "/preferences", OPEN, FORM, preferences_set},
};
/* clang-format on */

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
