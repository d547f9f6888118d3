"""The table of bad input: each ends in a sentence with its place, as exit 2 or as a finding, and the rest is checked."""

import os
import time

import pytest
from checked_folders import GOOD, KEPT, LESS, MANIFEST, SPEC, check_folders, write

DEEP = 100_000
NAMED, FOUND = "orders/openapi.yaml", "pay/openapi.yaml"
START = b"openapi: 3.0.3\n"
BOMB = b"a: &a [x,x,x,x,x,x,x,x,x,x]\n" + b"".join(
    b"%c: &%c [%s]\n" % (c + 1, c + 1, b",".join([b"*%c" % c] * 10)) for c in range(97, 105)
)

BROKEN = [  # what stands in a spec, the line that is named (0: none), the words
    ("broken YAML", b"b\nc: 2\n", 3, "this line or the one above is a key without `:`"),
    ("truncated YAML", b"paths: {a: [1,\n", 3, "did not find expected node content"),
    ("tabs", b"paths:\n\t/a: 1\n", 3, "indent with spaces instead of tabs"),
    ("NUL", b"b: \0\n", 2, "a NUL byte stands here"),
    ("alias bomb", BOMB, 8, "aliases up to *f stand for more than 4,000,000 characters"),
    ("alias in itself", b"a: &x [*x]\n", 2, "the alias *x stands inside its own anchor"),
    ("100,000 levels of flow", b"a: " + b"[" * DEEP, 2, "the nesting is deeper than 500 levels"),
    ("100,000 levels of block", b"a:\n" + b"- " * DEEP, 3, "the nesting is deeper than 500 levels"),
    ("many keys written twice", b"a: 1\n" * 200, 103, "more than 100 keys are written twice"),
    ("binary behind the first line", bytes(range(128, 256)), 2, "the byte 0x80 is no UTF-8 text"),
    ("two documents", b"---\na: 1\n", 1, "expected one document, found 2"),
    ("an unknown version", b"", 1, "has no key `openapi`"),
]


@pytest.mark.parametrize(("data", "line", "words"), [case[1:] for case in BROKEN], ids=[case[0] for case in BROKEN])
def test_a_named_file_that_cannot_be_read_is_exit_2(capsys, tmp_path, data, line, words):
    began = time.perf_counter()
    start = b"swaggr: 1\n" if not data else START
    done = check_folders(capsys, tmp_path, {NAMED: start + data})

    (problem,) = done.problems
    assert problem.startswith(f"{NAMED}:{line}: ")
    assert words in problem
    assert f"{NAMED}:{line}" in done.out
    assert (done.code, done.found_the_rest) == (2, True)
    assert time.perf_counter() - began < 5


@pytest.mark.parametrize(
    ("data", "line", "words"), [case[1:] for case in BROKEN[:-1]], ids=[case[0] for case in BROKEN[:-1]]
)
def test_a_recognised_file_that_cannot_be_read_is_a_finding(capsys, tmp_path, data, line, words):
    done = check_folders(capsys, tmp_path, {FOUND: START + data})

    (finding,) = done.findings("file-not-analysed")
    assert finding.startswith(f"file-not-analysed {FOUND}:{line}: {FOUND} was not analysed: ")
    assert words in finding
    assert (done.problems, done.code, done.found_the_rest) == ([], 1, True)


