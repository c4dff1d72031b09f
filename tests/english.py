"""What a page says, and what of it is still English: for tests of other languages."""

import json
import re

KEYS = ("label", "body", "help", "caption", "placeholder", "options", "value", "alt")
# What no language translates: names, and what is written in code, in formulas and beside a term at its first use.
NAMES = set(
    """Kernelwalk PyTorch Keras TensorFlow NumPy ONNX Python Sobel Prewitt Gabor LeNet-5 AlexNet VGG-16 ResNet-18 MNIST
    LeCun Bottou Bengio Haffner google-research receptive_field Araujo Norris Sim Wang ResNet gist
    Receptive Field Size
    Leaky ReLU Sigmoid Softmax softmax tanh max conv1 conv2 conv5 pool1 pool2 pool5 layer4
    valid same half full mod floor
    C_in C_out H_out W_out K_h K_w im2col Shift Home End Escape Ctrl https English""".split()  # noqa: SIM905
)
IN_PLACE = re.compile(
    r"<style.*?</style>|<script.*?</script>|<math.*?</math>|<[^>]*>|`[^`]*`|\]\([^)]*\)|:material/\w+:|（[^（）]*）|\([^()]*\)|\{\w+\}"
    r"|'\w+'|“\w+”|[?&]\S+|\S+\.(?:png|npy|css|js)",
    re.DOTALL,
)
WORD = re.compile(r"(?<![\w-])[A-Za-z][\w-]{2,}", re.ASCII)


def english(text):
    """The English words of a text, of those that a language should have translated."""
    return [word for word in WORD.findall(IN_PLACE.sub(" ", text.replace("\\", ""))) if word not in NAMES]


def page_texts(app):
    """All that a page says by AppTest, but for code."""
    yield from (text for block in (app.main, app.sidebar) for text in _block_texts(block))


def player_texts(data):
    """What the player is given to say."""
    yield from data["words"].values()
    board = data["board"]
    yield board["table"]
    yield from (word[2] for word in board["words"])
    yield data["moved"]
    for panel in [*board["panels"], *data["numbers"]]:
        yield panel["title"]
        yield from panel.get("valueSentences") or ()
    for track in board["tracks"]:
        yield from (
            track["title"],
            track["sizeTerms"],
            *track["notes"],
            *(meaning for _look, meaning in track["legend"]),
        )
        yield from (group["label"] for group in track["groups"])
        yield from (term["sentence"] for term in track["terms"].values())
        for name, words in track["words"].items():
            if name == "post":
                yield from (text for each in words for key, text in each.items() if key not in ("name", "value"))
            elif name == "asked":
                yield from (each["text"] for each in words)
            else:
                yield from words if isinstance(words, list) else [words]
    yield from (preset["label"] for preset in data["presets"])


def flat(texts):
    """All forms of those that have several."""
    for text in texts:
        yield from text.values() if isinstance(text, dict) else [text]


def _block_texts(block):
    proto = getattr(block, "proto", None)
    if proto is not None:
        yield from _proto_texts(block.type, proto)
    for child in getattr(block, "children", {}).values():
        yield from _block_texts(child)


def _proto_texts(kind, proto):
    if kind == "bidi_component":
        yield from flat(player_texts(json.loads(proto.json)))
        return
    if kind in ("code", "html"):
        return
    for key in KEYS:
        value = getattr(proto, key, None)
        if isinstance(value, str) and value:
            yield value
        elif key == "options" and value:
            yield from (each if isinstance(each, str) else each.content for each in value)
