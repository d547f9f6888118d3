"""Compositions from a few lines of YAML."""

from collections.abc import Callable, Mapping

import pytest

from deploycheck.app import look
from deploycheck.domains.kubernetes.model import KubernetesModel
from deploycheck.testing import MemorySnapshot

Link = Callable[[Mapping[str, str]], KubernetesModel]


@pytest.fixture
def linked() -> Link:
    """Give the model of a snapshot made of text by path."""

    def link(files: Mapping[str, str]) -> KubernetesModel:
        model = look(MemorySnapshot({}), MemorySnapshot(files)).survey.change.head.model("kubernetes")
        assert isinstance(model, KubernetesModel)
        return model

    return link
