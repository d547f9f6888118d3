"""Atoms are shown to people in words, and what is only a part of another atom is left out."""

import pytest

from deploycheck.model.atoms import in_words, leading
from deploycheck.model.plan import Because
from deploycheck.planning.repair_text import few
from deploycheck.planning.wording import telling


@pytest.mark.parametrize(
    ("atom", "words"),
    [
        ("GET /quotes/{postcode}", "GET /quotes/{postcode}"),
        ("GET /quotes/{postcode}#200.cents", "field cents of response 200 of GET /quotes/{postcode}"),
        ("GET /orders#200.*.total@0f3a", "field *.total of response 200 of GET /orders"),
        ("GET /orders#default", "the default response of GET /orders"),
        ("GET /orders#5XX", "response 5XX of GET /orders"),
        ("POST /orders?request@0f3a", "the request of POST /orders"),
        ("GET /a#b", "GET /a#b"),
        ("flag:recs-v2", "flag recs-v2"),
        ("flag:recs-v2@boolean", "flag recs-v2 of type boolean"),
        ("k8s:shop/Service/reviews", "Service shop/reviews"),
        ("k8s:shop/Service/reviews:9090", "port 9090 of Service shop/reviews"),
        ("shop.public.orders.total", "shop.public.orders.total"),
        ("shop.public.orders:insert", "INSERT into shop.public.orders"),
        ("shop.public.mood=glad", "value glad of type shop.public.mood"),
        ("invoices#v1", "invoices#v1"),
        ("anything", "anything"),
    ],
)
def test_an_atom_in_words(atom: str, words: str) -> None:
    assert in_words(atom) == words


def test_what_is_a_part_of_another_atom_is_left_out() -> None:
    atoms = (
        "GET /a#200.x",
        "GET /a",
        "GET /a",
        "GET /b#200.x",
        "flag:f",
        "flag:f@boolean",
        "k8s:n/Service/s:80",
        "k8s:n/Service/s",
        "shop.public.orders.total",
        "shop.public.orders",
        "orders",
        "orders.v1",
    )

    assert leading(atoms) == (
        "GET /a",
        "GET /b#200.x",
        "flag:f",
        "k8s:n/Service/s",
        "shop.public.orders",
        "orders",
        "orders.v1",
    )


def test_a_reason_speaks_in_words_and_keeps_its_atom() -> None:
    reason = Because("GET /quotes#200.cents", "storefront", "shipping", ("storefront base", "shipping head"))

    assert reason.text == (
        "storefront base needs field cents of response 200 of GET /quotes, which shipping head does not have"
    )
    assert reason.atom == "GET /quotes#200.cents"


def test_a_repair_names_what_is_to_be_kept_once() -> None:
    assert few(["GET /a", "GET /a#200.x", "GET /b?request@0f3a"]) == "GET /a and the request of GET /b (as it was)"


def test_a_part_is_left_out_only_where_the_same_is_said_of_the_whole() -> None:
    said = [
        ("GET /a", "web needs GET /a, which api does not have"),
        ("GET /a#200.x", "web needs field x of response 200 of GET /a, which api does not have"),
        ("GET /a#200.y", "app needs field y of response 200 of GET /a, which api does not have"),
    ]

    assert telling(said) == {said[0][1], said[2][1]}
