"""`contractkit new`: what it writes and tells, and what it refuses."""

from pathlib import Path

import pytest

from contractkit.contracts.loading import load
from contractkit.contracts.rules import load_rules
from tests.cli.program import run

PETS = """\
openapi: 3.0.3
info: {title: Pets, version: "1"}
servers: [{url: https://pets.example/v1}]
security: [{key: []}]
paths:
  /pets:
    post:
      requestBody:
        required: true
        content:
          application/json:
            schema: {$ref: '#/components/schemas/NewPet'}
            examples:
              good: {value: {name: Rex, born: 2020-01-02}}
              bad: {value: {name: ""}}
          application/xml: {schema: {type: string}}
      responses:
        201:
          description: It is there now.
          content: {application/json: {schema: {$ref: '#/components/schemas/Pet'}}}
        4XX: {description: It is wrong.}
components:
  securitySchemes: {key: {type: apiKey, in: header, name: X-Key}}
  schemas:
    NewPet:
      type: object
      required: [name]
      properties:
        name: {type: string, minLength: 1, description: How it is called.}
        born: {type: string, format: date}
    Pet:
      allOf:
        - {$ref: '#/components/schemas/NewPet'}
        - {type: object, required: [id], properties: {id: {type: integer}}}
"""


def write(folder: Path, text: str, name: str = "pets.yaml") -> str:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return str(path)


def make(folder: Path, text: str = PETS, *more: str) -> str:
    home = str(folder / "contracts")
    made = run("new", "pets", "--from", write(folder, text), "--schemas", home, *more)
    assert made.status == 0, made.err
    return made.out


def test_a_contract_of_one_operation_is_written_and_told(tmp_path: Path) -> None:
    told = make(tmp_path)
    assert "pets@1.0.0 is written to" in told
    assert "2 messages" in told
    place = f"{tmp_path}/pets.yaml:16 #/paths/~1pets/post/requestBody/content/application~1xml"
    assert f"Not taken over:\n  {place}: application/xml is not JSON" in told
    contract = load("pets", schemas=str(tmp_path / "contracts"))
    assert contract.messages == ("request", "response-201")
    assert contract.data["operation"]["path"] == "/v1/pets"
    assert contract.data["operation"]["hosts"] == ["pets.example"]
    assert contract.data["authentication"] == [{"scheme": "key", "header": "X-Key"}]
    assert contract.data["answers"]["messages"] == {"201": "response-201", "4XX": None}


def test_every_rule_has_a_page_that_says_where_it_is_from(tmp_path: Path) -> None:
    make(tmp_path)
    rules = load_rules(load("pets", schemas=str(tmp_path / "contracts")))
    by_title = {rule.title: rule for rule in rules.values()}
    rule = by_title["“name” of NewPet is not empty"]
    assert rule.what == "“name” of NewPet is not empty.\n\n> How it is called."
    assert rule.source == (
        "pets.yaml, line 29, /components/schemas/NewPet/properties/name/minLength"
    )
    assert {rule.id[:2] for rule in rules.values()} >= {"PE"}


def test_the_examples_of_the_document_are_judged_at_once(tmp_path: Path) -> None:
    told = make(tmp_path)
    assert "Examples that break a rule:" in told
    assert "“name” is empty" in told
    folder = tmp_path / "contracts" / "fixtures" / "pets" / "1.0.0" / "request"
    kept = sorted(str(path.relative_to(folder)) for path in folder.rglob("*.json"))
    assert kept == ["invalid/post-pets-bad.json", "valid/post-pets-good.json"]
    assert (folder / "findings.csv").read_text().splitlines()[1].endswith(",/name")


def test_an_example_that_is_json_in_a_string_is_read_as_the_json(tmp_path: Path) -> None:
    told = make(tmp_path, PETS.replace("{name: Rex, born: 2020-01-02}", """'{"name": "Rex"}'"""))
    assert "the example is JSON in a string; read as the JSON" in told
    folder = tmp_path / "contracts" / "fixtures" / "pets" / "1.0.0" / "request"
    assert (folder / "valid" / "post-pets-good.json").read_text() == '{\n  "name": "Rex"\n}\n'


