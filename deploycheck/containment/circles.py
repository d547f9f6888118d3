"""Which names lead back to themselves, for all names that one leads to at once: linear, and without recursion."""

from collections.abc import Callable, Iterable


def circular(start: str, following: Callable[[str], Iterable[str]]) -> dict[str, bool]:
    """Tell of each name that `start` leads to, itself included, whether it leads back to itself (Tarjan 1972)."""
    found: dict[str, bool] = {}
    number, low = {start: 0}, {start: 0}
    waiting, loops = [start], set[str]()
    path = [(start, iter(list(following(start))))]
    while path:
        name, rest = path[-1]
        other = next(rest, None)
        if other is None:
            path.pop()
            if path:
                low[path[-1][0]] = min(low[path[-1][0]], low[name])
            if low[name] == number[name]:
                found.update(_component(waiting, name, loops))
        elif other not in number:
            number[other] = low[other] = len(number)
            waiting.append(other)
            path.append((other, iter(list(following(other)))))
        elif other not in found:
            low[name] = min(low[name], number[other])
            loops.update({name} & {other})
    return found


def _component(waiting: list[str], first: str, loops: set[str]) -> dict[str, bool]:
    members: list[str] = []
    while not members or members[-1] != first:
        members.append(waiting.pop())
    return {member: len(members) > 1 or member in loops for member in members}
