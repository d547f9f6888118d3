"""kustomize: what a kustomization makes of its resources, without running kustomize."""
