import type { Value } from "../autodiff.ts";
import type { GroupAdapter, Linear, LinearGroup } from "../frozen.ts";
import type { Graph } from "../ggml/graph.ts";
import type { Pointer } from "../ggml/library.ts";
import type { Pass } from "../pass.ts";
import { apart } from "./apart.ts";
import { dropOut } from "./dropout.ts";

const NUMBER_BYTES = 4;

/**
 * Linear layers that read the same `x` of `rows` rows, each with its low-rank part: y = W x + bias + scale · B A x (Hu et al. 2021).
 * Gradients of A and B are added to where they are kept. Back through W goes a product with its transposed copy.
 */
export function linears(pass: Pass, group: LinearGroup, x: Value, rows: number): Value[] {
  const { graph, tape } = pass;
  const adapter = pass.isAdapted ? group.adapter : null;
  const dropped = (of: Pointer): Pointer => (pass.dropout === null ? of : dropOut(pass, pass.dropout, group, of, rows));
  const inner = adapter && graph.scale(graph.mulMat(adapter.a, dropped(x.tensor)), adapter.scale);
  const results = group.linears.map((linear) => {
    const frozen = withBias(graph, linear, graph.mulMat(linear.weight, x.tensor));
    const pair = adapter?.pairs.get(linear);
    if (adapter === null || inner === null || pair === undefined) return frozen;
    return graph.add(frozen, graph.outProd(pair.b, graph.transpose(innerOf(graph, adapter, inner, pair.first, rows))));
  });

  return tape.record(results, {
    inputs: [x],
    isTrained: adapter !== null,
    back(gradients, give) {
      let towards: Pointer | null = null;
      const addUp = (part: Pointer): void => {
        towards = towards === null ? part : graph.add(towards, part);
      };
      if (x.isTracked) {
        group.linears.forEach((linear, index) => {
          const gradient = gradients[index] ?? null;
          if (gradient === null) return;
          if (linear.transposed === null) throw new Error(`${linear.tensor} has no copy for gradients`);
          addUp(graph.mulMat(linear.transposed, gradient));
        });
      }
      if (adapter !== null && inner !== null) {
        const innerGradient = innerGradients(pass, group, adapter, { inner, gradients, rows });
        const read = apart(pass, dropped(x.again()), group.columns, rows);
        graph.addInPlace(adapter.aGradient, graph.outProd(read, innerGradient));
        if (x.isTracked) addUp(dropped(graph.outProd(adapter.a, graph.transpose(innerGradient))));
      }
      if (towards !== null) give(x, towards);
    },
  });
}

/** A group of one layer. */
export function linear(pass: Pass, group: LinearGroup, x: Value, rows: number): Value {
  const [result] = linears(pass, group, x, rows);
  if (result === undefined) throw new Error("A group without layers");
  return result;
}

function withBias(graph: Graph, { bias }: Linear, y: Pointer): Pointer {
  return bias === null ? y : graph.add(y, bias);
}

/** The rows of A x that belong to one layer of the group. */
function innerOf(graph: Graph, { rank, ranks }: GroupAdapter, inner: Pointer, first: number, rows: number): Pointer {
  if (rank === ranks) return inner;
  return graph.view2d(inner, rank, rows, ranks * NUMBER_BYTES, first * NUMBER_BYTES);
}

/** Adds up the gradients of each B; returns the gradient by A x of all the group's layers. */
function innerGradients(
  pass: Pass,
  group: LinearGroup,
  adapter: GroupAdapter,
  { inner, gradients, rows }: { inner: Pointer; gradients: readonly (Pointer | null)[]; rows: number },
): Pointer {
  const { graph } = pass;
  const { rank, ranks, scale, pairs } = adapter;
  const isAlone = rank === ranks;
  const whole = isAlone ? null : graph.fill(inner, 0);
  let last = inner;
  group.linears.forEach((linear, index) => {
    const gradient = gradients[index] ?? null;
    const pair = pairs.get(linear);
    if (gradient === null || pair === undefined) return;
    const own = innerOf(graph, adapter, inner, pair.first, rows);
    graph.addInPlace(pair.bGradient, graph.outProd(apart(pass, gradient, linear.rows, rows), own));
    last = graph.scale(graph.mulMat(pair.b, gradient), scale);
    if (whole !== null) graph.copy(last, innerOf(graph, adapter, whole, pair.first, rows));
  });
  return whole ?? last;
}
