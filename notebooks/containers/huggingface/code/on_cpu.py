"""Hugging Face's own handler, on a machine without PyTorch, which it asks for a GPU."""

from __future__ import annotations

from typing import Any

from sagemaker_huggingface_inference_toolkit.handler_service import HuggingFaceHandlerService


class OnCpu(HuggingFaceHandlerService):
    def get_device(self) -> int:
        return -1


_service = OnCpu()


def handle(data: Any, context: Any) -> Any:
    if not _service.initialized:
        _service.initialize(context)
    return None if data is None else _service.handle(data, context)
