"""Initial weights: far enough from zero that every part of a gradient shows, short enough to be read in a diff."""

import random

import torch


def normal(rng: random.Random, shape: list[int], deviation: float, mean: float = 0.0) -> torch.Tensor:
    """Four decimals, as float32 rounds them: both sides start from the same numbers. float64, requires gradients."""
    size = torch.Size(shape).numel()
    drawn = [round(rng.gauss(mean, deviation), 4) for _ in range(size)]
    return torch.tensor(drawn, dtype=torch.float32).double().view(shape).requires_grad_()
