"""Compare what is deployed with what is proposed, and prove the order to deploy it in.

`check` and `plan` are loaded on first use, so that importing the package costs nothing.
"""

__version__ = "0.1.0"
