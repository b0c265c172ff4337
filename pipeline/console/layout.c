#include "layout.h"

#include "clock.h"
#include "credentials.h"

static const struct page_link {
    enum section section;
    enum role role;
    const char *path, *french, *english;
} links[] = {
    {SECTION_QUEUE,       ROLE_MODERATOR, "/queue",       "File d'attente", "Queue"     },
    {SECTION_DISCUSSIONS, ROLE_MODERATOR, "/discussions", "Discussions",
     "Discussions"                                                                      },
    {SECTION_LABEL,       ROLE_MODERATOR, "/label",       "Étiqueter",     "Label"     },
    {SECTION_TRY,         ROLE_MODERATOR, "/try",         "Essayer",        "Try"       },
    {SECTION_THRESHOLDS,  ROLE_LEAD,      "/thresholds",  "Seuils",         "Thresholds"},
    {SECTION_MODELS,      ROLE_LEAD,      "/models",      "Modèles",       "Models"    },
    {SECTION_JOURNAL,     ROLE_MODERATOR, "/journal",     "Journal",        "Journal"   },
    {SECTION_STATISTICS,  ROLE_MODERATOR, "/statistics",  "Statistiques",
     "Statistics"                                                                       },
    {SECTION_ACCESS,      ROLE_ADMIN,     "/access",      "Accès",         "Access"    },
};

static void put_links(struct exchange *self, struct html *page,
                      enum section section)
{
    HTML(page, "<nav aria-label=\"{}\"><ul class=\"links\">",
         W("Pages", "Pages"));
    for (size_t i = 0; i < sizeof(links) / sizeof(links[0]); i++) {
        if (self->account.role < links[i].role)
            continue;
        HTML(page, "<li><a href=\"{}\"{}>{}</a></li>", S(links[i].path),
             S(links[i].section == section ? " aria-current=page" : ""),
             W(links[i].french, links[i].english));
    }
    html_raw(page, "</ul></nav>");
}

/* Language and theme are the visitor's own: cookies, no account needed. */
static void put_preferences(struct exchange *self, struct html *page)
{
    html_raw(page, "<form class=\"preferences\" method=\"post\" "
                   "action=\"/preferences\">");
    HTML(page, "<input type=\"hidden\" name=\"back\" value=\"{}\">",
         V(self->method == METHOD_GET ? self->path : view_of("/queue")));
    HTML(page,
         "<button name=\"language\" value=\"{}\" lang=\"{}\"><span "
         "class=\"long\">{}</span><span class=\"short\" aria-hidden=\"true\">"
         "{}</span></button>",
         W("en", "fr"), W("en", "fr"), W("English", "Français"), W("EN", "FR"));
    HTML(page,
         "<button name=\"theme\" value=\"switch\"><span class=\"long\">{}"
         "</span><span class=\"short\" aria-hidden=\"true\">◐</span></button>"
         "</form>",
         W("Clair / sombre", "Light / dark"));
}

static void put_who(struct exchange *self, struct html *page)
{
    if (self->account.role == ROLE_NONE)
        return;
    HTML(page,
         "<form class=\"who\" method=\"post\" action=\"/logout\">"
         "<span>{}</span>",
         V(self->account.name));
    page_form_token(self, page);
    HTML(page,
         "<button><span class=\"long\">{}</span><span class=\"short\" "
         "aria-hidden=\"true\">{}</span></button></form>",
         W("Se déconnecter", "Log out"), W("Quitter", "Leave"));
}

static void put_head(struct exchange *self, struct html *page,
                     const char *french, const char *english)
{
    const struct static_files *files = self->console->files;
    const struct view theme = exchange_cookie(self, "vigie_theme");

    HTML(page, "<!DOCTYPE html><html lang=\"{}\" data-theme=\"{}\">",
         W("fr", "en"),
         S(view_is(theme, "dark")    ? "dark"
           : view_is(theme, "light") ? "light"
                                     : "auto"));
    HTML(page,
         "<head><meta charset=\"utf-8\"><meta name=\"viewport\" "
         "content=\"width=device-width, initial-scale=1\"><meta "
         "name=\"color-scheme\" content=\"light dark\"><title>{} – "
         "vigie</title>",
         W(french, english));
    HTML(page,
         "<link rel=\"icon\" href=\"{}\"><link rel=\"stylesheet\" "
         "href=\"{}\"><script src=\"{}\" defer></script></head>",
         S(files->path[FILE_ICON]), S(files->path[FILE_STYLE]),
         S(files->path[FILE_SCRIPT]));
}

struct html page_begin(struct exchange *self, unsigned status,
                       enum section section, const char *french,
                       const char *english)
{
    struct html page = {.out = &self->out, .english = exchange_english(self)};

    self->status = status;
    self->type = "text/html; charset=UTF-8";
    buffer_clear(&self->out);
    put_head(self, &page, french, english);
    HTML(&page, "<body><a class=\"skip\" href=\"#content\">{}</a>",
         W("Aller au contenu", "Skip to content"));
    html_raw(&page, "<header class=\"top\"><a class=\"brand\" "
                    "href=\"/queue\">vigie</a>");
    if (self->account.role != ROLE_NONE)
        put_links(self, &page, section);
    html_raw(&page, "<div class=\"aside\">");
    put_preferences(self, &page);
    put_who(self, &page);
    html_raw(&page, "</div></header><main id=\"content\" tabindex=\"-1\">");
    return page;
}

