"""JSON Schemas of messages, of any draft and over several files, as the plain documents that containment compares."""

from deploycheck.domains.messages.json_schema.bundling import Bundle, bundle, referred_files
from deploycheck.domains.messages.json_schema.validity import invalid_places

__all__ = ["Bundle", "bundle", "invalid_places", "referred_files"]
