"""
PyTorch as a peer of `npm run bench`: NeuMF, LightGCN and SASRec as src/models has them, trained on random data.

usage: python3 torchPeer.py '{"model": "neumf", "device": "cpu", "threads": null, "cudaGraphs": false, ...}'

Speaks the protocol of Peer.ts: a line `@{"ready": true, ...}` after two steps, then for each line `{"steps": n}` that
comes a line `@{"ms": ...}`. PyTorch 1.13 or later, nothing else. Eight batches wait on the device and take turns.
"""

import itertools
import json
import os
import sys
import time

try:
    import torch
    import torch.nn.functional as F
    from torch import nn
except ImportError as missing:
    print("@" + json.dumps({"error": f"no PyTorch for {sys.executable}: {missing}"}))
    sys.exit(1)

NUM_BATCHES = 8
WARM_UP_STEPS = 2
# threads are chosen by the best of a few rounds: others use the machine too
TRIAL_ROUNDS, TRIAL_STEPS = 3, 3


def random_pairs(task: dict) -> tuple:
    """
    As many different pairs of user and item as there are interactions, in random order. Some users are far more active
    than others, and films have a long tail, as src/benchmark/benchData.ts has them.
    """
    num_users, num_items, count = task["numUsers"], task["numItems"], task["numInteractions"]
    activity = torch.exp(0.9 * torch.randn(num_users))
    pairs = torch.empty(0, dtype=torch.long)
    while len(pairs) < count:
        users = torch.multinomial(activity, count, replacement=True)
        items = (torch.rand(count).square() * num_items).long().clamp(max=num_items - 1)
        pairs = torch.cat([pairs, users * num_items + items]).unique()
    pairs = pairs[torch.randperm(len(pairs))[:count]]
    return torch.div(pairs, num_items, rounding_mode="floor"), pairs % num_items


class NeuMF(nn.Module):
    betas = (0.9, 0.999)

    def __init__(self, task: dict):
        super().__init__()
        dim, widths = task["embeddingDim"], [2 * task["embeddingDim"], *task["hiddenLayers"]]
        self.task, self.pairs = task, random_pairs(task)
        self.gmf_user, self.mlp_user = (nn.Embedding(task["numUsers"], dim) for _ in range(2))
        self.gmf_item, self.mlp_item = (nn.Embedding(task["numItems"], dim) for _ in range(2))
        layers = []
        for below, width in zip(widths, widths[1:]):
            layers += [nn.Linear(below, width), nn.ReLU(inplace=True), nn.Dropout(task["dropout"])]
        self.mlp = nn.Sequential(*layers)
        self.output = nn.Linear(dim + widths[-1], 1)
        for name, parameter in self.named_parameters():
            if "user" in name or "item" in name:
                nn.init.normal_(parameter, std=0.01)
            elif parameter.dim() == 2:
                nn.init.xavier_uniform_(parameter)
            else:
                nn.init.zeros_(parameter)
        for half in self.output.weight.split([dim, widths[-1]], dim=1):
            nn.init.xavier_uniform_(half)

    def batch(self) -> dict:
        size = self.task["batchSize"]
        users, items = self.pairs
        chosen = torch.randint(len(users), (size,))
        # one of five is observed: four negatives to a positive
        observed = torch.rand(size) < 0.2
        items = torch.where(observed, items[chosen], torch.randint(self.task["numItems"], (size,)))
        return {"users": users[chosen], "items": items, "labels": observed.float()}

    def loss(self, batch: dict) -> torch.Tensor:
        users, items = batch["users"], batch["items"]
        gmf = self.gmf_user(users) * self.gmf_item(items)
        mlp = self.mlp(torch.cat([self.mlp_user(users), self.mlp_item(items)], dim=1))
        logits = self.output(torch.cat([gmf, mlp], dim=1)).squeeze(1)
        return F.binary_cross_entropy_with_logits(logits, batch["labels"])


class Propagate(torch.autograd.Function):
    """Product with a matrix that is its own transpose: the way back is the way there."""

    @staticmethod
    def forward(ctx, x, product):
        ctx.product = product
        return product(x)

    @staticmethod
    def backward(ctx, gradient):
        return ctx.product(gradient.contiguous()), None


