"""A thousand applications with the same routes: what builds an address is compiled for the first of them alone."""

from collections.abc import Callable

from werkzeug.routing import Rule

Builder = Callable[..., tuple[str, str]]
_compile = Rule._compile_builder


def remember_builders() -> None:
    """Let rules that are alike share the functions that werkzeug compiles for them, which take the rule they serve.

    Compiling these is most of the time that it takes to make an application.
    """
    known: dict[tuple[object, ...], Builder] = {}

    def compile_once(rule: Rule, append_unknown: bool = True) -> Builder:
        if rule.defaults:
            return _compile(rule, append_unknown)
        key = (rule.rule, tuple(rule._trace), append_unknown)
        if key not in known:
            known[key] = _compile(rule, append_unknown)
        return known[key]

    Rule._compile_builder = compile_once  # type: ignore[method-assign]  # a library's, and the result is the same
