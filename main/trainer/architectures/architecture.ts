import type { Value } from "../autodiff.ts";
import { targetsOf } from "../blocks/arithmetic.ts";
import type { Head, ModelSource } from "../frozen.ts";
import { checkpointed, type Pass, passAt } from "../pass.ts";

/** One family of models: which tensors it has, and how rows go through them. */
export interface Architecture {
  /** `general.architecture` of its files. */
  readonly name: string;
  declare(source: ModelSource): Body;
}

export interface Body {
  /** From tokens to the rows that have a target, normalised for the head. */
  hidden(pass: Pass): Value;
  readonly head: Head;
}

/** Declares each layer's tensors. */
export function declareLayers<L>(source: ModelSource, declare: (index: number) => L): L[] {
  return Array.from({ length: source.layers }, (_, index) => declare(index));
}

/** Takes the rows that matter behind the last layer's attention: all of them, but in the last layer. */
export type Narrow = (pass: Pass, x: Value) => Value;

/** Rows of one layer: all tokens, or the targets'. */
export const rowsBehind = (pass: Pass, isLast: boolean): number => (isLast ? pass.labels.length : pass.tokens);

/** Through all layers; behind the last one's attention only rows with a target go on. */
export function throughLayers<L>(
  pass: Pass,
  source: ModelSource,
  layers: readonly L[],
  x: Value,
  through: (pass: Pass, layer: L, x: Value, behind: { narrow: Narrow; rows: number }) => Value,
): Value {
  return layers.reduce((rows, layer, index) => {
    const isLast = index === layers.length - 1;
    const narrow: Narrow = isLast ? targetsOf : (_, all) => all;
    const behind = { narrow, rows: rowsBehind(pass, isLast) };
    return checkpointed(passAt(pass, source.placeOf(index)), rows, index >= source.firstTrained, (inner, value) =>
      through(inner, layer, value, behind),
    );
  }, x);
}
