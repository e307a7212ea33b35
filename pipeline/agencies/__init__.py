"""Public bodies: the registry, and the finder of their mentions in an article."""

from pipeline.agencies.found import AgencyMention
from pipeline.agencies.mentions import find_agencies
from pipeline.agencies.registry import Body, Registry, registry

__all__ = ["AgencyMention", "Body", "Registry", "find_agencies", "registry"]
