#!/usr/bin/python3
"""googleapi.py BASE KEY: Google's Python client, unchanged, against the server.

It is given the address of the server's discovery document; all other addresses
it takes from there.
"""
import sys
import traceback

try:
    from googleapiclient import discovery
    from googleapiclient.errors import HttpError
except ImportError:
    print("skipped: no python3-googleapi")
    sys.exit(0)

SIX = ("TOXICITY", "SEVERE_TOXICITY", "INSULT", "IDENTITY_ATTACK", "THREAT",
       "PROFANITY")


def build(base, key):
    """As its documentation has it; the cache would write a file."""
    options = {"developerKey": key, "cache_discovery": False,
               "discoveryServiceUrl":
                   base + "/$discovery/rest?version=v1alpha1"}
    try:  # from 2.x on it brings documents along
        return discovery.build("commentanalyzer", "v1alpha1",
                               static_discovery=False, **options)
    except TypeError:
        return discovery.build("commentanalyzer", "v1alpha1", **options)


def asked(text, *names, **more):
    return dict({"comment": {"text": text}, "requestedAttributes":
                 {name: {} for name in names or ("TOXICITY",)}}, **more)


def value(answer, name="TOXICITY"):
    return answer["attributeScores"][name]["summaryScore"]["value"]


def check_analyze(service, _base):
    comments = service.comments()
    rude = comments.analyze(body=asked("Quel abruti, ferme ta gueule",
                                       *SIX)).execute()
    assert sorted(rude["attributeScores"]) == sorted(SIX), rude
    kind = comments.analyze(body=asked("Merci pour cet article.")).execute()
    assert value(rude) > 0.9 and value(kind) < 0.2, (rude, kind)


def check_spans(service, _base):
    answer = service.comments().analyze(body=asked(
        "Ça 😀 nul. Bravo !", languages=["fr"], spanAnnotations=True,
        doNotStore=True, clientToken="c-17")).execute()
    spans = answer["attributeScores"]["TOXICITY"]["spanScores"]
    assert [(s["begin"], s["end"]) for s in spans] == [(0, 10), (11, 18)]
    assert answer["clientToken"] == "c-17" and answer["languages"] == ["fr"]


def check_suggest(service, _base):
    answer = service.comments().suggestscore(body={
        "comment": {"text": "Merci pour la source."}, "clientToken": "c-18",
        "attributeScores": {"TOXICITY": {"summaryScore": {"value": 0}}},
    }).execute()
    assert answer["clientToken"] == "c-18", answer


def check_errors(service, base):
    for client, body, message in (
            (service, asked("x", "FLIRTATION"),
             "Unknown requested attribute: FLIRTATION"),
            (service, asked(""), "Comment must be non-empty."),
            (build(base, "wrong"), asked("x"),
             "API key not valid. Please pass a valid API key.")):
        try:
            client.comments().analyze(body=body).execute()
        except HttpError as error:
            assert error.resp.status == 400 and message in str(error), error
        else:
            raise AssertionError("no error: " + message)


def check_batch(service, _base):
    """Evaluation harnesses send eight attributes, many calls a batch."""
    got = {}
    batch = service.new_batch_http_request(
        callback=lambda name, answer, error: got.update({name:
                                                         (answer, error)}))
    for number in range(20):
        batch.add(service.comments().analyze(body=asked(
            "Quel abruti" if number % 2 else "Merci", *SIX,
            spanAnnotations=True)), request_id=str(number))
    batch.add(service.comments().analyze(body=asked("x", "FLIRTATION")),
              request_id="bad")
    batch.execute()
    assert len(got) == 21 and got["bad"][1].resp.status == 400, got
    for number in range(20):
        answer, error = got[str(number)]
        assert error is None and (value(answer) > 0.5) == (number % 2 == 1)


def main():
    base, key = sys.argv[1:]
    service = build(base, key)
    for name, check in sorted(globals().items()):
        if not name.startswith("check_"):
            continue
        try:
            check(service, base)
            print("ok", name[6:])
        except Exception:  # pylint: disable=broad-except
            print("FAILED", name[6:])
            traceback.print_exc(file=sys.stdout)


main()
