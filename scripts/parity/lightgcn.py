"""LightGCN: He et al., SIGIR 2020, equations (3), (4) and (7) to (15), with the graph as a dense matrix."""

import random

import torch
import torch.nn.functional as F

from synthetic import NUM_ITEMS, NUM_USERS, pairwise
from weights import normal


class LightGCN:
    adam = {"betas": (0.9, 0.999), "eps": 1e-8}

    def __init__(self, config: dict, train: list[list[int]]):
        self.config = config
        self.train = train
        r = torch.zeros(NUM_USERS, NUM_ITEMS, dtype=torch.float64)
        for user, items in enumerate(train):
            r[user, items] = 1
        a = torch.zeros(NUM_USERS + NUM_ITEMS, NUM_USERS + NUM_ITEMS, dtype=torch.float64)
        a[:NUM_USERS, NUM_USERS:] = r
        a[NUM_USERS:, :NUM_USERS] = r.t()
        root = a.sum(1).pow(-0.5)
        root[torch.isinf(root)] = 0  # nodes without edges
        self.graph = torch.diag(root) @ a @ torch.diag(root)
        layers = config["numLayers"] + 1
        self.alpha = config["layerWeights"] or [1 / layers] * layers

    def initial_weights(self, rng: random.Random) -> dict[str, torch.Tensor]:
        return {"embeddings": normal(rng, [NUM_USERS + NUM_ITEMS, self.config["embeddingDim"]], 0.5)}

    def batch(self, rng: random.Random) -> dict:
        return pairwise(rng, self.train, rows=self.config["batchSize"] - 2, padding=2)

    def final(self, w: dict) -> tuple[torch.Tensor, torch.Tensor]:
        """Embeddings of users and of items: sum_k alpha_k A~^k E."""
        power = torch.eye(len(self.graph), dtype=torch.float64)
        mixed = torch.zeros_like(power)
        for alpha in self.alpha:
            mixed = mixed + alpha * power
            power = power @ self.graph
        return torch.split(mixed @ w["embeddings"], [NUM_USERS, NUM_ITEMS])

    def loss(self, w: dict, batch: dict) -> torch.Tensor:
        users, items = self.final(w)
        u = users[batch["users"]]
        better = (u * (items[batch["positives"]] - items[batch["negatives"]])).sum(1)
        ranking = (-F.logsigmoid(better) * batch["weights"]).sum()

        first_users, first_items = torch.split(w["embeddings"], [NUM_USERS, NUM_ITEMS])
        first = torch.cat(
            [first_users[batch["users"]], first_items[batch["positives"]], first_items[batch["negatives"]]], dim=1
        )
        decay = 0.5 * (first.pow(2).sum(1) * batch["weights"]).sum()
        return ranking + self.config["regLambda"] * decay

    def scores(self, w: dict) -> torch.Tensor:
        users, items = self.final(w)
        return users @ items.t()
