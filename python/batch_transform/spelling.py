"""One name in two spellings.

Options are spelled as the data source ``sagemaker`` spells them, in camelCase; everything else is
Python's own, in snake_case. A keyword argument in the other spelling is accepted too.
"""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from functools import wraps
from typing import Any, Callable, TypeVar, cast

_Call = TypeVar("_Call", bound=Callable[..., Any])


def option_names(named: Mapping[str, Any]) -> dict[str, Any]:
    """Keyword arguments by the names of their options; ``None`` counts as not given.

    :raises TypeError: when one option is given twice, spelled in two ways
    """
    options: dict[str, Any] = {}
    spelled: dict[str, str] = {}
    for name, value in named.items():
        if value is None:
            continue
        # What has a dot, such as env.LOG_LEVEL, ends with a name that is not ours.
        option = _camel_case(name) if name.isidentifier() else name
        before = spelled.setdefault(option, name)
        if before != name:
            raise TypeError(f"Cannot take both '{before}' and '{name}': they are one option.")
        options[option] = value
    return options


def typed_names(named: Mapping[str, Any]) -> dict[str, str]:
    """Options by name, as far as they were typed in another way."""
    names = ((_camel_case(name), name) for name in named if name.isidentifier())
    return {option: name for option, name in names if option != name}


def in_either_spelling(call: _Call) -> _Call:
    """A call whose parameters in snake_case are taken in camelCase too.

    Its signature stays as it is: type checkers and ``help()`` know the one spelling.
    """
    signature = inspect.signature(call)
    aliases = {_camel_case(name): name for name in signature.parameters if "_" in name}

    @wraps(call)
    def either(*given: Any, **named: Any) -> Any:
        by_position = signature.bind_partial(*given).arguments
        for alias in aliases.keys() & named.keys():
            name = aliases[alias]
            if name in by_position or name in named:
                raise TypeError(f"Cannot take both '{name}' and '{alias}': they are one parameter.")
            named[name] = named.pop(alias)
        return call(*given, **named)

    return cast(_Call, either)


def _camel_case(name: str) -> str:
    first, *others = name.split("_")
    return first + "".join(word[:1].upper() + word[1:] for word in others)