@pytest.mark.parametrize(
    ("name", "data", "line", "words"),
    [
        ("openapi.yaml", b"a: [1,\n", 2, "did not find expected node content"),
        ("Swagger.yml", b"\tpaths: 1\n", 1, "indent with spaces instead of tabs"),
        ("openapi.json", b'{"paths": {', 1, "the document ends too early"),
        ("openapi.v1.yaml", b"", 1, "expected one document, found 0"),
        ("openapi.yaml", b"Not Found\n", 1, "a spec is a mapping with a key `openapi`"),
        ("openapi.yaml", b"openapi: 4.0.0\npaths: {}\n", 1, "the spec says version 4.0.0"),
        ("openapi.yaml", b"openapi: {{ .Values.version }}\n", 0, "this is a template"),
    ],
)
def test_what_is_called_a_spec_and_cannot_be_read_as_one_is_a_finding(capsys, tmp_path, name, data, line, words):  # noqa: PLR0917
    done = check_folders(capsys, tmp_path, {f"pay/{name}": data})

    (finding,) = done.findings("file-not-analysed")
    assert finding.startswith(f"file-not-analysed pay/{name}:{line}: pay/{name} was not analysed: ")
    assert words in finding
    assert (done.problems, done.code, done.found_the_rest) == ([], 1, True)


@pytest.mark.parametrize(
    "data", [b"- name: install the linter\n", b"on: [push]\njobs: {}\n", b"package: api\n", b"openapi: {out: x}\n"]
)
def test_other_files_of_that_name_are_no_specs(capsys, tmp_path, data):
    assert check_folders(capsys, tmp_path, {".github/workflows/openapi.yml": data}).findings("file-not-analysed") == []


@pytest.mark.parametrize(
    ("name", "data", "line", "words"),
    [
        ("truncated", b'{"openapi": "3.0.3", "paths":\n {"/a": [1', 2, "the document ends too early"),
        ("deep", b'{"openapi": "3.0.3", "a":' + b"[" * DEEP, 0, "the nesting is deeper than 500 levels"),
        ("deep and whole", b'{"openapi": "3.0.3", "a":' + b"[" * DEEP + b"]" * DEEP + b"}", 0, "500 levels"),
        ("UTF-16", '{"openapi": "3.0.3"}'.encode("utf-16"), 1, "the file is encoded as UTF-16; save it as UTF-8"),
        ("NUL", b'{"openapi": "3.0.3",\n"a": "\0"}', 2, "a NUL byte stands here"),
        ("empty", b"", 1, "the file is empty"),
        ("binary", b"\x89PNG\r\n\x1a\n\xff", 1, "the byte 0x89 is no UTF-8 text"),
        ("NaN", b'{"openapi": "3.0.3",\n"a": NaN}', 2, "JSON has no NaN and no Infinity"),
        ("list", b"[]", 1, "a spec is a mapping with a key `openapi`"),
    ],
    ids=lambda value: value if isinstance(value, str) and " " not in value else "",
)
def test_json_that_cannot_be_read(capsys, tmp_path, name, data, line, words):  # noqa: PLR0917
    manifest = {"deploycheck.yaml": MANIFEST.replace(".yaml", ".json")}
    done = check_folders(capsys, tmp_path, {**manifest, "orders/openapi.json": data})

    (problem,) = done.problems
    assert problem.startswith(f"orders/openapi.json:{line}: ")
    assert words in problem
    assert (done.code, done.found_the_rest) == (2, True)


@pytest.mark.parametrize(
    "data",
    [b"\xef\xbb\xbf" + SPEC.encode(), SPEC.replace("\n", "\r\n").encode(), SPEC.replace("\n", "\r").encode()],
    ids=["BOM", "CRLF", "CR"],
)
def test_byte_order_marks_and_other_line_ends_are_fine(capsys, tmp_path, data):
    done = check_folders(capsys, tmp_path, {NAMED: data, "deploycheck.yaml": b"\xef\xbb\xbf" + MANIFEST.encode()})

    assert (done.problems, done.findings(), done.code, done.found_the_rest) == ([], [], 1, True)


