"""Writes the parity fixtures: what an independent PyTorch implementation of the models computes, in float64.

usage: python3 scripts/parity/make_fixtures.py [folder, by default src/train/parity/fixtures]
"""

import random
import sys
from pathlib import Path

import torch

from fixture import dumps, exact, measured
from lightgcn import LightGCN
from neumf import NeuMF
from sasrec import SASRec
from synthetic import NUM_BATCHES, NUM_ITEMS, NUM_USERS, training_items

ROOT = Path(__file__).resolve().parents[2]
MODELS = {"neumf": NeuMF, "lightgcn": LightGCN, "sasrec": SASRec}

NEUMF = {
    "embeddingDim": 6,
    "hiddenLayers": [10, 7, 5],
    "dropout": 0,
    "learningRate": 0.01,
    "batchSize": 19,
    "epochs": 1,
    "numNegatives": 2,
    "variant": "neumf",
    "sampler": "uniform",
}
LIGHTGCN = {
    "embeddingDim": 7,
    "numLayers": 3,
    "learningRate": 0.01,
    "batchSize": 14,
    "epochs": 1,
    # large enough that leaving it out would show
    "regLambda": 0.05,
    "layerWeights": [],
    "sampler": "uniform",
}
SASREC = {
    "hiddenUnits": 10,
    "numBlocks": 2,
    "numHeads": 1,
    "maxSeqLength": 6,
    "dropoutRate": 0,
    "learningRate": 0.01,
    "batchSize": 6,
    "epochs": 1,
    "loss": "softmax",
    "sampler": "uniform",
}

# No width but one is a multiple of 4: kernels that read four numbers at a time must come to terms with the rest.
CASES = {
    "neumf": ("neumf", NEUMF),
    "neumf-gmf": ("neumf", {**NEUMF, "variant": "gmf", "embeddingDim": 9}),
    "neumf-mlp": ("neumf", {**NEUMF, "variant": "mlp", "embeddingDim": 5, "hiddenLayers": [13, 8]}),
    "lightgcn": ("lightgcn", LIGHTGCN),
    "lightgcn-weights": ("lightgcn", {**LIGHTGCN, "embeddingDim": 10, "layerWeights": [0.1, 0.2, 0.3, 0.4]}),
    "sasrec-softmax-1-head": ("sasrec", SASREC),
    "sasrec-softmax-2-heads": ("sasrec", {**SASREC, "hiddenUnits": 18, "numHeads": 2}),
    "sasrec-bce-1-head": ("sasrec", {**SASREC, "loss": "bce", "hiddenUnits": 18}),
    "sasrec-bce-2-heads": ("sasrec", {**SASREC, "loss": "bce", "numHeads": 2}),
}


def as_tensors(batch: dict) -> dict[str, torch.Tensor]:
    """Numbers with a point become float64, the others int64."""
    tensors = {name: torch.tensor(values) for name, values in batch.items()}
    return {
        name: torch.tensor(batch[name], dtype=torch.float64) if tensor.is_floating_point() else tensor
        for name, tensor in tensors.items()
    }


def make(name: str) -> dict:
    model_id, config = CASES[name]
    rng = random.Random(name)
    train = training_items(rng)
    model = MODELS[model_id](config, train)
    weights = model.initial_weights(rng)
    batches = [as_tensors(model.batch(rng)) for _ in range(NUM_BATCHES)]
    result = {
        "model": model_id,
        "config": config,
        "numUsers": NUM_USERS,
        "numItems": NUM_ITEMS,
        "train": train,
        "weights": {key: exact(weight) for key, weight in weights.items()},
        "batches": [
            {
                key: {
                    "type": "float32" if tensor.is_floating_point() else "int32",
                    "shape": list(tensor.shape),
                    "data": tensor.flatten().tolist(),
                }
                for key, tensor in batch.items()
            }
            for batch in batches
        ],
        "scores": measured(model.scores(weights)),
    }
    if isinstance(model, SASRec):
        result["looks"] = {key: measured(tensor) for key, tensor in model.looks(weights).items()}

    optimizer = torch.optim.Adam(weights.values(), lr=config["learningRate"], **model.adam)
    used = optimizer.param_groups[0]
    result["adam"] = {
        "learningRate": used["lr"],
        "beta1": used["betas"][0],
        "beta2": used["betas"][1],
        "epsilon": used["eps"],
    }
    losses = []
    for step, batch in enumerate(batches):
        optimizer.zero_grad()
        loss = model.loss(weights, batch)
        loss.backward()
        if step == 0:
            result["loss"] = loss.item()
            result["gradients"] = {key: measured(weight.grad) for key, weight in weights.items()}
        optimizer.step()
        losses.append(loss.item())
    result["losses"] = losses
    return result


def main() -> None:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "src/train/parity/fixtures"
    folder.mkdir(parents=True, exist_ok=True)
    for name in CASES:
        text = dumps(make(name)) + "\n"
        (folder / f"{name}.json").write_text(text)
        print(f"{name}: {len(text) / 1000:.0f} kB")


if __name__ == "__main__":
    main()
