import { AppError } from "#main/rpc/errors.ts";
import { architectureOf } from "./architectures/all.ts";
import { drawDropout } from "./blocks/dropout.ts";
import { type Probabilities, targetLogits, targetProbabilities } from "./blocks/head.ts";
import { createGraph, type Graph } from "./ggml/graph.ts";
import { GraphTooLarge, type Machine, openMachine } from "./ggml/machine.ts";
import { type ModelFile, openWeightFile } from "./ggml/weight-file.ts";
import type { Head } from "./frozen.ts";
import { createLora } from "./lora.ts";
import { declareModel } from "./model-source.ts";
import type { Example, ExampleLoss, Network, ProductSpeeds } from "./network.ts";
import { createPass, type Pass } from "./pass.ts";
import type { TrainingSettings } from "./train-contract.ts";
import { chooseWeightTypes } from "./weight-types.ts";

export interface NetworkOptions extends Pick<
  TrainingSettings,
  | "rank"
  | "alpha"
  | "isRankStabilised"
  | "modules"
  | "lastLayers"
  | "dropout"
  | "isCheckpointing"
  | "backwardType"
  | "seed"
> {
  readonly threads: number;
  /** Of an earlier time, to choose the same types again. */
  readonly speeds?: ProductSpeeds | null;
  /** Computes the graphs in the machine's place: for profiles. */
  readonly compute?: (machine: Machine, graph: Graph) => Promise<void>;
}

/** Logits of so many targets at once: with 262,144 words each takes a megabyte. */
const LOGITS_TARGETS = 64;
/** A probability that was rounded to nothing: the largest loss that is told, 87 nats. */
const LEAST = 1e-38;
const QUERY_BLOCK = 136;
/** Operations and views, at most: of a layer, of one of its blocks of queries, of a chunk of targets; forward, again, and back. */
const NODES = { layer: 400, block: 60, chunk: 40, rest: 500 };

/**
 * Reads a model's weights and puts a new adapter on them. Throws UNSUPPORTED_ARCHITECTURE, MODEL_INVALID (damaged, split, without weights,
 * or of types that are not read), NOT_FOUND, TRAINING_TOO_LARGE.
 */
