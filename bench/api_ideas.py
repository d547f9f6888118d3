"""Whether every idea of a catalogue of API changes is in our table: `python bench/api_ideas.py FILE`.

FILE is a JSON list of ideas with `idea`, `locus` and `directions`. Ends with exit 1 where our table (in
`tests/openapi/completeness`) lacks one, or has one that the catalogue does not know.
"""

import json
import sys
from pathlib import Path

# in the place of this folder, where a file called openapi.py would hide the tests of that name
sys.path[0] = str(Path(__file__).parent.parent / "tests")

from openapi.completeness.test_change_ideas import IDEAS, WHOLE  # noqa: E402  found in the folder named above

Key = tuple[str, str, str]


def main(file: Path) -> int:
    listed = json.loads(file.read_text(encoding="utf-8"))
    wanted = {(one["idea"], one["locus"], direction) for one in listed for direction in one["directions"]}
    ours = {(one.name, one.locus, getattr(one, "direction", "none")) for one in (*IDEAS, *WHOLE)}
    print(f"{len(listed)} ideas, {len(wanted)} with their directions; our table has {len(ours)}")
    show("not in our table", wanted - ours)
    show("not in the catalogue", ours - wanted)
    return int(wanted != ours)


def show(title: str, keys: set[Key]) -> None:
    for key in sorted(keys):
        print(f"  {title}: {' '.join(key)}")


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