@pytest.mark.parametrize(
    ("path", "text", "line"),
    [
        (NAMED, SPEC + "  /orders: {}\n", 13),
        ("k/service.yaml", "apiVersion: v1\nkind: Service\nmetadata: {name: x}\nkind: Service\n", 4),
        ("f/flagd.json", '{"flags": {"a": {"variants": {"on": true}, "defaultVariant": "on", "state": "ENABLED"},\n"a": {"variants": {"on": true}, "defaultVariant": "on", "state": "ENABLED"}}}', 2),
    ],
    ids=["spec", "manifest of Kubernetes", "flags"],
)  # fmt: skip
def test_keys_that_are_written_twice_are_a_finding(capsys, tmp_path, path, text, line):
    (finding,) = check_folders(capsys, tmp_path, {path: text}).findings("file-not-analysed")

    assert finding.startswith(f"file-not-analysed {path}:{line}: a part of {path} was not analysed: the key ")
    assert finding.endswith("stands here for the second time, and only this one counts")


def test_a_giant_is_refused_by_its_size(capsys, tmp_path):
    write(tmp_path / "head", GOOD)
    (tmp_path / "head" / "orders" / "big.yaml").touch()
    os.truncate(tmp_path / "head" / "orders" / "big.yaml", 100 * 1024 * 1024)
    done = check_folders(capsys, tmp_path, {"deploycheck.yaml": MANIFEST.replace("openapi", "big")})

    assert done.problems == ["orders/big.yaml:0: it has 104857600 bytes; the limit is 67108864"]
    assert (done.code, done.found_the_rest) == (2, True)


def test_a_recognised_giant_is_a_finding(capsys, tmp_path):
    (tmp_path / "head" / "pay").mkdir(parents=True)
    with (tmp_path / "head" / FOUND).open("wb") as file:
        file.truncate(100 * 1024 * 1024)
    done = check_folders(capsys, tmp_path, {})

    (finding,) = done.findings("file-not-analysed")
    assert finding.endswith("it has 104857600 bytes; the limit is 67108864")
    assert (done.code, done.found_the_rest) == (1, True)


@pytest.mark.parametrize(("path", "text"), [(FOUND, SPEC), ("k/d.yaml", "apiVersion: v1\nkind: Service\n")])
def test_a_recognised_file_in_utf_16_is_a_finding(capsys, tmp_path, path, text):
    done = check_folders(capsys, tmp_path, {path: text.encode("utf-16")})

    (finding,) = done.findings("file-not-analysed")
    assert finding.endswith(f"{path} was not analysed: the file is encoded as UTF-16; save it as UTF-8")


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (os.mkfifo, "it is no plain file (a pipe, socket or device)"),
        (lambda place: place.symlink_to(place.name), "it is a symbolic link in a loop"),
        (lambda place: place.symlink_to("/etc/passwd"), "it is a symbolic link out of the tree, to /etc/passwd"),
        (lambda place: place.symlink_to("../../../x"), "it is a symbolic link out of the tree, to ../../../x"),
        (lambda place: place.symlink_to("gone.yaml"), "it is a symbolic link to gone.yaml, which is no file"),
        (lambda place: place.mkdir(), "there is no file or folder orders/odd.yaml"),
    ],
    ids=["FIFO", "link loop", "absolute link", "link out of the tree", "dangling link", "empty folder"],
)
def test_what_is_no_plain_file_is_never_opened(capsys, tmp_path, make, words):
    (tmp_path / "head" / "orders").mkdir(parents=True)
    make(tmp_path / "head" / "orders" / "odd.yaml")
    done = check_folders(capsys, tmp_path, {"deploycheck.yaml": MANIFEST.replace("openapi", "odd")})

    (problem,) = done.problems
    assert words in problem
    assert (done.code, done.found_the_rest) == (2, True)


def test_a_link_inside_the_tree_is_followed(capsys, tmp_path):
    (tmp_path / "head" / "orders").mkdir(parents=True)
    (tmp_path / "head" / "orders" / "link.yaml").symlink_to("openapi.yaml")
    done = check_folders(capsys, tmp_path, {"deploycheck.yaml": MANIFEST.replace("openapi", "link")})

    assert (done.problems, done.found_the_rest) == ([], True)


