"""Fixtures as JSON, laid out as the repository's formatter lays them out: long arrays of numbers fill their lines."""

import json
import math
import textwrap

import torch

LINE_WIDTH = 120
# Far below the 1e-5 that the tests allow.
DIGITS = 7


def exact(tensor: torch.Tensor) -> dict:
    """Weights: the short decimals they were drawn as, which are the float32 numbers again when read."""
    return array(tensor, [float(f"{value:.7g}") for value in tensor.detach().flatten().tolist()])


def measured(tensor: torch.Tensor) -> dict:
    """Results, rounded to DIGITS digits of the largest, since differences are judged by the largest."""
    values = tensor.detach().flatten().tolist()
    largest = max(abs(value) for value in values)
    decimals = DIGITS - 1 - math.floor(math.log10(largest)) if largest > 0 else 0
    # + 0.0 turns -0.0 into 0.0
    return array(tensor, [round(value, decimals) + 0.0 for value in values])


def array(tensor: torch.Tensor, data: list) -> dict:
    return {"shape": list(tensor.shape), "data": data}


def number(value: float | int | str | bool) -> str:
    if isinstance(value, float):
        # 7e-05 is written 7e-5 by the formatter
        return str(int(value)) if value == int(value) else repr(value).replace("e-0", "e-")
    return json.dumps(value)


def dumps(value: object, indent: int = 0, used: int = 0) -> str:
    """@param used characters that the line has before this value"""
    pad = " " * (indent + 2)
    if isinstance(value, dict):
        lines = [f'{pad}"{key}": ' for key in value]
        lines = [line + dumps(part, indent + 2, len(line)) for line, part in zip(lines, value.values())]
        return "{\n" + ",\n".join(lines) + "\n" + " " * indent + "}"
    if isinstance(value, list):
        line = in_line(value)
        # 1: the comma that may follow
        if line and used + len(line) + 1 <= LINE_WIDTH:
            return line
        if any(isinstance(part, (list, dict)) for part in value):
            lines = [pad + dumps(part, indent + 2, len(pad)) for part in value]
            body = ",\n".join(lines)
        else:
            body = textwrap.fill(line[1:-1], LINE_WIDTH, initial_indent=pad, subsequent_indent=pad, break_on_hyphens=False)
        return "[\n" + body + "\n" + " " * indent + "]"
    return number(value)


def in_line(value: object) -> str | None:
    """Lists, of numbers or of lists of them, on one line; None where an object is inside."""
    if isinstance(value, dict):
        return None
    if not isinstance(value, list):
        return number(value)
    parts = [in_line(part) for part in value]
    return None if None in parts else "[" + ", ".join(parts) + "]"
