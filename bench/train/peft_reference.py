"""The reference of the bench `train`: the same LoRA training with PyTorch, transformers and PEFT, the way their guides write it.

    python peft_reference.py INPUT.json

INPUT.json: {
  "model": path of a GGUF file,
  "examples": [{"ids": [...], "targets": [...]}],   positions p whose next token, ids[p + 1], counts
  "precision": "f32" | "bf16",
  "threads", "rank", "alpha", "learningRate", "weightDecay", "clipNorm", "batchExamples": numbers,
  "start": {"file": path of float32 numbers, "offsets": {"blk.0.attn_q.weight": where its A begins, in numbers}} or null (PEFT's own)
}

Batch of one, gradients averaged over `batchExamples`, AdamW at a constant rate. Prints JSON lines: for each example {"example", "step",
"loss" (mean over its targets, nats), "tokens", "seconds"}, then {"done": true, "tokens", "seconds", "tokensPerSecond", "peakBytes"}.
Seconds and memory are of the training alone: loading, which dequantises the file, is left out.
"""

import json
import os
import re
import sys
import time

# Read when the model is made, so before anything of transformers is imported: nothing is fetched, everything is given.
os.environ["HF_HUB_OFFLINE"] = "1"

import numpy
import torch
from peft import LoraConfig, get_peft_model
from transformers import AutoModelForCausalLM
from transformers.utils import logging

MODULES = {
    "q_proj": "attn_q",
    "k_proj": "attn_k",
    "v_proj": "attn_v",
    "o_proj": "attn_output",
    "gate_proj": "ffn_gate",
    "up_proj": "ffn_up",
    "down_proj": "ffn_down",
}
IGNORED = -100  # what the loss of transformers leaves out


def load(request):
    folder, file = os.path.split(request["model"])
    dtype = {"f32": torch.float32, "bf16": torch.bfloat16}[request["precision"]]
    model = AutoModelForCausalLM.from_pretrained(folder, gguf_file=file, dtype=dtype)
    config = LoraConfig(r=request["rank"], lora_alpha=request["alpha"], target_modules=list(MODULES), task_type="CAUSAL_LM")
    model = get_peft_model(model, config)
    if request["start"] is not None:
        set_start(model, **request["start"])
    return model.train()


@torch.no_grad()
def set_start(model, file, offsets):
    """The same first numbers in every A, so that the curves can be compared. B begins at zero on both sides."""
    values = numpy.fromfile(file, "<f4")
    for name, parameter in model.named_parameters():
        if "lora_A" not in name:
            continue
        layer, module = re.search(r"layers\.(\d+)\.\w+\.(\w+)\.lora_A", name).groups()
        at = offsets[f"blk.{layer}.{MODULES[module]}.weight"]
        parameter.copy_(torch.from_numpy(values[at : at + parameter.numel()]).reshape(parameter.shape))


def labels_of(example):
    """transformers compares the logits behind a token with the label of the next one."""
    labels = torch.full((1, len(example["ids"])), IGNORED)
    for target in example["targets"]:
        labels[0, target + 1] = example["ids"][target + 1]
    return labels


def train(model, request):
    parameters = [parameter for parameter in model.parameters() if parameter.requires_grad]
    optimizer = torch.optim.AdamW(parameters, lr=request["learningRate"], weight_decay=request["weightDecay"])
    batch, examples = request["batchExamples"], request["examples"]
    step = 0
    for index, example in enumerate(examples):
        began = time.monotonic()
        loss = model(input_ids=torch.tensor([example["ids"]]), labels=labels_of(example)).loss
        (loss / batch).backward()
        if (index + 1) % batch == 0 or index + 1 == len(examples):
            torch.nn.utils.clip_grad_norm_(parameters, request["clipNorm"])
            optimizer.step()
            optimizer.zero_grad()
            step += 1
        seconds = time.monotonic() - began
        yield {"example": index, "step": step, "loss": loss.item(), "tokens": len(example["ids"]), "seconds": seconds}


def peak_bytes():
    """The most memory since `forget_peak` (Linux)."""
    with open("/proc/self/status") as status:
        return next(int(line.split()[1]) * 1024 for line in status if line.startswith("VmHWM"))


def forget_peak():
    with open("/proc/self/clear_refs", "w") as file:
        file.write("5")


def main():
    with open(sys.argv[1]) as file:
        request = json.load(file)
    logging.set_verbosity_error()
    logging.disable_progress_bar()
    torch.manual_seed(0)
    torch.set_num_threads(request["threads"])
    model = load(request)
    forget_peak()
    lines = []
    for line in train(model, request):
        lines.append(line)
        print(json.dumps(line), flush=True)
    tokens, seconds = sum(line["tokens"] for line in lines), sum(line["seconds"] for line in lines)
    done = {"tokens": tokens, "seconds": seconds, "tokensPerSecond": tokens / seconds, "peakBytes": peak_bytes()}
    print(json.dumps({"done": True, **done}), flush=True)


if __name__ == "__main__":
    main()