export async function openNetwork(model: ModelFile, options: NetworkOptions): Promise<Network> {
  using stack = new DisposableStack();
  await using file = await openWeightFile(model);
  const architecture = architectureOf(file.architecture, model.name);
  const machine = stack.use(openMachine(options.threads));
  const types = await chooseWeightTypes(machine, file, options.backwardType, options.speeds ?? null);
  const { modules, lastLayers } = options;
  const frozen = stack.use(declareModel({ file, model, machine, types, modules, lastLayers }));
  const body = architecture.declare(frozen.source);
  const contextTokens = file.number("context_length");
  await frozen.load();
  const lora = await createLora({ ...options, groups: frozen.groups, machine });
  if (lora === null) throw notEnoughMemory(model);
  stack.use(lora);
  const widest = Math.max(...frozen.groups.map(({ columns }) => columns));
  const fallbacks = new Set<string>();

  interface Reading {
    isAdapted: boolean;
    /** null: without gradients. */
    learning: { weight: number; dropoutSeed: number } | null;
  }

  /** Builds a graph over a batch, computes it, and reads what `build` left. */
  async function compute<T>(
    batch: readonly Example[],
    { isAdapted, learning }: Reading,
    build: (pass: Pass) => (graph: Graph) => T,
  ): Promise<T> {
    using graph = createGraph(machine, nodesOf(batch, frozen.source.layers));
    const tokens = batch.reduce((sum, { ids }) => sum + ids.length, 0);
    const dropout =
      learning === null || options.dropout === 0
        ? null
        : drawDropout(graph, { share: options.dropout, seed: learning.dropoutSeed, columns: widest, tokens });
    const isCheckpointing = options.isCheckpointing && learning !== null;
    const read = build(createPass({ graph, batch, isAdapted, isCheckpointing, dropout }));
    try {
      await graph.allocate();
    } catch (error) {
      throw error instanceof GraphTooLarge ? notEnoughMemory(model) : error;
    }
    machine.fallbacks(graph.nodes()).forEach((name) => fallbacks.add(name));
    await (options.compute?.(machine, graph) ?? graph.compute());
    return read(graph);
  }

  const losses = (batch: readonly Example[], reading: Reading): Promise<ExampleLoss[]> =>
    compute(batch, reading, (pass) => {
      const weights = reading.learning === null ? null : weightsOf(batch, reading.learning.weight);
      const probabilities = targetProbabilities(pass, body.head, body.hidden(pass), weights);
      return (graph) => lossesOf(batch, readAll(graph, probabilities));
    });

  const owned = stack.move();
  return {
    architecture: architecture.name,
    words: body.head.words,
    contextTokens,
    lora,
    speeds: types.speeds,
    get fallbacks() {
      return [...fallbacks];
    },
    learn: (batch, learning) => losses(batch, { isAdapted: true, learning }),
    judge: (batch, { withAdapter = true } = {}) => losses(batch, { isAdapted: withAdapter, learning: null }),
    async logits(example, { withAdapter = true } = {}) {
      const { words } = body.head;
      const all = new Float32Array(example.targets.length * words);
      for (let from = 0; from < example.targets.length; from += LOGITS_TARGETS) {
        const targets = example.targets.subarray(from, from + LOGITS_TARGETS);
        const into = all.subarray(from * words, (from + targets.length) * words);
        await compute([{ ids: example.ids, targets }], { isAdapted: withAdapter, learning: null }, (pass) =>
          readLater(pass, body.head, body.hidden(pass), into),
        );
      }
      return all;
    },
    setThreads: (threads) => machine.setThreads(threads),
    memory: () => ({ ...frozen.bytes(), adapter: lora.bytes(), compute: machine.computeBytes() }),
    [Symbol.dispose]: () => owned.dispose(),
  };
}

function readLater(pass: Pass, head: Head, hidden: Parameters<typeof targetLogits>[2], into: Float32Array) {
  const logits = targetLogits(pass, head, hidden);
  return (graph: Graph): Float32Array => graph.read(logits, into);
}

function nodesOf(batch: readonly Example[], layers: number): number {
  const blocks = batch.reduce((sum, { ids }) => sum + Math.ceil(ids.length / QUERY_BLOCK), 0);
  const chunks = Math.ceil(batch.reduce((sum, { targets }) => sum + targets.length, 0) / LOGITS_TARGETS);
  return layers * (NODES.layer + blocks * NODES.block) + chunks * NODES.chunk + NODES.rest;
}

/** For each target, what its loss counts: an example's targets share its weight. */
function weightsOf(batch: readonly Example[], weight: number): Float32Array {
  return Float32Array.from(
    batch.flatMap(({ targets }) => new Array<number>(targets.length).fill(weight / targets.length)),
  );
}

function readAll(graph: Graph, { pieces }: Probabilities): Float32Array {
  const all = new Float32Array(pieces.reduce((sum, { rows }) => sum + rows, 0));
  let at = 0;
  for (const { tensor, rows } of pieces) {
    graph.read(tensor, all.subarray(at, at + rows));
    at += rows;
  }
  return all;
}

function lossesOf(batch: readonly Example[], probabilities: Float32Array): ExampleLoss[] {
  let at = 0;
  return batch.map(({ ids, targets }) => {
    let sum = 0;
    for (const probability of probabilities.subarray(at, at + targets.length)) {
      // Not a number stays one: whoever trains has to see it.
      sum -= Math.log(probability < LEAST ? LEAST : probability);
    }
    at += targets.length;
    return { loss: sum / targets.length, targets: targets.length, tokens: ids.length };
  });
}

function notEnoughMemory({ name }: ModelFile): AppError {
  const message = `There is not enough memory to train on ${name} with texts of this length.`;
  return new AppError("TRAINING_TOO_LARGE", message, { model: name });
}
