"""References between documents and within them, to anything that may be referred to."""

from pathlib import Path

from tests.importing.making import make

DOCUMENT = """\
openapi: 3.1.0
info: {title: An API, version: "1"}
paths:
  /things: {$ref: 'parts/paths.yaml#/things'}
components:
  schemas:
    Name: {type: string, minLength: 2}
"""
PATHS = """\
things:
  parameters: [{$ref: '#/limit'}]
  post:
    requestBody: {$ref: 'more/bodies.json'}
    responses:
      "200": {$ref: '#/answer'}
limit: {in: query, name: limit, schema: {$ref: 'more/thing.yaml#/$defs/count'}}
answer:
  description: It is there.
  content: {application/json: {schema: {$ref: 'more/thing.yaml'}}}
"""
BODY = """{"required": true, "content": {"application/json": {
  "schema": {"$ref": "thing.yaml"}, "examples": {"one": {"$ref": "../examples.yaml#/one"}}}}}"""
THING = """\
type: object
properties:
  name: {$ref: '../../api.yaml#/components/schemas/Name'}
  part: {$ref: '#'}
  count: {$ref: '#number'}
$defs:
  count: {type: integer, minimum: 1}
  number: {$anchor: number, type: number}
"""


def write(folder: Path, name: str, text: str) -> None:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def test_references_lead_to_other_files_and_back(tmp_path: Path) -> None:
    write(tmp_path, "parts/paths.yaml", PATHS)
    write(tmp_path, "parts/more/bodies.json", BODY)
    write(tmp_path, "parts/more/thing.yaml", THING)
    write(tmp_path, "parts/examples.yaml", "one: {value: {name: x}}\n")
    made = make(tmp_path, DOCUMENT)
    assert made.told("left out") == []
    assert made.accepts({"name": "ab", "part": {"count": 1.5}})
    assert not made.accepts({"part": {"name": "a"}})
    assert not made.accepts({"name": "a"}, "response-200")
    [limit] = made.data["operation"]["parameters"]
    assert limit["schema"]["minimum"] == 1
    [told] = made.told("example")
    assert "parts/examples.yaml:1 #/one/value: the example breaks AP" in told


def test_a_schema_with_an_identifier_finds_the_files_beside_it(tmp_path: Path) -> None:
    write(tmp_path, "item.json", '{"type": "string"}')
    made = make(
        tmp_path,
        '{"$id": "https://x.example/schemas/list.json", "type": "array", '
        '"items": {"$ref": "item.json"}}',
    )
    assert made.accepts(["a"])
    assert not made.accepts([1])


def test_an_identifier_that_is_no_uri_is_told_and_names_nothing(tmp_path: Path) -> None:
    write(tmp_path, "item.json", '{"type": "string"}')
    made = make(
        tmp_path, '{"$id": "http://[x]/", "type": "array",\n"items": {"$ref": "item.json"}}'
    )
    assert not made.accepts([1])
    assert made.told("problem") == ["1 #/$id: http://[x]/ is no URI, and names nothing"]