class LightGCN(nn.Module):
    betas = (0.9, 0.999)

    def __init__(self, task: dict):
        super().__init__()
        self.task = task
        self.num_nodes = task["numUsers"] + task["numItems"]
        self.embeddings = nn.Embedding(self.num_nodes, task["embeddingDim"])
        nn.init.normal_(self.embeddings.weight, std=0.1)
        self.pairs = random_pairs(task)
        self.product = None

    def prepare(self, device: torch.device) -> None:
        """
        Lays the graph out on the device. "graph" of the task says in which form: "sparse", a sparse matrix times the
        embeddings, as the authors' code and most others have it, or "bag", embedding_bag with weights, which is the same
        sum. Measured on a CPU with PyTorch 1.13 without MKL, ML-1M's sizes, one thread: COO 73 ms, CSR 74 ms, bag 10 ms.
        """
        users, items = self.pairs
        items = items + self.task["numUsers"]
        degree = torch.bincount(torch.cat([users, items]), minlength=self.num_nodes).float()
        values = (degree[users] * degree[items]).rsqrt()
        matrix = torch.sparse_coo_tensor(
            torch.stack([torch.cat([users, items]), torch.cat([items, users])]), values.repeat(2), (self.num_nodes,) * 2
        )
        csr = matrix.coalesce().to_sparse_csr().to(device)
        offsets, columns, values = csr.crow_indices().int(), csr.col_indices().int(), csr.values()

        def sparse(x: torch.Tensor) -> torch.Tensor:
            return csr @ x

        def bag(x: torch.Tensor) -> torch.Tensor:
            return F.embedding_bag(
                columns, x, offsets, mode="sum", per_sample_weights=values, include_last_offset=True
            )

        self.product = {"sparse": sparse, "bag": bag}[self.task.get("graph", "sparse")]

    def batch(self) -> dict:
        size = self.task["batchSize"]
        users, items = self.pairs
        chosen = torch.randint(len(users), (size,))
        negatives = torch.randint(self.task["numItems"], (size,))
        first_item = self.task["numUsers"]
        return {"nodes": torch.stack([users[chosen], first_item + items[chosen], first_item + negatives])}

    def loss(self, batch: dict) -> torch.Tensor:
        first = self.embeddings.weight
        layer = final = first
        for _ in range(self.task["numLayers"]):
            layer = Propagate.apply(layer, self.product)
            final = final + layer
        final = final / (self.task["numLayers"] + 1)
        user, positive, negative = F.embedding(batch["nodes"], final)  # [B, D] each
        ranking = F.softplus((user * (negative - positive)).sum(1)).mean()
        decay = 0.5 * F.embedding(batch["nodes"], first).pow(2).sum() / self.task["batchSize"]
        return ranking + self.task["regLambda"] * decay


class Block(nn.Module):
    """SASRec's; queries, keys and values in one product, as nn.MultiheadAttention has them."""

    def __init__(self, dim: int, num_heads: int, dropout: float):
        super().__init__()
        self.num_heads, self.dropout = num_heads, dropout
        self.attention_norm, self.feed_forward_norm = (nn.LayerNorm(dim, eps=1e-8) for _ in range(2))
        self.projections = nn.Linear(dim, 3 * dim)
        self.output, self.inner, self.outer = (nn.Linear(dim, dim) for _ in range(3))
        for layer in (self.projections, self.output, self.inner, self.outer):
            for weight in layer.weight.split(dim):
                nn.init.xavier_normal_(weight)
            nn.init.zeros_(layer.bias)

    def forward(self, x: torch.Tensor, real: torch.Tensor, hidden: torch.Tensor) -> torch.Tensor:
        """x [B, L, D]; real [B, L, 1] of 0/1; hidden [B * heads, L, L], -inf where nothing may be seen"""
        attended = self.output(self.attend(self.attention_norm(x), hidden))
        x = x + F.dropout(attended, self.dropout)
        fed = self.outer(F.relu(self.inner(self.feed_forward_norm(x)), inplace=True))
        return (x + F.dropout(fed, self.dropout)) * real

    def attend(self, x: torch.Tensor, hidden: torch.Tensor) -> torch.Tensor:
        batch, length, dim = x.shape
        width = dim // self.num_heads
        heads = self.projections(x).view(batch, length, 3, self.num_heads, width).permute(2, 0, 3, 1, 4)
        queries, keys, values = heads.reshape(3, batch * self.num_heads, length, width)
        scores = torch.baddbmm(hidden, queries, keys.transpose(1, 2), alpha=width**-0.5)
        attended = torch.bmm(F.softmax(scores, dim=-1), values)
        return attended.view(batch, self.num_heads, length, width).transpose(1, 2).reshape(batch, length, dim)


