"""Where code reads flags, language by language."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deploycheck.domains.flags.calls import calls_in, is_test

READS = [
    ("main.go", 'on, err := client.BooleanValue(ctx, "new-page", false, none)', "boolean", 1),
    ("main.go", 'n, _ := c.flags.IntValue(\n\tctx,\n\t"new-page",\n\t0, none)', "number", 1),
    ("main.go", 's := client.StringValueDetails(context.Background(), "new-page", "", none)', "string", 1),
    ("main.go", 'on := client.Boolean(ctx, "new-page", false, none)', "boolean", 1),
    ("main.go", 'const Page = "new-page"\nx := client.FloatValue(ctx, Page, 0, none)', "number", 2),
    ("rpc.go", 'flagd.ResolveBoolean(ctx, &pb.ResolveBooleanRequest{FlagKey: "new-page"})', "unknown", 1),
    ("page.ts", "const on = await client.getBooleanValue('new-page', false);", "boolean", 1),
    ("page.tsx", 'const { value } = useBooleanFlagValue("new-page", false);', "boolean", 1),
    ("page.tsx", "const page = useSuspenseFlag(`new-page`, 1);", "unknown", 1),
    ("page.ts", 'await client.getObjectValue<Page>("new-page", {});', "object", 1),
    ("page.ts", 'this.client?.getNumberDetails("new-page", 0);', "number", 1),
    ("Page.java", 'boolean on = client.getBooleanValue("new-page", false, context);', "boolean", 1),
    ("Page.java", 'static final String K = "new-page";\nclient.getIntegerDetails(Keys.K, 1);', "number", 2),
    ("Page.cs", 'var on = await _client.GetBooleanValueAsync("new-page", false);', "boolean", 1),
    ("Page.cs", 'const string Key = "new-page";\nawait client.GetDoubleDetailsAsync(Key, 1);', "number", 2),
    ("page.rb", 'on = client.fetch_boolean_value(flag_key: "new-page", default_value: false)', "boolean", 1),
    ("page.rb", "client.fetch_number_details flag_key: 'new-page', default_value: 1", "number", 1),
    ("page.rs", 'let on = client.get_bool_value("new-page", None, None).await;', "boolean", 1),
    ("page.rs", 'const PAGE: &str = "new-page";\nclient.get_int_value(PAGE, None, None)', "number", 2),
    ("page.rs", 'client.get_struct_value::<Page>("new-page", None, None)', "object", 1),
    ("Page.kt", 'val page = client.getStringDetails(key = "new-page", defaultValue = "")', "string", 1),
    ("page.php", '$on = $client->getBooleanValue("new-page", false);', "boolean", 1),
    ("flip.sh", 'curl -d \'{"flagKey":"new-page"}\' http://flagd:8013/ResolveBoolean', "unknown", 1),
    ("page.py", 'on = client.get_boolean_value("new-page", False)', "boolean", 1),
    ("page.py", 'on = await client.get_string_value_async("new-page", "")', "string", 1),
    ("page.py", 'size = client.get_integer_details(flag_key="new-page", default_value=1)', "number", 1),
    ("page.py", 'PAGE: str = "new-page"\ntheme = client.get_object_value(PAGE, {})', "object", 2),
    (
        "page.py",
        'def asked(name):\n    return client.get_boolean_value(name, False)\n\nasked("new-page")',
        "boolean",
        4,
    ),
    (
        "page.py",
        'def flag_enabled(one):\n    return client.get_boolean_value(one + "x", False)\n\nflag_enabled("new-page")',
        "boolean",
        4,
    ),
    ("old.py", 'print "python 2"\nclient.get_boolean_value("new-page", False)', "boolean", 2),
]


@pytest.mark.parametrize(("path", "text", "asked", "line"), READS)
def test_a_call_of_an_sdk_reads_its_key(path: str, text: str, asked: str, line: int) -> None:
    (call,) = calls_in(path, text.encode(), "web")

    assert (call.key, call.type, call.location.line, call.certain) == ("new-page", asked, line, True)
    assert (call.service, call.location.path) == ("web", path)


NO_READS = [
    ("page.ts", "const on = client.getBooleanValue(`page-${name}`, false);"),
    ("page.ts", '// client.getBooleanValue("new-page", false)'),
    ("page.ts", 'render(); // was client.getBooleanValue("new-page", false)'),
    ("Page.java", ' * {@code client.getBooleanValue("new-page", false)}'),
    ("page.rb", '# client.fetch_boolean_value(flag_key: "new-page", default_value: false)'),
    ("page.py", '# client.get_boolean_value("new-page", False)'),
    ("page.py", '"""client.get_boolean_value("new-page", False)"""'),
    ("page.py", "on = client.get_boolean_value(key_of(user), False)"),
    ("page.py", 'row.boolean_value("new-page")'),
    ("page.py", 'PAGE = "one"\nPAGE = "other"\nclient.get_boolean_value(PAGE, False)'),
    ("page.ts", 'let page = "one";\npage = "other";\nclient.getBooleanValue(page, false);'),
    ("Page.java", 'public boolean getBooleanValue(String key, boolean otherwise) { return "new-page"; }'),
    ("page.js", 'async function isFlagEnabled(name = "new-page") { return get(name); }'),
    ("main.go", 'set := client.SetFlag(ctx, "new-page")'),
    ("page.ts", 'setFeatureFlag("new-page", true);'),
]


@pytest.mark.parametrize(("path", "text"), NO_READS)
def test_what_only_looks_like_a_read_is_none(path: str, text: str) -> None:
    assert calls_in(path, text.encode(), None) == ()


def test_an_address_in_quotes_starts_no_comment() -> None:
    text = 'connect("http://flagd:8013"); const on = client.getBooleanValue("new-page", false);'

    assert [call.key for call in calls_in("page.ts", text.encode(), None)] == ["new-page"]


@pytest.mark.parametrize(
    ("path", "text", "asked"),
    [
        ("page.js", 'if (isFeatureFlagEnabled("new-page")) show();', "boolean"),
        ("page.py", 'show() if feature_enabled("new-page") else hide()', "boolean"),
        ("page.rb", 'show if feature_enabled?("new-page")', "boolean"),
        ("page.cpp", 'auto text = flag_value_string("new-page");', "string"),
    ],
)
def test_the_name_of_a_function_of_ones_own_is_no_proof(path: str, text: str, asked: str) -> None:
    (call,) = calls_in(path, text.encode(), None)

    assert (call.key, call.type, call.certain) == ("new-page", asked, False)


def test_the_same_name_in_another_library_is_no_proof() -> None:
    """`getStringValue` may be anybody's, where nothing in the file speaks of flags."""
    text = b'String name = node.getStringValue("name");'

    (call,) = calls_in("Node.java", text, None)
    assert not call.certain
    (call,) = calls_in("Node.java", b"import dev.openfeature.sdk.Client;\n" + text, None)
    assert call.certain


