"""Objects that stand for manifests made elsewhere: releases of charts, applications of GitOps tools, their sources."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from deploycheck.domains.kubernetes.diff import KubernetesDiff, ObjectChange
from deploycheck.domains.kubernetes.model import KubernetesModel
from deploycheck.domains.kubernetes.objects import Identity, dig, text
from deploycheck.model.location import Location, Related

_SOURCE: Final = ("url", "ref")
_FORMER_RELEASE: Final = ("chart", "values", "valuesFrom", "releaseName", "targetNamespace")
_MAKES: Final[Mapping[tuple[str, str], tuple[str, ...]]] = {
    ("helm.toolkit.fluxcd.io", "HelmRelease"): (
        "chart",
        "chartRef",
        "values",
        "valuesFrom",
        "postRenderers",
        "releaseName",
        "targetNamespace",
    ),
    ("helm.fluxcd.io", "HelmRelease"): _FORMER_RELEASE,
    ("flux.weave.works", "HelmRelease"): _FORMER_RELEASE,
    ("source.toolkit.fluxcd.io", "OCIRepository"): _SOURCE,
    ("source.toolkit.fluxcd.io", "GitRepository"): _SOURCE,
    ("source.toolkit.fluxcd.io", "HelmRepository"): ("url",),
    ("helm.cattle.io", "HelmChart"): ("chart", "version", "repo", "valuesContent", "targetNamespace"),
    ("argoproj.io", "Application"): ("source", "sources", "destination"),
    ("argoproj.io", "ApplicationSet"): ("generators", "template"),
}
"""The fields of a spec from which manifests are made (Flux, k3s and Argo CD say so in their API references)."""
_SOURCES: Final = "source.toolkit.fluxcd.io"
"""Objects of this group only say where charts and repositories are; of them alone nothing is made."""
_VERSIONS: Final = (
    ("chart", "spec", "version"),
    ("chart", "version"),
    ("version",),
    ("ref", "tag"),
    ("ref", "semver"),
    ("ref", "branch"),
    ("source", "targetRevision"),
)


@dataclass(frozen=True, slots=True)
class ElsewhereChange:
    """One object of which other manifests are made and that differs; without `fields` it is gone.

    `places` are the compositions that apply it, each with another form of it counted.
    """

    change: ObjectChange
    fields: tuple[str, ...]
    places: tuple[str, ...]

    @property
    def location(self) -> Location:
        """The first field that differs, else where its composition begins."""
        head = self.change.head
        return head.place("spec", self.fields[0]) if head and self.fields else self.change.location

    @property
    def subject(self) -> str:
        """Its kind and name."""
        return self.change.subject

    @property
    def service(self) -> str | None:
        """The service in whose folder it is written."""
        return self.change.service

    @property
    def was(self) -> tuple[Related, ...]:
        """Its place in base."""
        return self.change.was

    @property
    def versions(self) -> str:
        """From which version to which, where the spec says so and it differs; else nothing."""
        head = self.change.head.spec if self.change.head else {}
        pairs = ((text(dig(self.change.base.spec, *steps)), text(dig(head, *steps))) for steps in _VERSIONS)
        return next((f"{old} to {new}" for old, new in pairs if old and new and old != new), "")

    @property
    def digest(self) -> str:
        """Both values of what differs, as text."""
        head = self.change.head
        return repr([(self.change.base.spec.get(name), head.spec.get(name) if head else None) for name in self.fields])


def changed_elsewhere(diffs: Iterable[KubernetesDiff], head: KubernetesModel) -> Iterator[ElsewhereChange]:
    """Give each such object that differs or is gone, once for all compositions that apply the same file."""
    there = {identity for one in head.compositions.values() for identity in one.objects}
    found: dict[tuple[Identity, Location, Location | None], ElsewhereChange] = {}
    for diff in diffs:
        for change in diff.changes:
            fields = _fields(change)
            if not fields and (change.head is not None or not _deploys(change) or change.identity in there):
                continue
            key = change.identity, change.base.location, change.head.location if change.head else None
            known = found.get(key)
            places = (*(known.places if known else ()), change.pair.head.path)
            found[key] = ElsewhereChange(known.change if known else change, fields, tuple(dict.fromkeys(places)))
    yield from found.values()


def _deploys(change: ObjectChange) -> bool:
    return bool(_makes(change)) and change.identity.group != _SOURCES


def _makes(change: ObjectChange) -> tuple[str, ...]:
    return _MAKES.get((change.identity.group, change.identity.kind), ())


def _fields(change: ObjectChange) -> tuple[str, ...]:
    """Name what differs of the fields that matter."""
    if change.head is None:
        return ()
    old, new = change.base.spec, change.head.spec
    return tuple(name for name in _makes(change) if old.get(name) != new.get(name))
