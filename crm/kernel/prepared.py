"""Statements of the hot path: declared in Core like all others, compiled once, run on the driver's own cursor (ADR 6).

Executing a statement costs SQLAlchemy some 60 to 100 µs, of which the database's own part is 10 to 20. What is left
out here is what is the same every time: the look-up of the compiled form, the execution context, the result object.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, cast

from sqlalchemy import Dialect, Executable
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.schema import ScalarElementColumnDefault
from sqlalchemy.types import TypeEngine

Values = Mapping[str, Any]
Row = tuple[Any, ...]
_Processor = Callable[[Any], Any]


class Prepared:
    """A statement for both databases, compiled once for each set of names that values are passed under.

    Where the dialects need different words, `postgresql` is the other statement.
    """

    __slots__ = ("_forms", "_postgresql", "_sqlite")

    def __init__(self, sqlite: Executable, postgresql: Executable | None = None) -> None:
        self._sqlite = sqlite
        self._postgresql = sqlite if postgresql is None else postgresql
        self._forms: dict[tuple[Any, ...], Form] = {}

    def form(self, dialect: Dialect, names: Iterable[str]) -> "Form":
        """Return the compiled statement. Raises TypeError for what only SQLAlchemy itself can execute."""
        key = (dialect.name, *names)
        known = self._forms.get(key)
        if known is None:
            statement = self._sqlite if dialect.name == "sqlite" else self._postgresql
            known = self._forms[key] = Form(statement, dialect, key[1:])
        return known


class Form:
    """One statement as the driver takes it: its text, and how values and rows are converted."""

    __slots__ = ("_columns", "_constants", "_passed", "sql")

    def __init__(self, statement: Executable, dialect: Dialect, names: Sequence[str]) -> None:
        compiled = cast(SQLCompiler, cast(Any, statement).compile(dialect=dialect, column_keys=list(names)))
        if compiled.post_compile_params or compiled.literal_execute_params:
            raise TypeError("a list of unknown length is not prepared: name its members, or use Session.execute")
        self.sql = compiled.string
        order = compiled.positiontup
        binds = {name: bind.type for bind, name in compiled.bind_names.items()}
        places = list(enumerate(order)) if order is not None else [(name, name) for name in binds]
        convert = {name: kind.dialect_impl(dialect).bind_processor(dialect) for name, kind in binds.items()}
        self._passed = [(place, name, convert[name]) for place, name in places if name in names]
        values = {**compiled.params, **_defaults_in(compiled)}
        constants = {place: _converted(values[name], convert[name]) for place, name in places if name not in names}
        self._constants: Any = dict(constants) if order is None else [constants.get(n) for n in range(len(order))]
        self._columns = _result_processors(statement, dialect)

    def parameters(self, values: Values) -> Any:
        """Return the values as the driver takes them: in their order, or by name."""
        parameters = self._constants.copy()
        for place, name, convert in self._passed:
            value = values[name]
            parameters[place] = value if convert is None else convert(value)
        return parameters

    def row(self, raw: Row) -> Row:
        """Return one row with its values as Python means them."""
        if not self._columns:
            return raw
        row = list(raw)
        for place, convert in self._columns:
            row[place] = convert(row[place])
        return tuple(row)


def _defaults_in(compiled: SQLCompiler) -> dict[str, Any]:
    """Return the constants that the table declares for columns which nobody names."""
    defaults = {}
    for column in (*compiled.insert_prefetch, *compiled.update_prefetch):
        if not isinstance(column.default, ScalarElementColumnDefault):
            raise TypeError(f"the default of {column.key} must be computed: use Session.execute")
        defaults[column.key] = column.default.arg
    return defaults


def _converted(value: Any, convert: _Processor | None) -> Any:
    return value if convert is None else convert(value)


def _result_processors(statement: Executable, dialect: Dialect) -> list[tuple[int, _Processor]]:
    columns = getattr(statement, "exported_columns", ())
    kinds: list[TypeEngine[Any]] = [column.type for column in columns]
    found = ((place, kind.dialect_impl(dialect).result_processor(dialect, None)) for place, kind in enumerate(kinds))
    return [(place, convert) for place, convert in found if convert is not None]
