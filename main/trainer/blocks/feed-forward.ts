import { only, type Value } from "../autodiff.ts";
import type { Pointer } from "../ggml/library.ts";
import type { Pass } from "../pass.ts";

/** So little that it changes no number, and 0 / 0 does not come up. */
const TINY = 1e-20;

/** silu(gate) · up (Shazeer 2020). `silu` is ggml's one vectorised sigmoid; its own backward is not. */
export function swiglu({ graph, tape }: Pass, gate: Value, up: Value): Value {
  return tape.recordOne(graph.swiglu(gate.tensor, up.tensor), {
    inputs: [gate, up],
    back(gradients, give) {
      const gradient = only(gradients);
      const z = graph.scaleBias(gate.again(), 1, TINY);
      const silu = graph.silu(z);
      const sigmoid = graph.div(silu, z);
      give(up, graph.mul(gradient, silu));
      // silu' = σ + silu (1 - σ)
      const slope = graph.add(sigmoid, graph.sub(silu, graph.mul(silu, sigmoid)));
      give(gate, graph.mul(graph.mul(gradient, up.again()), slope));
    },
    again: () => [graph.swiglu(gate.again(), up.again())],
  });
}

/** gelu(g) = g / 2 · (1 + tanh(√(2/π) (g + 0.044715 g³))) = g · σ(z), with z = g · (LINEAR + CUBIC g²). */
const LINEAR = 2 * Math.sqrt(2 / Math.PI);
const CUBIC = LINEAR * 0.044715;

/** gelu(gate) · up, in the tanh form, through `silu`: `tanh` is computed number by number, 80 times slower. */
export function geglu({ graph, tape }: Pass, gate: Value, up: Value): Value {
  const slopeOf = (g: Pointer): Pointer => graph.scaleBias(graph.sqr(g), CUBIC, LINEAR);
  // silu(z) / (z / g) = g σ(z)
  const make = (g: Pointer, u: Pointer): Pointer => {
    const slope = slopeOf(g);
    return graph.div(graph.swiglu(graph.mul(g, slope), u), slope);
  };
  return tape.recordOne(make(gate.tensor, up.tensor), {
    inputs: [gate, up],
    back(gradients, give) {
      const gradient = only(gradients);
      const g = gate.again();
      const slope = slopeOf(g);
      const z = graph.scaleBias(graph.mul(g, slope), 1, TINY);
      const sigmoid = graph.div(graph.silu(z), z);
      const gelu = graph.mul(g, sigmoid);
      give(up, graph.mul(gradient, gelu));
      // gelu' = σ + g σ (1 - σ) z', and z' = LINEAR + 3 CUBIC g² = 3 slope - 2 LINEAR
      const inner = graph.scaleBias(slope, 3, -2 * LINEAR);
      const rest = graph.mul(graph.sub(gelu, graph.mul(gelu, sigmoid)), inner);
      give(gate, graph.mul(graph.mul(gradient, up.again()), graph.add(rest, sigmoid)));
    },
    again: () => [make(gate.again(), up.again())],
  });
}