@pytest.mark.parametrize("name", ["new\nline", 'quo"te', "uni-ß-日本", "-dash", " blank ", "tab\t", "\x1b[31mred"])
def test_odd_file_names_are_checked_and_printed_on_one_line(capsys, tmp_path, name):
    done = check_folders(
        capsys, tmp_path, {f"{name}/openapi.yaml": LESS}, {f"{name}/openapi.yaml": SPEC.replace("Orders", "Odd")}
    )

    assert any(f"{name}/openapi.yaml" in finding for finding in done.findings("operation-removed"))
    assert "\x1b" not in done.out
    assert not any(line.startswith("line/openapi.yaml") for line in done.out.splitlines())


def referring(text):
    schema = f"{{application/json: {{schema: {{$ref: '{text}'}}}}}}"
    return f"{SPEC}  /refs:\n    get:\n      responses:\n        '200': {{description: ok, content: {schema}}}\n"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        *((text, "it leaves the repository") for text in (
            "../../../etc/passwd", "../../../../../../etc/passwd#/a", "/etc/passwd", "%2e%2e/%2e%2e/%2e%2e/etc/passwd",
            "..\\..\\windows",
        )),
        *((text, "it points to another host, and nothing is fetched") for text in (
            "file:///etc/passwd", "http://example.com/x.yaml", "https://127.0.0.1:1/x.yaml", "//host/x.yaml",
        )),
    ],
)  # fmt: skip
def test_references_out_of_the_repository_are_not_followed(capsys, tmp_path, text, words):
    done = check_folders(capsys, tmp_path, {NAMED: referring(text)})

    (finding,) = done.findings("file-not-analysed")
    assert finding.startswith(f"file-not-analysed {NAMED}:16: ")
    assert f"is not followed: {words}" in finding
    assert (done.problems, done.found_the_rest) == ([], True)


@pytest.mark.parametrize("text", ["missing.yaml#/a", "#/components/schemas/Nope"])
def test_references_to_nothing_are_a_finding(capsys, tmp_path, text):
    done = check_folders(capsys, tmp_path, {NAMED: referring(text)})

    (finding,) = done.findings("spec-invalid")
    assert finding.startswith(f"spec-invalid {NAMED}:16: ")
    assert finding.endswith(f"the reference {text!r} leads nowhere")


def test_a_reference_to_a_binary_file_is_exit_2(capsys, tmp_path):
    done = check_folders(capsys, tmp_path, {NAMED: referring("x.png"), "orders/x.png": bytes(range(256))})

    assert [problem.partition(": ")[0] for problem in done.problems] == ["orders/x.png:1"]
    assert (done.code, done.found_the_rest) == (2, True)


CIRCLES = {
    "schemas": referring("#/components/schemas/A") + "components:\n  schemas:\n"
    "    A: {$ref: '#/components/schemas/B'}\n    B: {$ref: '#/components/schemas/A'}\n",
    "allOf": referring("#/components/schemas/A") + "components:\n  schemas:\n"
    "    A: {allOf: [{$ref: '#/components/schemas/A'}]}\n",
    "not": referring("#/components/schemas/A") + "components:\n  schemas:\n    A: {not: {$ref: '#/components/schemas/A'}}\n",
    "properties": referring("#/components/schemas/A") + "components:\n  schemas:\n"
    "    A: {type: object, properties: {a: {$ref: '#/components/schemas/A'}}}\n",
    "path items": SPEC + "  /p: {$ref: '#/paths/~1q'}\n  /q: {$ref: '#/paths/~1p'}\n",
    "parameters": SPEC + "  /p:\n    parameters: [{$ref: '#/components/parameters/P'}]\n    get: {responses: {}}\n"
    "components:\n  parameters:\n    P: {$ref: '#/components/parameters/P'}\n",
    "callbacks": SPEC + "  /p:\n    post:\n      callbacks: {c: {$ref: '#/paths/~1p/post/callbacks/c'}}\n      responses: {}\n",
    "itself": SPEC + "  /p: {$ref: '#'}\n",
    "files": SPEC + "  /p: {$ref: 'b.yaml#/x'}\n",
}  # fmt: skip
FILES = {"orders/b.yaml": "x: {$ref: 'c.yaml#/y'}\n", "orders/c.yaml": "y: {$ref: 'b.yaml#/x'}\n"}


