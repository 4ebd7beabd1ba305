import { AppError } from "#main/rpc/errors.ts";
import { architectureOf } from "./architectures/all.ts";
import { cardTypes } from "./card-types.ts";
import { drawDropout } from "./blocks/dropout.ts";
import { type Probabilities, targetLogits, targetProbabilities } from "./blocks/head.ts";
import { createGraph, type Graph } from "./ggml/graph.ts";
import { type Card, memoryOf } from "./ggml/cards.ts";
import { GraphTooLarge, type Machine, openMachine } from "./ggml/machine.ts";
import type { ModelFile, WeightFile } from "./ggml/weight-file.ts";
import type { Head } from "./frozen.ts";
import { createLora } from "./lora.ts";
import { CardFull, declareModel } from "./model-source.ts";
import type { Example, ExampleLoss, Network, NetworkMemory, ProductSpeeds } from "./network.ts";
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
  /** A card that was tried and is not used: `Network.refusedCard`. */
  readonly refusedCard?: string | null;
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
const NODES = { layer: 400, block: 60, chunk: 180, rest: 500 };

/** What a network is opened on. */
export interface OpenOn {
  readonly file: WeightFile;
  readonly model: ModelFile;
  /** The card, and how many layers lie on it; null: the processor computes everything. */
  readonly card: { readonly card: Card; readonly layers: number } | null;
}

/** A network that can be asked whether it fits. */
export interface OpenedNetwork extends Network {
  /** Gets memory for an example of so many tokens. Throws TRAINING_TOO_LARGE. */
  reserve(tokens: number): Promise<void>;
}

/**
 * Reads a model's weights and puts a new adapter on them. Throws UNSUPPORTED_ARCHITECTURE, MODEL_INVALID (damaged, or of another make than
 * its architecture says), TRAINING_TOO_LARGE, and `CardFull` when the card's part does not fit.
 */
export async function openNetworkOn(
  { file, model, card: on }: OpenOn,
  options: NetworkOptions,
): Promise<OpenedNetwork> {
  using stack = new DisposableStack();
  const architecture = architectureOf(file, model.name);
  const free = on === null ? null : memoryOf(on.card);
  const machine = stack.use(openMachine(options.threads, on?.card));
  const { modules, lastLayers, backwardType } = options;
  const types = await chooseWeightTypes(machine, file, backwardType, options.speeds ?? null);
  const card =
    on === null || machine.card === null
      ? null
      : { types: cardTypes(machine, machine.card, backwardType), layers: on.layers };
  const frozen = stack.use(declareModel({ file, model, machine, types, card, modules, lastLayers }));
  const { source } = frozen;
  const body = architecture.declare(source);
  const contextTokens = file.number("context_length");
  await frozen.load();
  const lora = await createLora({ ...options, groups: frozen.groups, machine, placeOf: source.placeOf });
  if (lora === null) throw on === null ? notEnoughMemory(model) : new CardFull("The adapter does not fit");
  stack.use(lora);
  const widest = Math.max(...frozen.groups.map(({ columns }) => columns));

  interface Reading {
    isAdapted: boolean;
    /** null: without gradients. */
    learning: { weight: number; dropoutSeed: number } | null;
  }

  /** Builds a graph over a batch, and gives it memory. */
  async function prepare<T>(
    graph: Graph,
    batch: readonly Example[],
    { isAdapted, learning }: Reading,
    build: (pass: Pass) => T,
  ): Promise<T> {
    const tokens = batch.reduce((sum, { ids }) => sum + ids.length, 0);
    const dropout =
      learning === null || options.dropout === 0
        ? null
        : drawDropout(graph, { share: options.dropout, seed: learning.dropoutSeed, columns: widest, tokens });
    const isCheckpointing = options.isCheckpointing && learning !== null;
    const built = build(createPass({ graph, batch, isAdapted, isCheckpointing, dropout }));
    try {
      await graph.allocate();
    } catch (error) {
      throw error instanceof GraphTooLarge ? notEnoughMemory(model) : error;
    }
    return built;
  }

  const newGraph = (batch: readonly Example[]): Graph => createGraph(machine, nodesOf(batch, source.layers));

  /** Builds a graph over a batch, computes it, and reads what `build` left. */
  async function compute<T>(
    batch: readonly Example[],
    reading: Reading,
    build: (pass: Pass) => (graph: Graph) => T,
  ): Promise<T> {
    using graph = newGraph(batch);
    const read = await prepare(graph, batch, reading, build);
    await (options.compute?.(machine, graph) ?? graph.compute());
    return read(graph);
  }

  const probabilitiesOf = (pass: Pass, batch: readonly Example[], { learning }: Reading): Probabilities =>
    targetProbabilities(
      pass,
      body.head,
      body.hidden(pass),
      learning === null ? null : weightsOf(batch, learning.weight),
    );

  const losses = (batch: readonly Example[], reading: Reading): Promise<ExampleLoss[]> =>
    compute(batch, reading, (pass) => {
      const probabilities = probabilitiesOf(pass, batch, reading);
      return (graph) => lossesOf(batch, readAll(graph, probabilities));
    });

  function memory(): NetworkMemory {
    const { weights, transposed, onCard } = frozen.bytes();
    const adapter = lora?.bytes() ?? { all: 0, onCard: 0 };
    const activations = machine.computeBytes();
    return {
      ...{ weights, transposed, adapter: adapter.all - adapter.onCard, compute: activations.processor },
      card:
        on === null || free === null
          ? null
          : {
              ...{ name: on.card.description, layers: on.layers, ofLayers: source.layers },
              bytes: onCard + adapter.onCard + activations.card,
              ...{ totalBytes: free.total, freeBytes: free.free },
            },
    };
  }

  const owned = stack.move();
  return {
    architecture: architecture.name,
    words: body.head.words,
    contextTokens,
    lora,
    speeds: on === null ? types.speeds : { ...types.speeds, [layersOn(on.card)]: on.layers },
    refusedCard: options.refusedCard ?? null,
    get fallbacks() {
      return [...machine.fallbacks];
    },
    async reserve(tokens) {
      const targets = Int32Array.from({ length: tokens - 1 }, (_, at) => at);
      const batch = [{ ids: new Int32Array(tokens), targets }];
      const reading = { isAdapted: true, learning: { weight: 1, dropoutSeed: 0 } };
      using graph = newGraph(batch);
      await prepare(graph, batch, reading, (pass) => probabilitiesOf(pass, batch, reading));
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
    memory,
    [Symbol.dispose]: () => owned.dispose(),
  };
}

/** Under which name `ProductSpeeds` say how many layers lay on a card. */
export const layersOn = ({ name }: Card): string => `layers on ${name}`;

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