@pytest.mark.parametrize(
    ("path", "test"),
    [
        ("web/tests/page.py", True),
        ("web/page_test.go", True),
        ("web/page.spec.ts", True),
        ("src/test/java/Page.java", True),
        ("web/PageTest.java", True),
        ("test_page.py", True),
        ("web/latest/page.py", False),
        ("web/contest.go", False),
        ("web/testimonials.ts", False),
    ],
)
def test_tests_are_known_by_the_habits_of_each_language(path: str, test: bool) -> None:
    assert is_test(path) is test


PIECES = st.lists(
    st.sampled_from(
        [
            'client.getBooleanValue("', "flag", '"', "'", "`", "(", ")", ",", "\n", "\\", "${", "flagKey", ":", "=", "<", ">",
            "//", "#", "def f(x):", "\0", "\ud7ff", "get_string_value(", "client.Boolean(ctx, ", " ", "const K = ", "K",
        ]
    ),
    max_size=40,
)  # fmt: skip


@given(PIECES, st.sampled_from(["a.go", "a.ts", "a.py", "a.rb", "a", "a.rs"]))
def test_any_text_gives_calls_that_lie_in_it(pieces: list[str], path: str) -> None:
    text = "".join(pieces)

    for call in calls_in(path, text.encode("utf-8", "replace"), None):
        assert call.key in text
        assert 1 <= call.location.line <= text.count("\n") + 1
