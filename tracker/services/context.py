"""What threads of their own work in: an application's context, made by whoever starts them."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

Context = Callable[[], AbstractContextManager[Any]]
