"""Kubernetes: manifests and kustomizations, resolved into what really gets applied."""
