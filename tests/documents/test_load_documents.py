"""Which parser a file gets; TOML; templates; pointers; did-you-mean."""

import pytest

from deploycheck.documents import TemplateError, load, looks_like_helm_template, pointer, pointer_steps
from deploycheck.documents.toml import load_toml
from deploycheck.model.suggest import did_you_mean


def test_the_name_decides():
    assert load(b'{"a": 1}', "x.json")[0].value == {"a": 1}
    assert load(b"a = 1", "x.toml")[0].value == {"a": 1}
    assert load(b"a: 1\n---\nb: 2", "x.yml")[1].value == {"b": 2}


def test_json_in_a_yaml_file_may_be_indented_with_tabs():
    assert load(b'{\n\t"a": 1\n}', "x.yaml")[0].value == {"a": 1}
    assert load(b"{a: 1}", "x.yaml")[0].value == {"a": 1}
    assert load(b'{"a": 1}', "catalog")[0].value == {"a": 1}


def test_places_of_toml():
    document = load_toml(
        b'a = 1\n[tool.deploycheck]\nselect = ["x"]\nopt.b = {c = 1}\n[[overrides]]\np = 1\n[[overrides]]\np = 2\n'
    )

    assert document.position(("a",)) == (1, 1)
    assert document.position(("tool", "deploycheck")) == (2, 1)
    assert document.position(("tool", "deploycheck", "select")) == (3, 1)
    assert document.value_position(("tool", "deploycheck", "select", 0)) == (3, 10)
    assert document.position(("tool", "deploycheck", "opt", "b", "c")) == (4, 1)
    assert document.position(("overrides", 1, "p")) == (8, 1)


@pytest.mark.parametrize(
    "text",
    [
        "{{- if .Values.on }}\na: 1\n{{- end }}",
        'a: 1\n  {{ include "chart.labels" . | nindent 4 }}',
        "name: {{ .Release.Name }}-web",
        'image: "{{ .Values.image }}:{{ .Values.tag }}"',
        "- {{ $x }}",
        "{{/* a comment */}}\na: 1",
    ],
)
def test_templates_are_recognised(text):
    assert looks_like_helm_template(text.encode())
    with pytest.raises(TemplateError):
        load(text.encode(), "f.yaml")


@pytest.mark.parametrize(
    "text",
    [
        'hosts:\n  - "{{ .Release.Name }}.shop.test"',
        "values:\n  config: |\n    name: {{ .Values.x }}\n    {{- if .Values.y }}\n    z\n    {{ end }}\nother: 1",
        'text: "first\n  {{item.input}}\n  last"',
        "items:\n  - >-\n    {{ $x }}\n  - b",
    ],
)
def test_templates_that_are_texts_of_a_document_leave_it_readable(text):
    assert load(text.encode(), "f.yaml")[0].value


@pytest.mark.parametrize(
    "text",
    [
        "a: 1",
        "summary: 'job {{ $labels.job }} is down'",
        "run: echo ${{ github.ref }}",
        "# {{ .Values.x }}\na: 1",
        "a: '{{inputs.parameters.x}}'",
        "{" * 100_000,
    ],
)
def test_other_braces_are_no_template(text):
    assert not looks_like_helm_template(text.encode())


def test_pointers_go_both_ways():
    assert pointer(("a/b", "~", 0)) == "/a~1b/~0/0"
    assert pointer_steps("/a~1b/~0/0") == ("a/b", "~", "0")
    assert pointer_steps("") == ()


def test_did_you_mean():
    assert did_you_mean("ordrs", ["orders", "payments"]) == "; did you mean orders?"
    assert did_you_mean("Orders", ["orders"]) == "; did you mean orders?"
    assert did_you_mean("xyz", ["orders"]) == ""
