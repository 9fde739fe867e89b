"""Seeded made-up interactions and batches, in the arrays that the trainer's batches hold (src/models/types.ts).

Python's own generator draws everything, so the data are the same whatever version of PyTorch is installed.
"""

import random
import struct

NUM_USERS = 7
NUM_ITEMS = 11
# User 4 has no training item, user 0 has more than fit in a window, item 10 belongs to nobody.
ITEMS_PER_USER = [9, 4, 6, 2, 0, 5, 3]
NUM_BATCHES = 10


def training_items(rng: random.Random) -> list[list[int]]:
    """Each user's items in time order."""
    return [rng.sample(range(NUM_ITEMS - 1), count) for count in ITEMS_PER_USER]


def negative(rng: random.Random, seen: list[int]) -> int:
    return rng.choice([item for item in range(NUM_ITEMS) if item not in seen])


def equal_weights(counted: list[bool]) -> list[float]:
    """1 / (number of counted rows) where counted, else 0; as float32 holds it, or sums would differ by its rounding."""
    share = as_float32(1 / sum(counted))
    return [share if is_counted else 0.0 for is_counted in counted]


def as_float32(value: float) -> float:
    return struct.unpack("f", struct.pack("f", value))[0]


def interactions(train: list[list[int]]) -> list[tuple[int, int]]:
    return [(user, item) for user, items in enumerate(train) for item in items]


def pointwise(rng: random.Random, train: list[list[int]], rows: int, padding: int) -> dict:
    """About a third observed; a user may come several times. The last `padding` rows are zeros of weight 0."""
    users, items, labels = [], [], []
    for row in range(rows):
        user, item = rng.choice(interactions(train))
        observed = row % 3 == 0
        users.append(user)
        items.append(item if observed else negative(rng, train[user]))
        labels.append(1.0 if observed else 0.0)
    zeros = [0] * padding
    return {
        "users": users + zeros,
        "items": items + zeros,
        "labels": labels + [0.0] * padding,
        "weights": equal_weights([True] * rows + [False] * padding),
    }


def pairwise(rng: random.Random, train: list[list[int]], rows: int, padding: int) -> dict:
    drawn = [rng.choice(interactions(train)) for _ in range(rows)]
    zeros = [0] * padding
    return {
        "users": [user for user, _ in drawn] + zeros,
        "positives": [item for _, item in drawn] + zeros,
        "negatives": [negative(rng, train[user]) for user, _ in drawn] + zeros,
        "weights": equal_weights([True] * rows + [False] * padding),
    }


def sequences(rng: random.Random, train: list[list[int]], rows: int, length: int) -> dict:
    """`rows` sequences, right-aligned, and one row of padding alone.

    Row 0 is the user whose items fill the window; the earlier half of row 1 is context that the loss does not count.
    """
    able = [user for user, items in enumerate(train) if len(items) > 1]
    batch = {name: [] for name in ("inputs", "targets", "negatives", "inputMask")}
    counted = []
    for row in range(rows):
        user = 0 if row == 0 else rng.choice(able)
        items = train[user][: rng.randint(2, len(train[user]))] if row > 0 else train[user]
        steps = list(zip(items[:-1], items[1:]))[-length:]
        padding = length - len(steps)
        context = len(steps) // 2 if row == 1 else 0
        batch["inputs"].append([0] * padding + [before for before, _ in steps])
        batch["targets"].append([0] * padding + [after for _, after in steps])
        batch["negatives"].append(
            [0] * (padding + context) + [negative(rng, train[user]) for _ in steps[context:]]
        )
        batch["inputMask"].append([0.0] * padding + [1.0] * len(steps))
        counted.append([False] * (padding + context) + [True] * (len(steps) - context))
    for name, zero in (("inputs", 0), ("targets", 0), ("negatives", 0), ("inputMask", 0.0)):
        batch[name].append([zero] * length)
    counted.append([False] * length)
    flat = equal_weights([is_counted for row in counted for is_counted in row])
    batch["weights"] = [flat[start : start + length] for start in range(0, len(flat), length)]
    return batch
