"""The headers of all messages of one part of a FIT file: where the messages of each definition lie.

Messages with one header that follow each other are found by numpy, one comparison each; the others cost one
step of a loop. Whatever is not plain raises Irregular.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import numpy as np
from numpy.typing import NDArray

from athletes.sources.files.fit_described import Descriptions
from athletes.sources.files.fit_expand import Restarts
from athletes.sources.files.fit_profile import Irregular, Layout, layout_of
from athletes.sources.files.fit_scan import too_many_messages
from athletes.sources.files.fit_table import Table

MAX_TABLES: Final = 4096
"""Far more than any device has; each costs memory."""
_LOCALS = 16
_DEFINITION = 6
_FIRST_LOOK = 64
_WIDER = 16
_TRY_EVERY = 64
_LARGEST_GROUP = 24

type Bytes = NDArray[np.uint8]


class Part:
    """The walk through one part of a chained file."""

    def __init__(self, content: bytes, raw: Bytes, number: int, end: int, allowed: int) -> None:
        self.tables: dict[object, Table] = {}
        self.messages = 0
        self.notes: dict[str, None] = {}
        self.restarts: Restarts = {}
        self._content, self._raw, self._number, self._end = content, raw, number, end
        self._allowed = allowed
        self._steps = [0] * 256
        self._tables: dict[int, Table] = {}
        self._singles: dict[int, Callable[[int], None]] = {}
        self._layouts: list[Layout | None] = [None] * _LOCALS
        self._heads: list[list[int]] = [[] for _ in range(_LOCALS)]
        self._descriptions = Descriptions()

    def run(self, position: int) -> None:
        """Collect the messages from `position` to the end of the part."""
        content, end, steps, singles = self._content, self._end, self._steps, self._singles
        seen = 0
        while position < end:
            head = content[position]
            step = steps[head]
            if step == 0:
                position = self._step_aside(head, position)
                continue
            following = position + step
            if following > end:
                raise Irregular("a message over the end")
            if content[following] == head:
                count = 1 + self._more(following, step, head)
                self._tables[head].add(position, count, step)
                following = position + count * step
                seen += count
            else:
                singles[head](position)
                seen += 1
                if seen % _TRY_EVERY == 0:
                    count, following = self._cycles(following)
                    seen += count
            if seen > self._allowed:
                raise too_many_messages()
            position = following
        self._note(seen)

    def _cycles(self, position: int) -> tuple[int, int]:
        """Take in a group of messages that comes again and again; return (messages, what follows)."""
        group: dict[int, int] = {}
        following = position
        while following < self._end and (head := self._content[following]) not in group:
            if self._steps[head] == 0 or len(group) == _LARGEST_GROUP:
                return 0, position
            group[head] = following
            following += self._steps[head]
        stride = following - position
        if following >= self._end or self._content[following] != self._content[position]:
            return 0, position
        tables = {self._tables[head] for head in group}
        count = min(self._more(start, stride, head) for head, start in group.items())
        if count == 0 or len(tables) < len(group):
            return 0, position
        for head, start in group.items():
            self._tables[head].add(start, count, stride)
        return count * len(group), position + count * stride

    def _more(self, position: int, step: int, head: int) -> int:
        """Return how many messages with this header follow without a break, the last within the part."""
        heads = self._raw[position : self._end - step + 1 : step]
        seen, look = 0, _FIRST_LOOK
        while seen < heads.size:
            differs = heads[seen : seen + look] != head
            first = int(differs.argmax())
            if differs[first]:
                return seen + first
            seen += look
            look *= _WIDER
        return heads.size

    def _note(self, count: int) -> None:
        self.messages += count
        if self.messages > self._allowed:
            raise too_many_messages()

    def _step_aside(self, head: int, position: int) -> int:
        """Take a definition, the first message of a local number, or a description of developer fields."""
        if head & 0xC0 == 0x40:
            self._note(1)
            return self._define(head, position)
        local = head >> 5 & 3 if head & 0x80 else head
        layout = self._layouts[local] if local < _LOCALS else None
        if layout is None:
            raise Irregular("a message without a definition")
        table = self._table(layout, is_compressed=bool(head & 0x80))
        if not self._descriptions.concern(layout):
            self._tables[head], self._singles[head] = table, table.firsts.append
            self._steps[head] = 1 + layout.size
            self._heads[local].append(head)
            return position
        following = position + 1 + layout.size
        if following > self._end:
            raise Irregular("a message over the end")
        self._note(1)
        table.firsts.append(position)
        self._descriptions.learn(table.only(position))
        return following

    def _table(self, layout: Layout, *, is_compressed: bool) -> Table:
        """Equal definitions share a table."""
        key = layout, is_compressed
        table = self.tables.get(key)
        if table is None:
            if len(self.tables) == MAX_TABLES:
                raise Irregular("too many definitions")
            table = self.tables[key] = Table(self._content, self._number, layout, is_compressed)
        return table

    def _define(self, head: int, position: int) -> int:
        """Take over a definition; return where the next message starts."""
        content, local = self._content, head & 15
        fields_end = self._after(position + _DEFINITION)
        after = self._after(fields_end + 1) if head & 0x20 else fields_end
        developer = self._descriptions.of(content[fields_end + 1 : after])
        layout = layout_of(content[position + 2 : fields_end], developer)
        self.notes.update(dict.fromkeys(layout.notes))
        for field in layout.sums:
            self.restarts.setdefault((layout.message, field), []).append(position)
        self._layouts[local] = layout
        for known in self._heads[local]:
            self._steps[known] = 0
        self._heads[local].clear()
        return after

    def _after(self, position: int) -> int:
        """Return where the triples end that start at `position`; their number stands before it."""
        if position > self._end or position + 3 * self._content[position - 1] > self._end:
            raise Irregular("a definition over the end")
        return position + 3 * self._content[position - 1]
