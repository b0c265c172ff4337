#include "json_build.h"
#include "render.h"
#include "sense_sheet.h"

static json_t *ratio(double value)
{
    return value < 0 ? json_null()
                     : json_real((double)(int)(value * 10000 + 0.5) / 10000);
}

static json_t *json_request(const struct source_request *request)
{
    return json_pack("{s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o}", "comment",
                     render_json_text(request->comment), "author",
                     render_json_text(request->author), "time",
                     render_json_time(request->time), "about",
                     render_json_text(request->about), "asked",
                     render_json_text(request->asked), "answer",
                     render_json_text(request->answer), "answered_by",
                     render_json_text(request->answered_by), "answered",
                     render_json_time(request->answered));
}

static json_t *json_turn(const struct sense *sense)
{
    const size_t begin = sense->turn_begin, end = sense->turn_end;

    if (begin >= end)
        return json_null();
    return json_pack("{s:o, s:o, s:o, s:o, s:o, s:o}", "from",
                     render_json_text(sense->point[begin].comment), "to",
                     render_json_text(sense->point[end - 1].comment), "time",
                     render_json_time(sense->point[begin].time), "before",
                     ratio(sense_mean(sense, 0, begin)), "during",
                     ratio(sense_mean(sense, begin, end)), "since",
                     ratio(sense_mean(sense, end, sense->point_count)));
}

static json_t *json_busiest(const struct sense *sense)
{
    json_t *list = json_array();

    for (size_t i = 0; i < sense->busiest_count; i++)
        json_add(&list,
                 json_pack("{s:o, s:I}", "author",
                           render_json_text(sense->busiest[i].name), "comments",
                           (json_int_t)sense->busiest[i].comments));
    return list;
}

static json_t *json_course(const struct sense *sense)
{
    json_t *list = json_array();

    for (size_t i = 0; i < sense->point_count; i++) {
        const struct heat_point *point = &sense->point[i];
        json_add(&list,
                 json_pack("{s:o, s:o, s:o, s:o, s:b}", "comment",
                           render_json_text(point->comment), "time",
                           render_json_time(point->time), "hostility",
                           ratio(point->hostility), "heat", ratio(point->heat),
                           "turning", point->turning));
    }
    return list;
}

json_t *sense_json(const struct sense *sense)
{
    json_t *requests = json_array();

    for (size_t i = 0; i < sense->request_count; i++)
        json_add(&requests, json_request(&sense->request[i]));
    return json_pack(
        "{s:o, s:o, s:o, s:o, s:I, s:I, s:I, s:o, s:o, s:o, s:o, s:o, s:o,"
        " s:I, s:o}",
        "discussion", render_json_text(sense->discussion), "title",
        render_json_text(sense->title), "section",
        render_json_text(sense->section), "published",
        render_json_time(sense->published), "comments",
        (json_int_t)sense->comments, "scored", (json_int_t)sense->scored,
        "authors", (json_int_t)sense->authors, "busiest", json_busiest(sense),
        "first", render_json_time(sense->first), "last",
        render_json_time(sense->last), "heat", ratio(sense_heat(sense)),
        "turned", json_turn(sense), "requests", requests, "open_requests",
        (json_int_t)sense->open_count, "course", json_course(sense));
}

json_t *sense_json_comment(const struct sense *sense, struct view comment)
{
    json_t *request = json_null(), *answers = json_array();
    double here = -1;

    for (size_t i = 0; i < sense->point_count; i++)
        if (view_equal(sense->point[i].comment, comment))
            here = sense->point[i].heat;
    for (size_t i = 0; i < sense->request_count; i++) {
        if (view_equal(sense->request[i].comment, comment)) {
            json_decref(request);
            request = json_request(&sense->request[i]);
        }
        if (sense->request[i].answer.len &&
            view_equal(sense->request[i].answer, comment))
            json_add(&answers, render_json_text(sense->request[i].comment));
    }
    return json_pack("{s:I, s:o, s:o, s:o, s:I, s:I, s:o, s:o}", "comments",
                     (json_int_t)sense->comments, "heat_here", ratio(here),
                     "heat", ratio(sense_heat(sense)), "turned",
                     json_turn(sense), "requests",
                     (json_int_t)sense->request_count, "open_requests",
                     (json_int_t)sense->open_count, "request", request,
                     "gives_source_for", answers);
}