void page_end(struct exchange *self, struct html *page)
{
    html_raw(page, "</main></body></html>\n");
    if (page->err.status != STATUS_OK) {
        const struct error err = page->err;
        answer_failure(self, &err);
    }
}

void page_form_token(struct exchange *self, struct html *page)
{
    char token[DIGEST_HEX_SIZE] = "";

    if (self->cookie.len)
        csrf_make(self->cookie, token);
    HTML(page, "<input type=\"hidden\" name=\"csrf\" value=\"{}\">", S(token));
}

void page_problem(struct exchange *self, unsigned status, const char *french,
                  const char *english)
{
    struct html page =
        page_begin(self, status, SECTION_NONE, "Un problème", "A problem");

    HTML(&page,
         "<div class=\"problem\"><h1>{}</h1><p>{}</p><p><a class=\"button\" "
         "href=\"/queue\">{}</a></p></div>",
         W("Un problème", "A problem"), W(french, english),
         W("Revenir à la file d'attente", "Back to the queue"));
    page_end(self, &page);
}

void page_failure(struct exchange *self, const struct error *err)
{
    switch ((int)err->status) {
    case STATUS_NOT_FOUND:
        page_problem(self, 404, "Cela n'existe pas, ou plus.",
                     "There is no such thing, or no more.");
        break;
    case STATUS_BUSY:
        page_problem(self, 409,
                     "Quelqu'un d'autre s'en occupe, ou la base est occupée.",
                     "Somebody else has it, or the store is busy.");
        break;
    case STATUS_USAGE:
    case STATUS_BAD_RECORD:
    case STATUS_BAD_INPUT:
    case STATUS_TOO_BIG:
        page_problem(self, 400, err->message, err->message);
        break;
    default:
        self->console->around->say(err->where, err->message);
        page_problem(self, 503,
                     "vigie ne peut pas le faire en ce moment. Réessayez.",
                     "vigie cannot do that now. Try again.");
        break;
    }
}

void page_help(struct html *page)
{
    static const struct {
        const char *key, *french, *english;
    } keys[] = {
        {"A",       "approuver",                       "approve"                 },
        {"R",       "retirer",                         "remove"                  },
        {"D",       "reporter",                        "defer"                   },
        {"U",       "annuler la dernière décision",  "undo the last decision"  },
        {"J / K",   "suivant, précédent",            "next, previous"          },
        {"1 – 9", "cocher un ton",                   "tick a tone"             },
        {"N",       "écrire une note",                "write a note"            },
        {"V",       "voiler ou montrer les mots durs", "veil or show harsh words"},
        {"?",       "cette aide",                      "this help"               },
    };

    HTML(page,
         "<dialog id=\"help\" aria-labelledby=\"help-title\"><h2 "
         "id=\"help-title\">{}</h2><dl>",
         W("Au clavier", "By keyboard"));
    for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++)
        HTML(page, "<dt><kbd>{}</kbd></dt><dd>{}</dd>", S(keys[i].key),
             W(keys[i].french, keys[i].english));
    HTML(page,
         "</dl><label><input type=\"checkbox\" id=\"keys-on\" checked> "
         "{}</label><form method=\"dialog\"><button class=\"primary\" "
         "autofocus>{}</button></form></dialog>",
         W("Touches simples actives", "Single keys are active"),
         W("Fermer", "Close"));
    HTML(page,
         "<p class=\"foot\"><button id=\"open-help\" data-key=\"?\" "
         "hidden><kbd>?</kbd> {}</button> <button id=\"veil\" data-key=\"v\" "
         "aria-pressed=\"false\" hidden><kbd>V</kbd> {}</button></p>",
         W("Touches", "Keys"), W("Voiler les mots durs", "Veil harsh words"));
}

void page_time(struct html *page, int64_t seconds)
{
    char iso[CLOCK_ISO_SIZE], paris[CLOCK_ISO_SIZE];

    clock_format(seconds, iso);
    clock_format_paris(seconds, paris);
    if (iso[0])
        HTML(page, "<time datetime=\"{}\">{}</time>", S(iso), S(paris));
}

void page_age(struct html *page, int64_t seconds)
{
    if (seconds == TIME_NONE)
        return;
    if (seconds < 0)
        seconds = 0;
    if (seconds < 60)
        html_words(page, "à l'instant", "just now");
    else if (seconds < 3600)
        HTML(page, "{} {} {}", W("il y a", ""), N(seconds / 60),
             W("min", "min ago"));
    else if (seconds < 2 * 86400)
        HTML(page, "{} {} {}", W("il y a", ""), N(seconds / 3600),
             W("h", "h ago"));
    else
        HTML(page, "{} {} {}", W("il y a", ""), N(seconds / 86400),
             W("jours", "days ago"));
}