@pytest.mark.parametrize("kind", CIRCLES)
def test_references_in_circles_end(capsys, tmp_path, kind):
    began = time.perf_counter()
    done = check_folders(capsys, tmp_path, {NAMED: CIRCLES[kind] + "x-more: 1\n"}, {**FILES, NAMED: CIRCLES[kind]})
    new = check_folders(capsys, tmp_path / "new", {NAMED: CIRCLES[kind]}, FILES)

    assert (done.code, done.problems, done.found_the_rest) == (1, [], True)
    assert (new.code, new.problems, new.found_the_rest) == (1, [], True)
    assert time.perf_counter() - began < 5


def test_kustomizations_in_circles_end(capsys, tmp_path):
    circle = {"k/a/kustomization.yaml": "resources: [../b]\n", "k/b/kustomization.yaml": "resources: [../a]\n"}
    done = check_folders(capsys, tmp_path, circle)

    assert (done.code, done.problems, done.found_the_rest) == (1, [], True)


ORDERS = MANIFEST.removesuffix("}\n")


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (f"{ORDERS}, ownr: x}}\n", ":2: unknown key `ownr` in `orders`; did you mean owner?"),
        (f"{MANIFEST}servces: {{}}\n", ":3: unknown key `servces`; did you mean services?"),
        (f"{ORDERS}, databases: [shop]}}\n", ":2: service orders uses a database shop that nobody declares; declare it under `databases`"),
        (f"{MANIFEST}cut_over_groups: {{g: [orders, ordres]}}\n", ":3: cut-over group g names ordres, which is not in the estate; did you mean orders?"),
        ("services:\n  orders: {path: ../x}\n", ":2: `../x` leads out of the repository; name a path inside it"),
        (MANIFEST.replace("openapi.yaml", "../../../etc/passwd"), ":2: `../../../etc/passwd` leads out of the repository; name a path inside it"),
        (MANIFEST.replace("openapi", "opnapi"), ":2: `opnapi.yaml`: there is no file or folder orders/opnapi.yaml; did you mean orders/openapi.yaml?"),
        ("services:\n  orders: {path: nope}\n", ":2: `nope`: there is no file or folder nope"),
        (f"{MANIFEST}  orders: {{path: orders}}\n", ":3: `orders` stands here twice; keep one of the two"),
        ("services:\n  orders: [1]\n", ":2: `orders` is a list; write a mapping here"),
        ("services: {a: [\n", ":2: did not find expected node content"),
        ("a: 1".encode("utf-16"), ":1: the file is encoded as UTF-16; save it as UTF-8"),
    ],
)  # fmt: skip
def test_a_manifest_with_a_mistake_is_exit_2(capsys, tmp_path, text, problem):
    done = check_folders(capsys, tmp_path, {"deploycheck.yaml": text})

    assert [one.removeprefix("deploycheck.yaml") for one in done.problems][:1] == [problem]
    assert (done.code, done.found_the_rest) == (2, True)


def test_a_consumer_of_nobody_is_a_finding_with_a_hint(capsys, tmp_path):
    text = f"{MANIFEST}  web: {{path: web, consumes: {{ordres: all}}}}\n"
    done = check_folders(capsys, tmp_path, {"deploycheck.yaml": text, "web/main.py": ""})

    (finding,) = done.findings("use-unresolved")
    assert finding.startswith("use-unresolved deploycheck.yaml:3: ")
    assert finding.endswith("did you mean orders?")


def test_the_other_service_alone_is_found_where_nothing_is_wrong(capsys, tmp_path):
    done = check_folders(capsys, tmp_path, {})

    assert (done.code, done.problems, done.findings(), done.found_the_rest) == (1, [], [], True)
    assert sorted(KEPT) == ["keep/deploycheck.yaml", "keep/openapi.yaml"]
