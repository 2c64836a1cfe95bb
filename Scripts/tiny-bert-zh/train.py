"""Trains tiny-bert-zh: a character-level Chinese BERT that knows 148 Tang poems by heart.

    python Scripts/tiny-bert-zh/train.py

Writes model.safetensors, config.json and vocab.txt to Registry/embedded/tiny-bert-zh/safetensors.
Single-threaded and seeded: the same machine and the same builds give the same bytes again.
Written with torch 2.13.0 (CPU), transformers 4.57.6, safetensors 0.8.0; Python 3.11.
"""

import argparse
import os
import random
import time

os.environ.setdefault("USE_TF", "0")  # transformers would load it for nothing

import torch
from transformers import BertConfig, BertForPreTraining

import corpus
import containers

SEED = 20080701
STEPS = 3000
BATCH = 96
IGNORED = -100

# Odd sizes on purpose: no two axes that a reader could confuse have the same length.
SIZES = dict(
    hidden_size=60, num_hidden_layers=3, num_attention_heads=4, intermediate_size=132,
    max_position_embeddings=40, type_vocab_size=2,
)


class Samples:
    """Draws masked sentence pairs: a verse, a couplet, two couplets, neighbouring or not."""

    def __init__(self, tokenizer, seed):
        self.tokenizer = tokenizer
        self.random = random.Random(seed)
        self.couplets = [couplet for poem in corpus.poems() for couplet in poem]
        self.verses = [v for couplet in self.couplets for v in corpus.verses(couplet)]
        self.verse_pairs, self.couplet_pairs = [], []
        for poem in corpus.poems():
            lines = [v for couplet in poem for v in corpus.verses(couplet)]
            self.verse_pairs += zip(lines, lines[1:])
            self.couplet_pairs += zip(poem, poem[1:])

    def draw(self):
        """(first, second or None, label of the next-sentence head: 0 next, 1 random, -100 none)"""
        kind = self.random.random()
        if kind < 0.5:
            return self.random.choice(self.verses), None, IGNORED
        if kind < 0.65:
            return self.random.choice(self.couplets), None, IGNORED
        pairs, lines = (
            (self.verse_pairs, self.verses) if kind < 0.9
            else (self.couplet_pairs, self.couplets))
        first, second = self.random.choice(pairs)
        if self.random.random() < 0.5:
            return first, second, 0
        return first, self.random.choice(lines), 1

    def batch(self, size):
        t = self.tokenizer
        rows = []
        for _ in range(size):
            first, second, label = self.draw()
            ids, segments = t.encode(first, second)
            places = [i for i, token in enumerate(ids) if token not in (t.cls, t.sep)]
            count = max(1, round(len(places) * 0.15))
            targets = [IGNORED] * len(ids)
            for i in self.random.sample(places, count):
                targets[i] = ids[i]
                ids[i] = t.mask
            rows.append((ids, segments, targets, label))
        longest = max(len(ids) for ids, *_ in rows)

        def padded(column, value):
            return torch.tensor([r[column] + [value] * (longest - len(r[column])) for r in rows])

        ids = padded(0, t.pad)
        return dict(
            input_ids=ids, attention_mask=(ids != t.pad).long(), token_type_ids=padded(1, 0),
        ), padded(2, IGNORED), torch.tensor([r[3] for r in rows])


def loss_of(model, inputs, targets, labels):
    """Masked-token and next-sentence loss; the decoder runs on masked places only."""
    states = model.bert(**inputs)
    chosen = targets != IGNORED
    scores = model.cls.predictions(states.last_hidden_state[chosen])
    masked = torch.nn.functional.cross_entropy(scores, targets[chosen])
    paired = labels != IGNORED
    if not paired.any():
        return masked
    next_scores = model.cls.seq_relationship(states.pooler_output[paired])
    return masked + 0.2 * torch.nn.functional.cross_entropy(next_scores, labels[paired])


@torch.no_grad()
def accuracy(model, tokenizer, texts):
    """Share of characters predicted right when each is masked alone."""
    right = total = 0
    for text in texts:
        pair = text if isinstance(text, tuple) else (text, None)
        ids, segments = tokenizer.encode(*pair)
        places = [i for i, x in enumerate(ids) if x not in (tokenizer.cls, tokenizer.sep)]
        inputs = torch.tensor([ids] * len(places))
        rows = torch.arange(len(places))
        inputs[rows, torch.tensor(places)] = tokenizer.mask
        states = model.bert(
            input_ids=inputs, token_type_ids=torch.tensor([segments] * len(places)))
        scores = model.cls.predictions(states.last_hidden_state[rows, torch.tensor(places)])
        right += int((scores.argmax(-1) == torch.tensor([ids[i] for i in places])).sum())
        total += len(places)
    return right / total


@torch.no_grad()
def guess(model, tokenizer, text, count=3):
    """The likeliest characters for the one □ in a text."""
    ids, _ = tokenizer.encode(text)
    place = 1 + text.index("□")
    ids[place] = tokenizer.mask
    chances = model(input_ids=torch.tensor([ids])).prediction_logits[0, place].softmax(-1)
    best = chances.topk(count)
    return [(tokenizer.tokens[int(i)], round(float(p), 4)) for p, i in zip(*best)]


def report(model, tokenizer):
    samples = Samples(tokenizer, 0)
    model.eval()
    print(f"masked alone, verse:          {accuracy(model, tokenizer, samples.verses):.4f}")
    print(f"masked alone, couplet:        {accuracy(model, tokenizer, samples.couplets):.4f}")
    print(f"masked alone, two verses:     {accuracy(model, tokenizer, samples.verse_pairs):.4f}")
    print(f"masked alone, two couplets:   {accuracy(model, tokenizer, samples.couplet_pairs):.4f}")
    for text in ["床前明□光", "举头望□月", "春眠不觉□", "白日依□尽", "红豆生□国", "粒粒皆□苦"]:
        print(text, guess(model, tokenizer, text))


def train(steps):
    torch.manual_seed(SEED)
    torch.set_num_threads(1)
    torch.use_deterministic_algorithms(True)
    tokenizer = corpus.Tokenizer(corpus.vocabulary())
    config = BertConfig(
        vocab_size=len(tokenizer.tokens), **SIZES, hidden_dropout_prob=0.02,
        attention_probs_dropout_prob=0.02, initializer_range=0.05,
        architectures=["BertForPreTraining"], pad_token_id=0)
    config._attn_implementation = "eager"
    model = BertForPreTraining(config)
    optimizer = torch.optim.AdamW(model.parameters(), lr=3e-3, weight_decay=0.001)
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimizer, max_lr=4e-3, total_steps=steps, pct_start=0.1)
    samples = Samples(tokenizer, SEED)
    model.train()
    started = time.time()
    for step in range(1, steps + 1):
        loss = loss_of(model, *samples.batch(BATCH))
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        schedule.step()
        if step % 200 == 0:
            elapsed = time.time() - started
            print(f"step {step}: loss {loss.item():.4f} ({elapsed:.0f} s)", flush=True)
    return model, tokenizer


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--steps", type=int, default=STEPS)
    parser.add_argument("--output", type=containers.pathlib.Path, default=containers.HOME)
    arguments = parser.parse_args()
    model, tokenizer = train(arguments.steps)
    report(model, tokenizer)
    containers.write_safetensors(
        arguments.output / "safetensors", model.state_dict(), model.config, tokenizer.tokens)


if __name__ == "__main__":
    main()
