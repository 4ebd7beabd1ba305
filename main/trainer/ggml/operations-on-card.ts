import { startGgml } from "./ggml.ts";
import type { GraphOperations } from "./graph.ts";
import { openLibraries, type Pointer } from "./library.ts";
import { sourceOf } from "./tensor.ts";

/** `enum ggml_prec`: products are added up in F32. Some backends do it in F16, which is little for gradients that are 1,024 times as large. */
const SUMS_IN_F32 = 10;

/** The same operations of those that cards have: no backend for Vulkan or Metal knows outer products, and a product of turned copies is one. */
export function operationsOnCard(direct: GraphOperations): GraphOperations {
  const ggml = startGgml();
  const setPrecision = openLibraries().bind<(product: Pointer, precision: number) => void>(
    "base",
    "void ggml_mul_mat_set_prec(void*, int)",
  );
  const mulMat = (a: Pointer, b: Pointer): Pointer => {
    const product = direct.mulMat(a, b);
    setPrecision(product, SUMS_IN_F32);
    return product;
  };
  const turned = (of: Pointer): Pointer => {
    const source = ggml.describeOperation(of) === "TRANSPOSE" ? sourceOf(of, 0) : null;
    return source ?? direct.contiguous(direct.transpose(of));
  };
  return { ...direct, mulMat, outProd: (a, b) => mulMat(turned(a), turned(b)) };
}
