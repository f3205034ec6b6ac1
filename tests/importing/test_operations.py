"""Operations, their parameters, bodies, answers, credentials and servers."""

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from contractkit.errors import UnknownNameError
from tests.importing.making import Made, make

ANY = {"description": "x"}


def write(**parts: Any) -> str:
    """A document with these members; its operation takes JSON and answers 200."""
    info = {"title": "An API", "version": "1"}
    return yaml.safe_dump({"openapi": "3.0.3", "info": info, **parts})


def post(**members: Any) -> dict[str, Any]:
    mandatory = {"required": True, **body({"type": "object"})}
    return {"requestBody": mandatory, "responses": {"200": ANY}, **members}


def body(schema: Any) -> dict[str, Any]:
    return {"content": {"application/json": {"schema": schema}}}


def make_one(tmp_path: Path, operation: dict[str, Any], **parts: Any) -> Made:
    path = parts.pop("path", "/things")
    item = {"post": operation, **parts.pop("item", {})}
    return make(tmp_path, write(paths={path: item}, **parts))


def answer(schema: Any, media_type: str = "application/json") -> dict[str, Any]:
    return {"description": "x", "content": {media_type: {"schema": schema}}}


def test_several_operations_are_entries_and_share_messages(tmp_path: Path) -> None:
    thing = {"$ref": "#/components/schemas/Thing"}
    taken = body(thing)
    made = make(
        tmp_path,
        write(
            paths={
                "/things": {
                    "get": {"summary": "List\n them", "operationId": "listThings",
                            "responses": {"200": answer({"type": "array", "items": thing})}},
                    "post": {"requestBody": taken, "responses": {"201": answer(thing)}},
                },
                "/things/{id}": {"put": post(requestBody=taken, responses={"200": answer(thing)})},
            },
            components={"schemas": {"Thing": {"type": "object"}}},
        ),
    )  # fmt: skip
    requests = made.data["requests"]
    assert list(requests) == ["GET /things", "POST /things", "PUT /things/{id}"]
    assert requests["GET /things"]["title"] == "List them"
    assert requests["GET /things"]["operation"]["operationId"] == "listThings"
    assert requests["GET /things"]["operation"]["body"] == "none"
    assert requests["GET /things"]["messages"] == ["list-things-response-200"]
    assert requests["POST /things"]["operation"]["body"] == "optional"
    assert requests["POST /things"]["messages"] == ["thing", "thing-answer"]
    assert requests["PUT /things/{id}"]["messages"] == ["thing", "thing-answer"]
    assert next(iter(made.data["messages"])) == "thing"


def test_a_schema_that_two_operations_use_has_the_same_rules_in_both(tmp_path: Path) -> None:
    thing = {"$ref": "#/components/schemas/Thing"}
    made = make(
        tmp_path,
        write(
            paths={
                "/a": {"post": post(requestBody=body(thing))},
                "/b": {"post": post(requestBody=body({"type": "array", "items": thing}))},
            },
            components={"schemas": {"Thing": {"type": "string", "minLength": 3}}},
        ),
    )  # fmt: skip
    first, second = (entry["messages"][0] for entry in made.data["requests"].values())
    assert not made.accepts("ab", first)
    assert not made.accepts(["ab"], second)
    rules = made.schema(first)["x-rules"]
    assert rules == made.schema(second)["$defs"]["Thing"]["x-rules"]


@pytest.mark.parametrize(
    ("wanted", "kept"),
    [("POST /b", "/b"), ("post /b", "/b"), ("makeB", "/b")],
)
def test_an_operation_is_chosen_by_method_and_path_or_by_its_id(
    tmp_path: Path, wanted: str, kept: str
) -> None:
    text = write(paths={"/a": {"post": post()}, "/b": {"post": post(operationId="makeB")}})
    made = make(tmp_path, text, wanted)
    assert made.data["operation"]["path"] == kept
    assert "requests" not in made.data


@pytest.mark.parametrize("path", ["/b#one", "/b?kind=one", "b"])
def test_a_path_that_cannot_be_requested_is_listed(tmp_path: Path, path: str) -> None:
    made = make(tmp_path, write(paths={"/a": {"post": post()}, path: {"post": post()}}))
    assert made.data["operation"]["path"] == "/a"
    [told] = made.told("left out")
    assert f"the path {path!r}" in told


