"""The domain of Kubernetes manifests. Heavy parts are imported when a manifest is met."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from deploycheck.hooks import Contribution, Linking, Listing, Sight
from deploycheck.model.change import Claim, Loaded, View
from deploycheck.model.service import Estate, Use

if TYPE_CHECKING:
    from deploycheck.domains.kubernetes.diff import KubernetesDiff
    from deploycheck.domains.kubernetes.model import KubernetesModel


class KubernetesDomain:
    """Manifests from bytes to contracts."""

    name = "kubernetes"
    use_kinds: tuple[str, ...] = ("address",)

    def claim(self, listing: Listing, estate: Estate) -> Iterable[Claim]:
        """Claim manifests, kustomizations and charts."""
        named = any(isinstance(service.rollout, str) for service in estate.services.values())
        if not named and not listing.ending(".yaml", ".yml", ".json") and not listing.holding("Kustomization"):
            return ()
        from deploycheck.domains.kubernetes.recognise import claims

        return claims(listing, estate)

    def load(self, claim: Claim, data: bytes) -> Loaded:
        """Read one file; raises SourceError."""
        from deploycheck.domains.kubernetes.load import load_file

        return load_file(claim, data)

    def link(self, linking: Linking) -> "KubernetesModel | None":
        """Resolve compositions; None where there is no file of one."""
        if not linking.files:
            return None
        from deploycheck.domains.kubernetes.link import link

        return link(linking)

    def uses(self, model: "KubernetesModel | None") -> Iterable[Use]:
        """Give the addresses that workloads are given."""
        if model is None:
            return ()
        from deploycheck.domains.kubernetes.contracts import uses_of

        return uses_of(model)

    def diff(self, base: View, head: View) -> "KubernetesDiff | None":
        """Compare compositions."""
        if base.model(self.name) is head.model(self.name) is None:
            return None
        from deploycheck.domains.kubernetes.diff import diff_kubernetes

        return diff_kubernetes(base, head)

    def moved(self, base: View, head: View) -> Iterable[str]:
        """Name the services that are reached at other Services and ports than before, or whose image is another."""
        old, new = base.model(self.name), head.model(self.name)
        if old is new:
            return ()
        from deploycheck.domains.kubernetes.contracts import reached_otherwise, shipped_otherwise

        return (*reached_otherwise(old, new), *shipped_otherwise(old, new))

    def contracts(self, sight: Sight) -> Contribution:
        """Give strategies and ports."""
        if sight.empty:
            return Contribution()
        from deploycheck.domains.kubernetes.contracts import contract_kubernetes

        return contract_kubernetes(sight)