class SASRec(nn.Module):
    betas = (0.9, 0.98)

    def __init__(self, task: dict):
        super().__init__()
        dim = task["hiddenUnits"]
        self.task, self.dropout = task, task["dropoutRate"]
        self.items, self.positions = nn.Embedding(task["numItems"], dim), nn.Embedding(task["maxSeqLength"], dim)
        self.blocks = nn.ModuleList(Block(dim, task["numHeads"], self.dropout) for _ in range(task["numBlocks"]))
        self.final_norm = nn.LayerNorm(dim, eps=1e-8)
        for table in (self.items, self.positions):
            nn.init.xavier_normal_(table.weight)

    def batch(self) -> dict:
        size, length, heads = self.task["batchSize"], self.task["maxSeqLength"], self.task["numHeads"]
        items = torch.randint(self.task["numItems"], (size, length + 1))
        # right-aligned, half full to full
        counts = torch.randint(length // 2, length + 1, (size, 1))
        mask = torch.arange(length) >= length - counts  # [B, L]
        # A position sees the real ones up to itself; a padded one sees itself, or its softmax would be over nothing.
        sees = torch.ones(length, length).tril().bool() & mask.unsqueeze(1) | torch.eye(length).bool()
        hidden = torch.zeros(sees.shape).masked_fill_(~sees, -torch.inf)
        return {
            "inputs": items[:, :-1] * mask,
            "real": mask.unsqueeze(2).float(),
            "hidden": hidden.repeat_interleave(heads, dim=0),
            "targets": (items[:, 1:] * mask).flatten(),
            "negatives": (torch.randint(self.task["numItems"], (size, length)) * mask).flatten(),
            "weights": (mask / mask.sum()).flatten(),
        }

    def loss(self, batch: dict) -> torch.Tensor:
        x = self.items(batch["inputs"]) + self.positions.weight
        x = F.dropout(x, self.dropout) * batch["real"]
        for block in self.blocks:
            x = block(x, batch["real"], batch["hidden"])
        states = self.final_norm(x).flatten(0, 1)  # [B * L, D]
        targets, weights = batch["targets"], batch["weights"]
        if self.task["loss"] == "softmax":
            return F.cross_entropy(states @ self.items.weight.t(), targets, reduction="none") @ weights
        positive = (states * self.items(targets)).sum(1)
        negative = (states * self.items(batch["negatives"])).sum(1)
        return sum(
            F.binary_cross_entropy_with_logits(logits, torch.full_like(logits, label), weights, reduction="sum")
            for logits, label in ((positive, 1), (negative, 0))
        )


MODELS = {"neumf": NeuMF, "lightgcn": LightGCN, "sasrec": SASRec}


def adam(model: nn.Module, task: dict) -> torch.optim.Optimizer:
    """
    The fastest form that version and device have: in one kernel, over lists of tensors, or one by one. On a CPU lists
    win nothing and make temporaries.
    """
    capturable = {"capturable": True} if task.get("cudaGraphs") else {}
    lists = [{"foreach": True}] if task["device"] == "cuda" else []
    for form in ({"fused": True}, *lists, {}):
        try:
            return torch.optim.Adam(
                model.parameters(), lr=task["learningRate"], betas=model.betas, eps=1e-8, **form, **capturable
            )
        except (RuntimeError, TypeError, ValueError):
            if not form:
                raise
    raise AssertionError("unreachable")


class Trainer:
    """One model and its steps on one device."""

    def __init__(self, task: dict):
        self.device = torch.device(task["device"])
        torch.manual_seed(1)
        self.model = MODELS[task["model"]](task).to(self.device)
        if isinstance(self.model, LightGCN):
            self.model.prepare(self.device)
        pool = [to_device(self.model.batch(), self.device) for _ in range(NUM_BATCHES)]
        self.batches = itertools.cycle(pool)
        self.optimizer = adam(self.model, task)
        self.graph = None
        self.first_loss = self.eager_step(next(self.batches)).item()
        if task.get("cudaGraphs"):
            self.capture()

    def eager_step(self, batch: dict) -> torch.Tensor:
        self.optimizer.zero_grad(set_to_none=True)
        loss = self.model.loss(batch)
        loss.backward()
        self.optimizer.step()
        return loss.detach()

    def capture(self) -> None:
        """Records a step; it is replayed on a batch that is copied to where the recorded one lies."""
        self.static = {name: tensor.clone() for name, tensor in next(self.batches).items()}
        stream = torch.cuda.Stream()
        stream.wait_stream(torch.cuda.current_stream())
        # libraries set themselves up in the first steps of a stream, which cannot be recorded
        with torch.cuda.stream(stream):
            for _ in range(3):
                self.eager_step(self.static)
        torch.cuda.current_stream().wait_stream(stream)
        graph = torch.cuda.CUDAGraph()
        self.optimizer.zero_grad(set_to_none=True)
        with torch.cuda.graph(graph):
            self.static_loss = self.eager_step(self.static)
        self.graph = graph

    def step(self) -> torch.Tensor:
        """@returns the loss, on the device"""
        batch = next(self.batches)
        if self.graph is None:
            return self.eager_step(batch)
        for name, tensor in batch.items():
            self.static[name].copy_(tensor, non_blocking=True)
        self.graph.replay()
        return self.static_loss

    def run(self, steps: int) -> float:
        """@returns milliseconds until all steps were done"""
        wait_for(self.device)
        started = time.perf_counter()
        for _ in range(steps):
            self.step()
        wait_for(self.device)
        return 1000 * (time.perf_counter() - started)


def to_device(batch: dict, device: torch.device) -> dict:
    return {name: tensor.to(device) for name, tensor in batch.items()}


def wait_for(device: torch.device) -> None:
    if device.type == "cuda":
        torch.cuda.synchronize()


def fastest_of(rounds: int, work, device: torch.device) -> float:
    """Seconds of the fastest round, after one that is not counted."""
    times = []
    for _ in range(rounds + 1):
        wait_for(device)
        started = time.perf_counter()
        work()
        wait_for(device)
        times.append(time.perf_counter() - started)
    return min(times[1:])


def choose_threads(trainer: Trainer) -> None:
    """One or all: small steps lose more by waiting for each other than they win."""

    def seconds(threads: int) -> float:
        torch.set_num_threads(threads)
        return fastest_of(TRIAL_ROUNDS, lambda: trainer.run(TRIAL_STEPS), trainer.device)

    torch.set_num_threads(min({1, available_cores()}, key=seconds))


def available_cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def blas() -> str | None:
    """What multiplies matrices on the CPU, where that can be seen: the reference BLAS takes several times as long."""
    try:
        with open("/proc/self/maps", encoding="utf-8") as maps:
            loaded = maps.read().lower()
    except OSError:
        return None
    for name in ("mkl_core", "openblas", "blis", "accelerate"):
        if name in loaded:
            return name
    return "mkl" if torch.backends.mkl.is_available() else "reference" if "libblas.so" in loaded else None


def say(message: dict) -> None:
    print("@" + json.dumps(message), flush=True)


def main(task: dict) -> None:
    on_cpu = task["device"] == "cpu"
    if task.get("cudaGraphs") and on_cpu:
        raise ValueError("CUDA graphs need a CUDA device")
    if not on_cpu and not torch.cuda.is_available():
        raise ValueError(f"PyTorch {torch.__version__} sees no CUDA device")
    # numbers too small for float32's normal range would slow a CPU down, not a GPU
    torch.set_flush_denormal(True)
    torch.backends.cuda.matmul.allow_tf32 = False
    threads = task.get("threads")
    if threads:
        torch.set_num_threads(threads)
    trainer = Trainer(task)
    trainer.run(WARM_UP_STEPS - 1)
    if on_cpu and not threads:
        choose_threads(trainer)
    say(
        {
            "ready": True,
            "name": f"PyTorch {torch.__version__}",
            "device": task["device"] if on_cpu else torch.cuda.get_device_name(),
            "threads": torch.get_num_threads(),
            "parameters": sum(parameter.numel() for parameter in trainer.model.parameters()),
            "loss": trainer.first_loss,
            "blas": blas() if on_cpu else None,
        }
    )
    for line in iter(sys.stdin.readline, ""):
        if line.strip():
            say({"ms": trainer.run(json.loads(line)["steps"])})


if __name__ == "__main__":
    try:
        main(json.loads(sys.argv[1]))
    except Exception as error:  # pylint: disable=broad-except
        say({"error": f"{type(error).__name__}: {error}"})
        sys.exit(1)