def test_an_operation_that_is_not_there_is_told_with_the_nearest(tmp_path: Path) -> None:
    with pytest.raises(UnknownNameError, match="did you mean 'POST /things'"):
        make(tmp_path, write(paths={"/things": {"post": post()}}), "POST /thing")


@pytest.mark.parametrize(
    ("media_types", "sent"),
    [
        (["application/json"], "application/json"),
        (["application/json; charset=utf-8"], "application/json"),
        (["application/vnd.api+json"], "application/vnd.api+json"),
        (["application/*+json"], "application/json"),
        (["*/*"], "application/json"),
        (["application/xml", "application/hal+json"], "application/hal+json"),
        (["*/*", "application/json"], "application/json"),
    ],
)
def test_the_json_among_the_content_types_is_taken(
    tmp_path: Path, media_types: list[str], sent: str
) -> None:
    contents = {media_type: {"schema": {"type": "integer"}} for media_type in media_types}
    made = make_one(tmp_path, post(requestBody={"content": contents}))
    assert made.data["operation"]["contentType"] == sent
    assert not made.accepts("x")
    others = [name for name in media_types if "json" not in name and "*" not in name]
    assert [line.rpartition(": ")[2] for line in made.told("left out")] == [
        f"{name} is not JSON" for name in others
    ]


@pytest.mark.parametrize(
    "media_type",
    ["application/xml", "multipart/form-data", "application/x-www-form-urlencoded", "text/plain"],
)
def test_an_operation_that_takes_no_json_is_listed(tmp_path: Path, media_type: str) -> None:
    form = {"requestBody": {"content": {media_type: {}}}, "responses": {"200": ANY}}
    made = make(tmp_path, write(paths={"/a": {"post": form}, "/b": {"post": post()}}))
    assert list(made.data["requests"]) == ["POST /b"]
    told = made.told("left out")
    assert any(line.endswith(f"{media_type} is not JSON") for line in told)
    assert any(line.endswith("POST /a takes no JSON") for line in told)


def test_answers_are_told_apart_by_status(tmp_path: Path) -> None:
    responses = {
        "200": answer({"type": "integer"}),
        "2XX": answer({"type": "string"}),
        "4xx": answer({"type": "boolean"}),
        "404": {"description": "None there."},
        "500": {"$ref": "#/components/responses/Nope"},
        "default": answer({"type": "null"}, "application/problem+json"),
        "600": ANY,
    }
    made = make_one(tmp_path, post(responses=responses))
    assert made.data["answers"]["messages"] == {
        "200": "response-200",
        "2XX": "response-2xx",
        "404": None,
        "4XX": "response-4xx",
        "500": None,
        "default": "response-default",
    }
    assert made.accepts(3, "response-200")
    assert made.accepts("x", "response-2xx")
    told = made.told("left out")
    assert any("the answer 500: the reference #/components/responses/Nope" in line for line in told)
    assert any("'600' is no status" in line for line in told)
    assert any("'4xx' is written 4XX" in line for line in made.told("read as meant"))


def test_parameters_of_the_path_count_unless_they_are_overridden(tmp_path: Path) -> None:
    common = [
        {"in": "query", "name": "limit", "schema": {"type": "integer"}},
        {"in": "query", "name": "page", "schema": {"type": "integer"}, "example": 3},
        {"$ref": "#/components/parameters/id"},
    ]
    own = [
        {"in": "query", "name": "limit", "required": True, "schema": {"type": "string"}},
        {"in": "header", "name": "Authorization", "schema": {"type": "string"}},
        {"in": "cookie", "name": "seen", **body({"type": "null"})},
        {"in": "path", "name": "nothing", "required": True, "schema": {"type": "string"}},
    ]  # fmt: skip
    made = make_one(
        tmp_path,
        post(parameters=own),
        path="/things/{id}/{key}",
        item={"parameters": common},
        components={"parameters": {"id": {"in": "path", "name": "id", "required": True,
                                          "schema": {"$ref": "#/components/schemas/Id"}}},
                    "schemas": {"Id": {"type": "string", "minLength": 2}}},
    )  # fmt: skip
    found = {(entry["in"], entry["name"]): entry for entry in made.data["operation"]["parameters"]}
    assert list(found) == [
        ("query", "limit"), ("query", "page"), ("path", "id"), ("cookie", "seen"), ("path", "key"),
    ]  # fmt: skip
    assert found["query", "limit"]["schema"]["type"] == "string"
    assert "rule" in found["query", "limit"]
    assert found["query", "page"]["example"] == 3
    assert (found["query", "page"]["style"], found["query", "page"]["explode"]) == ("form", True)
    assert found["path", "id"]["schema"]["minLength"] == 2
    assert "rule" not in found["path", "id"]
    assert found["cookie", "seen"]["content"] == "application/json"
    assert any("{key}, which no parameter describes" in line for line in made.told("problem"))
    assert any("“nothing” is not in the path" in line for line in made.told("problem"))


