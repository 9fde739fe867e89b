"""SASRec: Kang and McAuley, ICDM 2018, section III, on PyTorch's own multi-head attention and layer norm."""

import random

import torch
import torch.nn.functional as F

from synthetic import NUM_ITEMS, sequences
from weights import normal


class SASRec:
    adam = {"betas": (0.9, 0.98), "eps": 1e-8}

    def __init__(self, config: dict, train: list[list[int]]):
        self.config = config
        self.train = train

    def initial_weights(self, rng: random.Random) -> dict[str, torch.Tensor]:
        dim, length = self.config["hiddenUnits"], self.config["maxSeqLength"]
        weights = {"items": normal(rng, [NUM_ITEMS, dim], dim**-0.5), "positions": normal(rng, [length, dim], 0.2)}

        def norm(name: str) -> None:
            weights[f"{name}.gain"] = normal(rng, [dim], 0.2, mean=1)
            weights[f"{name}.bias"] = normal(rng, [dim], 0.1)

        for block in range(self.config["numBlocks"]):
            norm(f"{block}.attention")
            norm(f"{block}.feedForward")
            for name in ("query", "key", "value", "output", "inner", "outer"):
                weights[f"{block}.{name}.w"] = normal(rng, [dim, dim], dim**-0.5)
                weights[f"{block}.{name}.b"] = normal(rng, [dim], 0.1)
        norm("final")
        return weights

    def batch(self, rng: random.Random) -> dict:
        return sequences(rng, self.train, rows=self.config["batchSize"] - 1, length=self.config["maxSeqLength"])

    def states(self, w: dict, inputs: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """inputs, mask [B, L] -> [B, L, D], normalised."""
        return self.states_and_attention(w, inputs, mask)[0]

    def states_and_attention(self, w: dict, inputs: torch.Tensor, mask: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """inputs, mask [B, L] -> [B, L, D], normalised; what each position looks at, [blocks, B, heads, L, L]."""
        dim, heads = self.config["hiddenUnits"], self.config["numHeads"]
        batch, length = inputs.shape
        real = mask.unsqueeze(2)

        def norm(name: str, x: torch.Tensor) -> torch.Tensor:
            return F.layer_norm(x, (dim,), w[f"{name}.gain"], w[f"{name}.bias"], eps=1e-8)

        def dense(name: str, x: torch.Tensor) -> torch.Tensor:
            return F.linear(x, w[f"{name}.w"].t(), w[f"{name}.b"])

        # A position sees itself and the real ones before it. A padded one sees itself too, or its softmax would be
        # over nothing; what comes of it is masked to zero and reaches no other position.
        causal = torch.ones(length, length, dtype=torch.bool).tril()
        sees = (causal & (mask.unsqueeze(1) > 0)) | torch.eye(length, dtype=torch.bool)
        hidden = (~sees).repeat_interleave(heads, dim=0)  # [B * heads, L, L]

        x = (F.embedding(inputs, w["items"]) + w["positions"]) * real
        looked_at = []
        for block in range(self.config["numBlocks"]):
            seen = norm(f"{block}.attention", x).transpose(0, 1)  # PyTorch wants [L, B, D]
            projections = ("query", "key", "value")
            attended, weights = F.multi_head_attention_forward(
                seen,
                seen,
                seen,
                embed_dim_to_check=dim,
                num_heads=heads,
                in_proj_weight=torch.cat([w[f"{block}.{name}.w"].t() for name in projections]),
                in_proj_bias=torch.cat([w[f"{block}.{name}.b"] for name in projections]),
                bias_k=None,
                bias_v=None,
                add_zero_attn=False,
                dropout_p=0.0,
                out_proj_weight=w[f"{block}.output.w"].t(),
                out_proj_bias=w[f"{block}.output.b"],
                need_weights=True,
                average_attn_weights=False,
                attn_mask=hidden,
            )
            looked_at.append(weights)
            x = x + attended.transpose(0, 1)
            x = x + dense(f"{block}.outer", F.relu(dense(f"{block}.inner", norm(f"{block}.feedForward", x))))
            x = x * real
        return norm("final", x), torch.stack(looked_at)

    def loss(self, w: dict, batch: dict) -> torch.Tensor:
        states = self.states(w, batch["inputs"], batch["inputMask"])
        logits = states @ w["items"].t()  # [B, L, items]
        if self.config["loss"] == "softmax":
            losses = F.cross_entropy(logits.transpose(1, 2), batch["targets"], reduction="none")
        else:
            positive = logits.gather(2, batch["targets"].unsqueeze(2)).squeeze(2)
            negative = logits.gather(2, batch["negatives"].unsqueeze(2)).squeeze(2)
            losses = -torch.log(torch.sigmoid(positive)) - torch.log(1 - torch.sigmoid(negative))
        return (losses * batch["weights"]).sum()

    def histories(self) -> tuple[torch.Tensor, torch.Tensor]:
        """The last L training items of each user, right-aligned: inputs and mask [users, L]."""
        length = self.config["maxSeqLength"]
        inputs = torch.zeros(len(self.train), length, dtype=torch.long)
        mask = torch.zeros(len(self.train), length, dtype=torch.float64)
        for user, items in enumerate(self.train):
            kept = items[-length:]
            if kept:
                inputs[user, -len(kept) :] = torch.tensor(kept)
                mask[user, -len(kept) :] = 1
        return inputs, mask

    def scores(self, w: dict) -> torch.Tensor:
        """After the last item of each user's training items."""
        return self.states(w, *self.histories())[:, -1] @ w["items"].t()

    def looks(self, w: dict) -> dict[str, torch.Tensor]:
        """For each user's training items: attention [blocks, users, heads, L, L], and scores after each [users, L, items]."""
        states, attention = self.states_and_attention(w, *self.histories())
        return {"attention": attention, "scoresAfterEach": states @ w["items"].t()}