def test_the_contract_lints_at_once(tmp_path: Path) -> None:
    make(tmp_path)
    home = str(tmp_path / "contracts")
    linted = run("lint", "-", "--schemas", home, "--kind", "request", stdin=b'{"name": 3}')
    assert linted.status == 1
    assert "“name” must be a string, not 3" in linted.out


@pytest.mark.parametrize(
    ("text", "more", "reason"),
    [
        ("a: 1", (), "is neither an OpenAPI document nor a JSON Schema (it has “a”)"),
        ("[1]", (), "is neither an OpenAPI document nor a JSON Schema"),
        ("swagger: '2.0'", (), "is Swagger 2.0; `npx swagger2openapi"),
        ("asyncapi: 2.0.0", (), "is an AsyncAPI document"),
        ("openapi: 4.0.0", (), "is OpenAPI '4.0.0'; 3.0 and 3.1 are read"),
        ("openapi: 3.0.0\npaths: {}", (), "has no operation below “paths”"),
        ("$schema: http://json-schema.org/draft-03/schema#", (), "draft-04 to 2020-12 are read"),
        ("type: object", ("--operation", "POST /pets"), "has no operations"),
        (PETS, ("--operation", "POST /pet"), "did you mean 'POST /pets'?"),
        (PETS.replace("info:", "paths: {}\ninfo:"), (), "the key 'paths' stands twice"),
        ("a: &a [1, *a]", (), "the anchor 'a' is not known, or holds itself"),
        ("{type: string, minLength: 3, maxLength: 1}", (), "nothing can meet it: “minLength” is"),
        (
            "{type: object, $ref: '#/nothing/here'}",
            (),
            "the reference #/nothing/here leads nowhere",
        ),
    ],
)
def test_bad_use_is_one_line_and_nothing_is_written(
    tmp_path: Path, text: str, more: tuple[str, ...], reason: str
) -> None:
    home = tmp_path / "contracts"
    path = write(tmp_path, text)
    refused = run("new", "pets", "--from", path, "--schemas", str(home), *more)
    assert refused.status == 2
    assert reason in refused.err
    assert refused.err.count("\n") == 1
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["pets.yaml"]


def test_a_schema_that_asks_for_nothing_is_told(tmp_path: Path) -> None:
    told = make(tmp_path, "definitions: {name: {type: string}}")
    assert "takes any JSON: no keyword asks for anything" in told


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("nothing.yaml", "nothing.yaml: no such file"),
        (".", ".: is a folder; name a file"),
        ("https://x.example/api.yaml", "is not fetched; save the document, and name the file"),
    ],
)
def test_a_document_that_is_not_there(tmp_path: Path, source: str, reason: str) -> None:
    refused = run("new", "pets", "--from", source, "--schemas", str(tmp_path / "contracts"))
    assert (refused.status, list(tmp_path.iterdir())) == (2, [])
    assert reason in refused.err


@pytest.mark.parametrize("name", ["", "a b", "../x", "a@b", "json-text", "fixtures", "-x"])
def test_a_name_that_no_contract_can_have(tmp_path: Path, name: str) -> None:
    refused = run(
        "new", "--from", write(tmp_path, PETS), "--schemas", str(tmp_path / "c"), "--", name
    )
    assert refused.status == 2
    assert "is no name of a contract" in refused.err


def test_a_contract_that_is_there_stays_as_it_is(tmp_path: Path) -> None:
    make(tmp_path)
    home = str(tmp_path / "contracts")
    again = run("new", "pets", "--from", str(tmp_path / "pets.yaml"), "--schemas", home)
    assert again.status == 2
    assert "has a contract 'pets' already; --update makes a new version of it" in again.err


def test_another_contract_joins_the_catalogue(tmp_path: Path) -> None:
    make(tmp_path)
    home = str(tmp_path / "contracts")
    other = run("new", "pet-shop", "--from", str(tmp_path / "pets.yaml"), "--schemas", home)
    assert other.status == 0
    assert load(schemas=home).name == "pets"
    own = {
        rule for rule in load_rules(load("pet-shop", schemas=home)) if rule[:2] not in ("JT", "RC")
    }
    assert {rule[:2] for rule in own} == {"PS"}
