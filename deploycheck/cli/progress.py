"""A line on a terminal's standard error while a long run goes on."""

import threading
from types import TracebackType
from typing import Self, TextIO

PATIENCE_S = 1.0
TICK_S = 0.5


class Progress:
    """Says that the work goes on, once it has taken more than a second; leaves no trace behind."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._tick, daemon=True)
        self._shown = False

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._done.set()
        self._thread.join()
        if self._shown:
            self._stream.write("\r\x1b[K")
            self._stream.flush()

    def _tick(self) -> None:
        waited = PATIENCE_S
        while not self._done.wait(PATIENCE_S if not self._shown else TICK_S):
            self._stream.write(f"\r\x1b[Kdeploycheck: comparing base and head ... {waited:.0f} s")
            self._stream.flush()
            self._shown = True
            waited += TICK_S