KEYS = {
    "x-key": {"type": "apiKey", "in": "header", "name": "X-Key"},
    "header": {"type": "apiKey", "in": "header", "name": "X-Key"},
    "query": {"type": "apiKey", "in": "query", "name": "key"},
    "cookie": {"type": "apiKey", "in": "cookie", "name": "session"},
    "basic": {"type": "http", "scheme": "Basic"},
    "bearer": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"},
    "oauth": {"type": "oauth2", "flows": {}},
    "openid": {"type": "openIdConnect", "openIdConnectUrl": "https://x.example"},
    "digest": {"type": "http", "scheme": "digest"},
}
HEADER = {"scheme": "key", "header": "X-Key"}
QUERY = {"scheme": "key", "query": "key"}
BEARER = {"scheme": "key", "header": "Authorization", "prefix": "Bearer "}


@pytest.mark.parametrize(
    ("whole", "own", "expected"),
    [
        ([{"header": []}], None, [HEADER]),
        ([{"x-key": []}], None, [HEADER]),
        ([{"query": []}], None, [QUERY]),
        ([{"cookie": []}], None, [{"scheme": "key", "cookie": "session"}]),
        ([{"basic": []}], None, [{"scheme": "basic", "header": "Authorization"}]),
        ([{"bearer": []}], None, [BEARER]),
        ([{"oauth": ["read"]}], None, [BEARER]),
        ([{"openid": []}], None, [BEARER]),
        ([{"header": []}, {"query": []}], None, [HEADER, QUERY]),
        ([{"header": [], "query": []}], None, [{"all": [HEADER, QUERY]}]),
        ([{"header": []}, {}], None, [HEADER, {"scheme": "none", "optional": True}]),
        ([{}], None, None),
        (None, None, None),
        ([{"header": []}], [], None),
        ([{"header": []}], [{"query": []}], [QUERY]),
        ([{"digest": []}, {"header": []}], None, [HEADER]),
        ([{"nothing": []}], None, None),
    ],
)
def test_security_is_a_list_of_ways(
    tmp_path: Path, whole: Any, own: Any, expected: list[dict[str, Any]] | None
) -> None:
    parts = {} if whole is None else {"security": whole}
    operation = post() if own is None else post(security=own)
    made = make_one(tmp_path, operation, components={"securitySchemes": KEYS}, **parts)
    assert made.data.get("authentication") == expected
    told = made.told("left out")
    assert len(told) == sum("digest" in way or "nothing" in way for way in whole or ())


def test_schemes_that_nothing_asks_for_are_told(tmp_path: Path) -> None:
    made = make_one(tmp_path, post(), components={"securitySchemes": KEYS})
    [told] = made.told("problem")
    assert "security schemes are described, and no “security” asks for them" in told


@pytest.mark.parametrize(
    ("servers", "path", "hosts", "scheme"),
    [
        ([{"url": "https://a.example/v1/"}], "/v1/things", ["a.example"], "https"),
        ([{"url": "/v2"}], "/v2/things", None, None),
        ([{"url": "http://a.example:8080"}, {"url": "https://b.example"}], "/things",
         ["a.example:8080", "b.example"], None),
        ([{"url": "https://{r}.example/{v}", "variables": {
            "r": {"default": "eu", "enum": ["eu", "us"]}, "v": {"default": "v1"}}}],
         "/v1/things", ["eu.example", "us.example"], "https"),
        ([{"url": "https://a.example/v1"}, {"url": "https://b.example/v2"}], "/v1/things",
         ["a.example"], "https"),
        ([], "/things", None, None),
    ],
)  # fmt: skip
def test_servers_give_hosts_and_the_base_of_the_path(
    tmp_path: Path, servers: Any, path: str, hosts: Any, scheme: Any
) -> None:
    operation = make_one(tmp_path, post(), servers=servers).data["operation"]
    assert (operation["path"], operation.get("hosts"), operation.get("scheme")) == (
        path,
        hosts,
        scheme,
    )


