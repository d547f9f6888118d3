"""Operations and shapes as atoms, and who needs them."""

from deploycheck.hooks import Contribution, Sight


def contracts(sight: Sight) -> Contribution:
    """Give what each version of each provider offers, and what its consumers need."""
    providers = {api.provider for _, model in sight.versions.values() if model for api in model.apis.values()}
    return Contribution((), (), frozenset(providers))
