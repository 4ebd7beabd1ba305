import type { GgufTensor } from "#main/lib/gguf/tensors.ts";
import { AppError } from "#main/rpc/errors.ts";
import type { Embedding, Linear, LinearGroup, ModelSource, Place } from "./frozen.ts";
import { fill, fillTransposed, typeId } from "./ggml/fill.ts";
import type { Pointer } from "./ggml/library.ts";
import type { Machine } from "./ggml/machine.ts";
import { createStore, type TensorStore } from "./ggml/store.ts";
import type { ModelFile, WeightFile } from "./ggml/weight-file.ts";
import type { LoraModule } from "./train-contract.ts";
import type { WeightTypes } from "./weight-types.ts";

/** Frozen weights as an architecture declared them. */
export interface FrozenModel extends Disposable {
  readonly source: ModelSource;
  readonly groups: readonly LinearGroup[];
  /** Reads the file into memory. Throws TRAINING_TOO_LARGE. */
  load(): Promise<void>;
  /** In the computer's memory, and of both together in the card's. */
  bytes(): { weights: number; transposed: number; onCard: number };
}

/** A card's memory is too small for what was to lie there. */
export class CardFull extends Error {
  override readonly name = "CardFull";
}

export interface FrozenOptions {
  file: WeightFile;
  model: ModelFile;
  machine: Machine;
  types: WeightTypes;
  /** The last so many layers, and the head, lie on the card. */
  card: { types: WeightTypes; layers: number } | null;
  modules: readonly LoraModule[];
  lastLayers: number | null;
}

const F32 = typeId("F32");
const LAYER_OF = /^blk\.(\d+)\./;
/** Tensors of one layer, with transposed copies and biases. */
const LAYER_TENSORS = 32;
const OTHER_TENSORS = 16;
/** From so many words on, gradients through the head take the words alone that are likely somewhere: blocks/likely-words.ts. */
const MANY_WORDS = 32_768;

