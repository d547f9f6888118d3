"""What manifests of many services say about each of them: who changes, and in which order."""

from deploycheck.app import plan
from deploycheck.testing.memory import MemorySnapshot

POD = """apiVersion: apps/v1
kind: Deployment
metadata: {name: %s}
spec:
  selector: {matchLabels: {app: %s}}
  template:
    metadata: {labels: {app: %s}}
    spec: {containers: [{name: main, image: shop/%s, env: [%s]}]}
"""
PORT = """apiVersion: v1
kind: Service
metadata: {name: %s}
spec: {selector: {app: %s}, ports: [{port: %d}]}
"""


def snapshot(*documents):
    folders = {f"{name}/Dockerfile": "FROM scratch\n" for name in ("web", "pictures")}
    return MemorySnapshot({**folders, "k8s/all.yaml": "---\n".join(documents)})


def pod(name, env=""):
    return POD % (name, name, name, name, env)


def test_a_service_that_gets_its_port_in_a_manifest_of_all_changes_before_its_user():
    address = '{name: PICTURES, value: "pictures:8081"}'
    result = plan(
        snapshot(pod("web"), pod("pictures")),
        snapshot(pod("web", address), pod("pictures"), PORT % ("pictures", "pictures", 8081)),
    )
    moving = [step.units for wave in result.waves for step in wave.steps if step.action != "wait"]
    assert (result.verdict, moving) == ("plan", [("pictures",), ("web",)])
