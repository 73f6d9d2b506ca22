"""Tables of plain text: as the last line of a cell, they are pushed sideways where a window is narrow."""

import html


class Columns(str):
    """Text in columns.

    A notebook that prints it wraps its lines on a phone, and the columns are lost. As the value of a cell
    it keeps them.

    Example:
        >>> Columns("a  b")
        a  b
    """

    __slots__ = ()

    def __repr__(self):
        return str(self)

    def _repr_html_(self):
        return f'<pre style="white-space: pre; overflow-x: auto">{html.escape(self)}</pre>'
