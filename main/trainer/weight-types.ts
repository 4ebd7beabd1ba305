import type { GgufTensor } from "#main/lib/gguf/tensors.ts";
import { agrees } from "./ggml/agree.ts";
import type { Machine } from "./ggml/machine.ts";
import { isSupported, measureProducts, type Placement, PROBE } from "./ggml/measure.ts";
import { blockOf } from "./ggml/numbers.ts";
import type { WeightFile } from "./ggml/weight-file.ts";
import type { ProductSpeeds } from "./network.ts";
import type { TrainingSettings } from "./train-contract.ts";

/** In which types the frozen weights are kept. */
export interface WeightTypes {
  /** For the forward pass: the file's own, or one that loses next to nothing of it. `isRead`: single rows are read, too. */
  forward(tensor: GgufTensor, isRead?: boolean): Placement;
  /** Transposed copies, for gradients. */
  backward(tensor: GgufTensor): Placement;
}

/** Those of the processor's layers. */
export interface ProcessorTypes extends WeightTypes {
  /** What the choice was made by. */
  readonly speeds: ProductSpeeds;
}

/** Not quantised: kept as they are. */
export const WHOLE = new Set(["F32", "F16", "BF16"]);
/**
 * For gradients, the usual first. What those of Gemma 3 270M lose, as the cosine to F32: BF16 0.9999, Q8_0 0.996, IQ4_NL 0.968, Q4_0
 * 0.951. The last two are for people to choose, or not at all.
 */
export const EXACT_ENOUGH = ["Q8_0", "BF16", "F16", "F32"];
/** Another placement than the usual has to be so much faster: measurements waver on a busy machine. */
const WORTH = 1.5;

/** From so many numbers on, a model of 4 or 5 bits stays that small: as Q8_0 it would take half a gigabyte more. */
const LARGE = 1e9;

/**
 * Looks how fast this machine multiplies each type that comes into question: some tenths of a second. With `known`, which has them all,
 * it does not look again, and the choice is the same.
 */
export async function chooseWeightTypes(
  machine: Machine,
  { matrixTypes, matrixNumbers, matrixSides }: Pick<WeightFile, "matrixTypes" | "matrixNumbers" | "matrixSides">,
  backwardType: TrainingSettings["backwardType"],
  known: ProductSpeeds | null,
): Promise<ProcessorTypes> {
  const gradientTypes = backwardType === "auto" ? EXACT_ENOUGH : [backwardType.toUpperCase()];
  const extra = [...machine.extraBufferTypes.values()];
  const layouts = new Map([...machine.extraBufferTypes].map(([name, bufferType]) => [bufferType, name]));
  const nameOf = ({ type, bufferType }: Placement): string => `${type} ${layouts.get(bufferType) ?? "plain"}`;
  const all = [...new Set([...matrixTypes, ...gradientTypes, "Q8_0"])]
    .flatMap((type) => [...extra, machine.bufferType].map((bufferType) => ({ type, bufferType })))
    .filter((placement) => isSupported(machine, placement, PROBE.columns, PROBE.rows));
  const speeds =
    known !== null && all.every((placement) => nameOf(placement) in known)
      ? known
      : Object.fromEntries((await measureProducts(machine, all)).map((each) => [nameOf(each), each.speed]));
  // Types of the file are multiplied forward alone.
  const sidesOf = (type: string): ReadonlySet<number> =>
    new Set([...matrixSides.columns, ...(gradientTypes.includes(type) ? matrixSides.rows : [])]);
  const wrong = await findWrong(machine, all, sidesOf);
  const speedOf = (placement: Placement): number => speeds[nameOf(placement)] ?? 0;

  /** The first that can be, unless a later one is much faster. */
  function choose(wanted: readonly Placement[], columns: number, rows: number): Placement {
    const can = wanted.filter(
      (placement) =>
        fits(placement.type, columns) &&
        isSupported(machine, placement, columns, rows) &&
        !wrong.has(tried(placement, columns)),
    );
    const [usual = { type: "F16", bufferType: machine.bufferType }, ...others] = can;
    return others.reduce((best, other) => (speedOf(other) > WORTH * speedOf(best) ? other : best), usual);
  }

  const inExtra = (type: string): Placement[] => extra.map((bufferType) => ({ type, bufferType }));
  const plain = (type: string): Placement => ({ type, bufferType: machine.bufferType });
  return {
    speeds,
    forward(tensor, isRead = false) {
      const [columns = 1, rows = 1] = tensor.shape;
      const { type } = tensor;
      if (isRead) return plain(WHOLE.has(type) ? type : "Q8_0");
      if (WHOLE.has(type)) return choose([plain(type), ...inExtra(type)], columns, rows);
      const small = [...inExtra(type), plain(type)];
      const eight = [...inExtra("Q8_0"), plain("Q8_0")];
      return choose(matrixNumbers > LARGE ? [...small, ...eight] : [...eight, ...small], columns, rows);
    },
    backward(tensor) {
      const [rows = 1, columns = 1] = tensor.shape;
      const wanted = gradientTypes.flatMap((type) => [...inExtra(type), plain(type)]);
      return choose(wanted, columns, rows);
    },
  };
}

const tried = ({ type, bufferType }: Placement, columns: number): string => `${type} ${bufferType} ${columns}`;

/** Layouts that multiply rows of some length otherwise than plain memory does: they are not used for those. */
async function findWrong(
  machine: Machine,
  placements: readonly Placement[],
  sidesOf: (type: string) => ReadonlySet<number>,
): Promise<Set<string>> {
  const wrong = new Set<string>();
  for (const placement of placements) {
    if (placement.bufferType === machine.bufferType) continue;
    for (const columns of sidesOf(placement.type)) {
      if (!fits(placement.type, columns) || !isSupported(machine, placement, columns, PROBE.rows)) continue;
      if (!(await agrees(machine, placement, columns))) wrong.add(tried(placement, columns));
    }
  }
  return wrong;
}

export const fits = (type: string, columns: number): boolean => columns % blockOf(type) === 0;