@pytest.mark.parametrize("url", ["https://[region].example.com", "localhost:8080/v1"])
def test_a_server_that_is_no_url_is_passed_over(tmp_path: Path, url: str) -> None:
    made = make_one(tmp_path, post(), servers=[{"url": url}, {"url": "https://a.example/v2"}])
    operation = made.data["operation"]
    assert (operation["path"], operation["hosts"]) == ("/v2/things", ["a.example"])
    [told] = made.told("problem")
    assert told.endswith(f" #/servers/0/url: the server {url} is no URL; it is passed over")


@pytest.mark.parametrize(
    ("url", "path", "count"),
    [("v1", "/v1", 1), ("./v1/", "/v1", 1), ("../v1", "/v1", 1), (".", "", 0), ("", "", 0)],
)
def test_a_relative_server_is_read_from_the_root_on(
    tmp_path: Path, url: str, path: str, count: int
) -> None:
    made = make_one(tmp_path, post(), servers=[{"url": url}])
    assert made.data["operation"]["path"] == f"{path}/things"
    told = made.told("read as meant")
    assert len(told) == count
    assert all(f" #/servers/0/url: the server {url} is relative" in line for line in told)


def test_the_variables_of_a_server_may_have_odd_values(tmp_path: Path) -> None:
    variables = {"v": {"default": [], "enum": [1, "1", {}]}}
    made = make_one(tmp_path, post(), servers=[{"url": "/{v}", "variables": variables}])
    assert made.data["operation"]["path"] == "/[]/things"


def test_the_servers_of_an_operation_count_before_those_of_its_path_and_of_all(
    tmp_path: Path,
) -> None:
    three = [{"url": f"https://{name}.example"} for name in ("a", "b", "c")]
    item = {"servers": [three[1]]}
    made = make_one(tmp_path, post(servers=[three[2]]), item=item, servers=[three[0]])
    assert made.data["operation"]["hosts"] == ["c.example"]


def test_examples_with_names_alike_are_files_of_their_own(tmp_path: Path) -> None:
    names = ["Dog-2", "dog", "dog-2", "dog-3"]
    mandatory = body({"type": "object"})
    mandatory["content"]["application/json"]["examples"] = {
        name: {"value": {"name": name}} for name in names
    }
    make_one(tmp_path, post(requestBody=mandatory))
    files = (tmp_path / "contracts" / "fixtures").rglob("*.json")
    written = {path.name: json.loads(path.read_text())["name"] for path in files}
    assert written == {
        "post-things-dog-2.json": "Dog-2",
        "post-things-dog.json": "dog",
        "post-things-dog-2-2.json": "dog-2",
        "post-things-dog-3.json": "dog-3",
    }


def test_a_callback_to_a_url_of_the_request_is_taken(tmp_path: Path) -> None:
    event = {"post": post(requestBody=body({"type": "object", "required": ["id"]}))}
    callbacks = {
        "done": {"{$request.body#/urls/done}": event},
        "other": {"{$request.query.url}": event},
    }
    made = make_one(tmp_path, post(callbacks=callbacks))
    assert made.data["callback"] == {"url": "/urls/done", "message": "callback-done"}
    assert not made.accepts({}, "callback-done")
    assert any("the callback other: only one is taken" in line for line in made.told("left out"))


def test_what_webhooks_send_is_judged(tmp_path: Path) -> None:
    hook = {"post": {"requestBody": body({"type": "null"})}}
    made = make(tmp_path, write(openapi="3.1.0", webhooks={"newThing": hook}))
    assert made.data["messages"] == {
        "webhook-new-thing": {"schema": "webhook-new-thing.schema.json"}
    }
    assert made.accepts(None, "webhook-new-thing")


def test_statuses_without_quotes_are_taken_with_a_note(tmp_path: Path) -> None:
    text = write(paths={"/a": {"post": post()}}).replace("'200'", "200")
    made = make(tmp_path, text)
    assert made.data["answers"]["messages"] == {"200": None}
    [told] = made.told("read as meant")
    assert "a status without quotes is no text in YAML; read as one" in told