export function declareModel(options: FrozenOptions): FrozenModel {
  const { file, model, machine, modules, lastLayers, card } = options;
  const layers = file.number("block_count");
  const firstTrained = lastLayers === null ? 0 : Math.max(0, layers - lastLayers);
  const maxTensors = layers * LAYER_TENSORS + OTHER_TENSORS;
  const stores = { weights: new Map<Pointer, TensorStore>(), transposed: new Map<Pointer, TensorStore>() };
  const fillings: (() => Promise<void>)[] = [];
  const groups: LinearGroup[] = [];
  let embedding: Embedding | null = null;

  const placeOf = (layer: number): Place => (card !== null && layer >= layers - card.layers ? "card" : "processor");
  const typesOf = (place: Place): WeightTypes => (place === "card" && card !== null ? card.types : options.types);
  const headPlace: Place = card === null ? "processor" : "card";
  const extraTypes = new Set(machine.extraBufferTypes.values());

  function storeOf(kind: keyof typeof stores, bufferType: Pointer): TensorStore {
    let store = stores[kind].get(bufferType);
    if (store === undefined) stores[kind].set(bufferType, (store = createStore(bufferType, maxTensors)));
    return store;
  }

  function matrix(tensor: GgufTensor, place: Place, isRead = false): Pointer {
    const [columns = 1, rows = 1] = tensor.shape;
    const { type, bufferType } = typesOf(place).forward(tensor, isRead);
    const pointer = storeOf("weights", bufferType).add(typeId(type), columns, rows);
    fillings.push(() => fill(file, tensor, pointer, { type, isWhole: extraTypes.has(bufferType) }));
    return pointer;
  }

  function transposedOf(tensor: GgufTensor, place: Place): Pointer {
    const [columns = 1, rows = 1] = tensor.shape;
    const { type, bufferType } = typesOf(place).backward(tensor);
    const pointer = storeOf("transposed", bufferType).add(typeId(type), rows, columns);
    fillings.push(() => fillTransposed(file, tensor, pointer, { type, isWhole: extraTypes.has(bufferType) }));
    return pointer;
  }

  /** What belongs to no layer lies with the head. */
  function vector(name: string): Pointer {
    const tensor = file.tensor(name);
    const layer = LAYER_OF.exec(name)?.[1];
    const place = layer === undefined ? headPlace : placeOf(Number(layer));
    const bufferType = place === "card" ? (machine.card?.bufferType ?? machine.bufferType) : machine.bufferType;
    const pointer = storeOf("weights", bufferType).add(F32, tensor.elements, 1);
    fillings.push(() => fill(file, tensor, pointer, { type: "F32", isWhole: false }));
    return pointer;
  }

  const optionalVector = (name: string): Pointer | null => (file.has(name) ? vector(name) : null);

  function linear(layer: number, name: string, isModule: boolean, isFirst: boolean): Linear {
    const tensor = file.tensor(`blk.${layer}.${name}.weight`);
    const [columns = 1, rows = 1] = tensor.shape;
    return {
      tensor: tensor.name,
      columns,
      rows,
      weight: matrix(tensor, placeOf(layer)),
      transposed: layer < firstTrained || isFirst ? null : transposedOf(tensor, placeOf(layer)),
      bias: optionalVector(`blk.${layer}.${name}.bias`),
      isTrained: layer >= firstTrained && isModule,
    };
  }

  const source: ModelSource = {
    layers,
    firstTrained,
    number: (key, fallback) => file.number(key, fallback),
    text: (key, fallback) => file.text(key, fallback),
    has: (name) => file.has(name),
    placeOf,
    linears(layer, names, called = []) {
      // What the first trained layer reads is nobody's result that could change.
      const isFirst = layer === firstTrained && names.some((name) => name.startsWith("attn_q"));
      const linears = names.map((name) => {
        const isModule = modules.some((module) => (called.length === 0 ? module === name : called.includes(module)));
        return linear(layer, name, isModule, isFirst);
      });
      const group: LinearGroup = {
        index: groups.length,
        layer,
        columns: linears[0]?.columns ?? 0,
        linears,
        adapter: null,
      };
      groups.push(group);
      return group;
    },
    vector: (name) => vector(`${name}.weight`),
    optionalVector: (name) => optionalVector(`${name}.weight`),
    embedding() {
      const tensor = file.tensor("token_embd.weight");
      const [dimensions = 1, words = 1] = tensor.shape;
      // A table that is looked up stays in the computer's memory.
      return (embedding ??= { weight: matrix(tensor, "processor", true), dimensions, words });
    },
    head(softCap) {
      const isOwn = file.has("output.weight");
      const tensor = file.tensor(isOwn ? "output.weight" : "token_embd.weight");
      const [dimensions = 1, words = 1] = tensor.shape;
      const isFew = machine.card === null && softCap === null && words >= MANY_WORDS;
      const isApart = isOwn || headPlace === "card";
      const weight = isApart ? matrix(tensor, headPlace, isFew) : source.embedding().weight;
      return { weight, dimensions, words, transposed: isFew ? null : transposedOf(tensor, headPlace), softCap };
    },
    invalid: (problem) => file.invalid(problem),
  };

  const isOnCard = (bufferType: Pointer): boolean => bufferType === machine.card?.bufferType;
  const all = (): TensorStore[] => [...stores.weights.values(), ...stores.transposed.values()];
  const sum = (list: Iterable<TensorStore>): number => [...list].reduce((bytes, store) => bytes + store.bytes(), 0);
  return {
    source,
    groups,
    async load() {
      for (const [bufferType, store] of [...stores.weights, ...stores.transposed]) {
        if (await store.allocate()) continue;
        throw isOnCard(bufferType) ? new CardFull("The weights do not fit into the card's memory") : notEnough(model);
      }
      for (const filling of fillings) await filling();
      fillings.length = 0;
    },
    bytes() {
      const onCard = (kind: keyof typeof stores): number =>
        sum([...stores[kind]].filter(([bufferType]) => isOnCard(bufferType)).map(([, store]) => store));
      const [weights, transposed] = [onCard("weights"), onCard("transposed")];
      return {
        weights: sum(stores.weights.values()) - weights,
        transposed: sum(stores.transposed.values()) - transposed,
        onCard: weights + transposed,
      };
    },
    [Symbol.dispose]: () => all().forEach((store) => store[Symbol.dispose]()),
  };
}

function notEnough({ name }: ModelFile): AppError {
  const message = `There is not enough memory to train on ${name}.`;
  return new AppError("TRAINING_TOO_LARGE", message, { model: name });
}
