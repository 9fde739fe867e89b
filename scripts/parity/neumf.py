"""NeuMF: He et al., "Neural Collaborative Filtering", WWW 2017, equations (7) to (12)."""

import random

import torch
import torch.nn.functional as F

from synthetic import NUM_ITEMS, NUM_USERS, pointwise
from weights import normal


class NeuMF:
    adam = {"betas": (0.9, 0.999), "eps": 1e-8}

    def __init__(self, config: dict, train: list[list[int]]):
        self.config = config
        self.train = train
        self.has_gmf = config["variant"] in ("neumf", "gmf")
        self.has_mlp = config["variant"] in ("neumf", "mlp")

    def initial_weights(self, rng: random.Random) -> dict[str, torch.Tensor]:
        dim = self.config["embeddingDim"]
        weights = {"hBias": normal(rng, [1], 0.3)}
        if self.has_gmf:
            weights["gmfUser"] = normal(rng, [NUM_USERS, dim], 0.6)
            weights["gmfItem"] = normal(rng, [NUM_ITEMS, dim], 0.6)
            weights["hGmf"] = normal(rng, [dim, 1], 0.6)
        if self.has_mlp:
            weights["mlpUser"] = normal(rng, [NUM_USERS, dim], 0.6)
            weights["mlpItem"] = normal(rng, [NUM_ITEMS, dim], 0.6)
            below = 2 * dim
            for number, width in enumerate(self.config["hiddenLayers"], start=1):
                weights[f"w{number}"] = normal(rng, [below, width], below**-0.5)
                weights[f"b{number}"] = normal(rng, [width], 0.2)
                below = width
            weights["hMlp"] = normal(rng, [below, 1], 0.6)
        return weights

    def batch(self, rng: random.Random) -> dict:
        return pointwise(rng, self.train, rows=self.config["batchSize"] - 3, padding=3)

    def logits(self, w: dict, users: torch.Tensor, items: torch.Tensor) -> torch.Tensor:
        """Of pairs (users[r], items[r])."""
        phi, h = [], []
        if self.has_gmf:
            phi.append(F.embedding(users, w["gmfUser"]) * F.embedding(items, w["gmfItem"]))
            h.append(w["hGmf"])
        if self.has_mlp:
            z = torch.cat([F.embedding(users, w["mlpUser"]), F.embedding(items, w["mlpItem"])], dim=1)
            for number in range(1, len(self.config["hiddenLayers"]) + 1):
                z = torch.relu(F.linear(z, w[f"w{number}"].t(), w[f"b{number}"]))
            phi.append(z)
            h.append(w["hMlp"])
        return F.linear(torch.cat(phi, dim=1), torch.cat(h).t(), w["hBias"]).squeeze(1)

    def loss(self, w: dict, batch: dict) -> torch.Tensor:
        logits = self.logits(w, batch["users"], batch["items"])
        return F.binary_cross_entropy_with_logits(logits, batch["labels"], weight=batch["weights"], reduction="sum")

    def scores(self, w: dict) -> torch.Tensor:
        pairs = torch.cartesian_prod(torch.arange(NUM_USERS), torch.arange(NUM_ITEMS))
        return self.logits(w, pairs[:, 0], pairs[:, 1]).view(NUM_USERS, NUM_ITEMS)
