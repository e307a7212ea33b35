"""Linking: which bodies, which time limit and which issuer belong to an action."""

from pipeline.linking.linker import Linker, Links

__all__ = ["Linker", "Links"]
