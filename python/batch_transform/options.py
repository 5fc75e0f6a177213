"""Python's values as the texts that the data source's options are given in."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from pyspark.sql.types import ArrayType, DataType, MapType, StructType


def option_texts(options: Mapping[str, Any]) -> dict[str, str]:
    """The options with their values as texts; an option that is ``None`` counts as not given."""
    return {name: option_text(name, value) for name, value in options.items() if value is not None}


def option_text(name: str, value: Any) -> str:
    """One option's value as text.

    :raises TypeError: when a value of this type cannot be an option's value
    """
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (str, int, float, Decimal)):
        return str(value)
    if isinstance(value, DataType):
        return ddl(value)
    if isinstance(value, timedelta):
        return f"{value // timedelta(milliseconds=1)}ms"
    if isinstance(value, date) and not isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, (list, tuple, Mapping)):
        return json.dumps(value, ensure_ascii=False)
    raise TypeError(
        f"Cannot pass option '{name}': its value is a {type(value).__name__}. Give a string, a "
        "number, a boolean, a list of column names, a pyspark DataType, a date or a timedelta."
    )


def ddl(data_type: DataType) -> str:
    """The type as Spark reads it back, whatever characters its fields' names have."""
    # DataType.simpleString() leaves names unquoted.
    if isinstance(data_type, StructType):
        fields = (f"{_quoted(field.name)}:{ddl(field.dataType)}" for field in data_type.fields)
        return f"struct<{','.join(fields)}>"
    if isinstance(data_type, ArrayType):
        return f"array<{ddl(data_type.elementType)}>"
    if isinstance(data_type, MapType):
        return f"map<{ddl(data_type.keyType)},{ddl(data_type.valueType)}>"
    return data_type.simpleString()


def _quoted(name: str) -> str:
    return "`" + name.replace("`", "``") + "`"
