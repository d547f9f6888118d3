"""Whose code a workload runs."""

from collections.abc import Callable, Mapping

import pytest

from deploycheck.domains.kubernetes.model import KubernetesModel

Link = Callable[[Mapping[str, str]], KubernetesModel]

COMPOSE = """services:
  cart:
    build: {context: ./cart}
    image: example.com/demo:1.0-cart
  cart-store:
    build: {context: ./store}
    image: example.com/demo:1.0-cart-store
  search:
    build: {context: ./search}
    image: example.com/search
"""


def owner(linked: Link, name: str, image: str, compose: str = COMPOSE) -> str | None:
    """Name the owner of a Deployment with this name and image."""
    deployment = (
        f"apiVersion: apps/v1\nkind: Deployment\nmetadata: {{name: {name}}}\n"
        f'spec: {{template: {{spec: {{containers: [{{name: main, image: "{image}"}}]}}}}}}\n'
    )
    files = {
        "compose.yaml": compose,
        **{f"{folder}/Dockerfile": "FROM scratch\n" for folder in ("cart", "store", "search")},
        "k8s/one.yaml": deployment,
    }
    (workload,) = linked(files).compositions["k8s"].workloads
    return workload.service


@pytest.mark.parametrize(
    ("name", "image", "service"),
    [
        ("shop-cart", "ghcr.io/demo:2.1-cart", "cart"),
        ("shop-cart", "ghcr.io/demo:2.1-rc1-cart", "cart"),
        ("shop-store", "ghcr.io/demo:2.1-cart-store", "cart-store"),
        ("shop-other", "ghcr.io/demo:2.1-other", None),
        ("shop-other", "ghcr.io/demo:2.1", None),
        ("cart", "ghcr.io/demo:2.1", "cart"),
        ("shop-find", "ghcr.io/search:7", "search"),
        ("shop-find", "ghcr.io/search@sha256:ab", "search"),
        ("shop-find", "ghcr.io/find:7", None),
    ],
)
def test_the_image_tells_or_else_the_name(linked: Link, name: str, image: str, service: str | None) -> None:
    assert owner(linked, name, image) == service


def test_one_image_for_two_services_tells_nothing(linked: Link) -> None:
    compose = COMPOSE.replace("-cart-store", "").replace("-cart", "")

    assert owner(linked, "shop-cart", "ghcr.io/demo:1.0", compose) is None
    assert owner(linked, "cart-store", "ghcr.io/demo:1.0", compose) == "cart-store"
