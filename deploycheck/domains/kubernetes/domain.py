"""The domain of Kubernetes manifests."""

from collections.abc import Iterable

from deploycheck.domains.kubernetes.contracts import contract_kubernetes, reached_otherwise, uses_of
from deploycheck.domains.kubernetes.diff import KubernetesDiff, diff_kubernetes
from deploycheck.domains.kubernetes.link import link
from deploycheck.domains.kubernetes.load import load_file
from deploycheck.domains.kubernetes.model import KubernetesModel
from deploycheck.domains.kubernetes.recognise import claims
from deploycheck.hooks import Contribution, Linking, Listing, Sight
from deploycheck.model.change import Claim, Loaded, View
from deploycheck.model.service import Estate, Use


class KubernetesDomain:
    """Manifests from bytes to contracts."""

    name = "kubernetes"
    use_kinds: tuple[str, ...] = ("address",)

    def claim(self, listing: Listing, estate: Estate) -> Iterable[Claim]:
        """Claim manifests, kustomizations and charts."""
        return claims(listing, estate)

    def load(self, claim: Claim, data: bytes) -> Loaded:
        """Read one file; raises SourceError."""
        return load_file(claim, data)

    def link(self, linking: Linking) -> KubernetesModel:
        """Resolve compositions."""
        return link(linking)

    def uses(self, model: KubernetesModel) -> Iterable[Use]:
        """Give the addresses that workloads are given."""
        return uses_of(model)

    def diff(self, base: View, head: View) -> KubernetesDiff | None:
        """Compare compositions."""
        return diff_kubernetes(base, head)

    def moved(self, base: View, head: View) -> Iterable[str]:
        """Name the services that are reached at other Services and ports than before."""
        old, new = base.model(self.name), head.model(self.name)
        return () if old is new else reached_otherwise(old, new)

    def contracts(self, sight: Sight) -> Contribution:
        """Give strategies and ports."""
        return contract_kubernetes(sight)
