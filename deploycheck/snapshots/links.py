"""Where symbolic links lead, worked out on names alone: nothing is followed on disk, nothing outside is touched."""

from collections.abc import Container, Mapping

_MAX_HOPS = 40


class LinkError(Exception):
    """A link that can't be followed; the message is a reason for people."""


def follow(path: str, links: Mapping[str, str], files: Container[str]) -> str:
    """Give the file that the link at `path` leads to; raises LinkError.

    `links` maps the path of every link to its target's text, `files` holds the paths of the snapshot's files.
    """
    rest = path.split("/")[::-1]
    here: list[str] = []
    hops = 0
    while rest:
        step = rest.pop()
        if step in ("", "."):
            continue
        if step == "..":
            if not here:
                raise LinkError(f"it is a symbolic link out of the tree, to {links[path]}")
            here.pop()
            continue
        here.append(step)
        target = links.get("/".join(here))
        if target is None:
            continue
        hops += 1
        if hops > _MAX_HOPS:
            raise LinkError("it is a symbolic link in a loop")
        if _absolute(target):
            raise LinkError(f"it is a symbolic link out of the tree, to {target}")
        here.pop()
        rest.extend(target.split("/")[::-1])
    end = "/".join(here)
    if end not in files:
        raise LinkError(f"it is a symbolic link to {links[path]}, which is no file of this snapshot")
    return end


def _absolute(target: str) -> bool:
    return target.startswith(("/", "\\")) or target[1:2] == ":"
