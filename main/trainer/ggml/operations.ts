import { openLibraries, type Pointer } from "./library.ts";

/** Which way round positions turn pairs, and by how much; see ggml_rope_ext in ggml.h. */
export interface RopeParameters {
  readonly dimensions: number;
  /** 0: neighbours are a pair (llama); 2: halves are (NeoX). */
  readonly mode: 0 | 2;
  readonly originalContext: number;
  readonly base: number;
  readonly scale: number;
  readonly extension: number;
  readonly attention: number;
  readonly betaFast: number;
  readonly betaSlow: number;
}

type One = (context: Pointer, a: Pointer) => Pointer;
type Two = (context: Pointer, a: Pointer, b: Pointer) => Pointer;

/**
 * ggml's operations as functions of a context. Shapes are ggml's, fastest dimension first; `mulMat(a [k, n], b [k, m])` is [n, m],
 * `outProd(a [n, k], b [m, k])` is [n, m]. A wrong shape aborts the process: the blocks see to it that there is none.
 */
export interface Operations {
  new1d(context: Pointer, type: number, n: number): Pointer;
  new2d(context: Pointer, type: number, n0: number, n1: number): Pointer;
  mulMat: Two;
  outProd: Two;
  add: Two;
  addInPlace: Two;
  sub: Two;
  mul: Two;
  div: Two;
  sqr: One;
  tanh: One;
  silu: One;
  /** silu(a) times b. */
  swiglu: Two;
  scale(context: Pointer, a: Pointer, factor: number): Pointer;
  scaleBias(context: Pointer, a: Pointer, factor: number, bias: number): Pointer;
  fill(context: Pointer, a: Pointer, value: number): Pointer;
  transpose: One;
  permute(context: Pointer, a: Pointer, d0: number, d1: number, d2: number, d3: number): Pointer;
  contiguous: One;
  reshape2d(context: Pointer, a: Pointer, n0: number, n1: number): Pointer;
  reshape3d(context: Pointer, a: Pointer, n0: number, n1: number, n2: number): Pointer;
  view1d(context: Pointer, a: Pointer, n0: number, offset: number): Pointer;
  view2d(context: Pointer, a: Pointer, n0: number, n1: number, stride1: number, offset: number): Pointer;
  view3d(
    context: Pointer,
    a: Pointer,
    n0: number,
    n1: number,
    n2: number,
    stride1: number,
    stride2: number,
    offset: number,
  ): Pointer;
  copy: Two;
  rmsNorm(context: Pointer, a: Pointer, epsilon: number): Pointer;
  rmsNormBack(context: Pointer, gradient: Pointer, a: Pointer, epsilon: number): Pointer;
  softMax(context: Pointer, a: Pointer, mask: Pointer | null, scale: number, bias: number): Pointer;
  softMaxBack(context: Pointer, gradient: Pointer, y: Pointer, scale: number, bias: number): Pointer;
  getRows: Two;
  getRowsBack(context: Pointer, gradient: Pointer, rows: Pointer, like: Pointer): Pointer;
  setRows(context: Pointer, into: Pointer, from: Pointer, rows: Pointer): Pointer;
  rope(context: Pointer, a: Pointer, positions: Pointer, factors: Pointer | null, rope: RopeParameters): Pointer;
  ropeBack(context: Pointer, a: Pointer, positions: Pointer, factors: Pointer | null, rope: RopeParameters): Pointer;
}

let bound: Operations | null = null;

export function bindOperations(): Operations {
  bound ??= bindAll();
  return bound;
}

function bindAll(): Operations {
  const { bind } = openLibraries();
  const op = <T extends (...args: never[]) => Pointer>(name: string, tensors: number, rest = ""): T =>
    bind("base", `void* ggml_${name}(${["void*", ...Array<string>(tensors).fill("void*")].join(", ")}${rest})`);
  type Rope = (
    context: Pointer,
    a: Pointer,
    positions: Pointer,
    factors: Pointer | null,
    ...rest: [number, number, number, number, number, number, number, number, number]
  ) => Pointer;
  const ropeArguments = ", int, int, int, float, float, float, float, float, float";
  const turn = op<Rope>("rope_ext", 3, ropeArguments);
  const turnBack = op<Rope>("rope_ext_back", 3, ropeArguments);
  const spread = (r: RopeParameters) =>
    [
      r.dimensions,
      r.mode,
      r.originalContext,
      r.base,
      r.scale,
      r.extension,
      r.attention,
      r.betaFast,
      r.betaSlow,
    ] as const;
  return {
    new1d: bind("base", "void* ggml_new_tensor_1d(void*, int, int64)"),
    new2d: bind("base", "void* ggml_new_tensor_2d(void*, int, int64, int64)"),
    mulMat: op("mul_mat", 2),
    outProd: op("out_prod", 2),
    add: op("add", 2),
    addInPlace: op("add_inplace", 2),
    sub: op("sub", 2),
    mul: op("mul", 2),
    div: op("div", 2),
    sqr: op("sqr", 1),
    tanh: op("tanh", 1),
    silu: op("silu", 1),
    swiglu: op("swiglu_split", 2),
    scale: op("scale", 1, ", float"),
    scaleBias: op("scale_bias", 1, ", float, float"),
    fill: op("fill", 1, ", float"),
    transpose: op("transpose", 1),
    permute: op("permute", 1, ", int, int, int, int"),
    contiguous: op("cont", 1),
    reshape2d: op("reshape_2d", 1, ", int64, int64"),
    reshape3d: op("reshape_3d", 1, ", int64, int64, int64"),
    view1d: op("view_1d", 1, ", int64, size_t"),
    view2d: op("view_2d", 1, ", int64, int64, size_t, size_t"),
    view3d: op("view_3d", 1, ", int64, int64, int64, size_t, size_t, size_t"),
    copy: op("cpy", 2),
    rmsNorm: op("rms_norm", 1, ", float"),
    rmsNormBack: op("rms_norm_back", 2, ", float"),
    softMax: op("soft_max_ext", 2, ", float, float"),
    softMaxBack: op("soft_max_ext_back", 2, ", float, float"),
    getRows: op("get_rows", 2),
    getRowsBack: op("get_rows_back", 3),
    setRows: op("set_rows", 3),
    rope: (context, a, positions, factors, parameters) => turn(context, a, positions, factors, ...spread(parameters)),
    ropeBack: (context, a, positions, factors, parameters) =>
      turnBack(context, a, positions, factors, ...spread(parameters)),
  };
}
