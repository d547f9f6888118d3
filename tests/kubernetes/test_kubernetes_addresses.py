"""Addresses of other services in what a workload gets as its environment."""

from collections.abc import Callable, Mapping

import pytest

from deploycheck.domains.kubernetes.addresses import addresses_in, cluster_name
from deploycheck.domains.kubernetes.model import KubernetesModel

ADDRESSES = [
    ("orders:8080", [("orders", 8080)]),
    ("http://orders:8080/v1?x=1", [("orders", 8080)]),
    ("https://orders", [("orders", 443)]),
    ("grpc://orders.shop.svc.cluster.local", [("orders.shop.svc.cluster.local", 80)]),
    ("redis://user:word@store:6379/0", [("store", 6379)]),
    ("postgres://db", [("db", None)]),
    ("one:1,two:2", [("one", 1), ("two", 2)]),
    ("Orders:80", [("orders", 80)]),
    ("orders", []),
    ("localhost:80", []),
    ("10.0.0.1:80", []),
    ("0.0.0.0:80", []),
    ("orders:0", []),
    ("orders:65536", []),
    ("$(HOST):80", []),
    ("{{ host }}:80", []),
    ("level:debug", []),
    ("", []),
    ("a:1 b:2", []),
    ("x" * 2001 + ":80", []),
]


@pytest.mark.parametrize(("value", "found"), ADDRESSES)
def test_what_is_an_address(value: str, found: list[tuple[str, int | None]]) -> None:
    assert list(addresses_in(value)) == found


@pytest.mark.parametrize(
    ("host", "name"),
    [
        ("orders", ("orders", "")),
        ("orders.shop", ("orders", "shop")),
        ("orders.other", None),
        ("orders.other.svc", ("orders", "other")),
        ("orders.other.svc.cluster.local", ("orders", "other")),
        ("pod-0.orders.shop.svc", ("orders", "shop")),
        ("api.example.com", None),
    ],
)
def test_which_service_a_host_names(host: str, name: tuple[str, str] | None) -> None:
    assert cluster_name(host, frozenset({"shop"})) == name


WEB = """apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  template:
    spec:
      initContainers:
        - name: wait
          env: [{name: FIRST, value: "first:1"}]
      containers:
        - name: web
          envFrom: [{configMapRef: {name: settings}}, {configMapRef: {name: missing}}]
          env:
            - {name: PLAIN, value: "plain:2"}
            - name: PICKED
              valueFrom: {configMapKeyRef: {name: settings, key: PICKED}}
            - {name: STORE_HOST, value: store}
            - {name: STORE_PORT, value: "6379"}
            - {name: LONE_HOST, value: lone}
            - {name: FULL_ADDR, value: "full:4"}
            - {name: FULL_PORT, value: "5"}
            - {name: DATA_HOST, value: data}
            - {name: DATA_PORT, value: tcp}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: settings}
data:
  PICKED: picked:3
  NUMBER: "7"
"""


def test_where_addresses_come_from(linked: Callable[[Mapping[str, str]], KubernetesModel]) -> None:
    (workload,) = linked({"k8s/web.yaml": WEB}).compositions["k8s"].workloads

    found = {(one.variable, one.text, one.location.line) for one in workload.addresses}
    assert found == {
        ("FIRST", "first:1", 9),
        ("PICKED", "picked:3", 29),
        ("PLAIN", "plain:2", 14),
        ("STORE_HOST", "store:6379", 17),
        ("FULL_ADDR", "full:4", 20),
    }
