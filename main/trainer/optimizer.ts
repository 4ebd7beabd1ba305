/**
 * AdamW as PyTorch has it (torch.optim.AdamW): decay apart from the gradient (Loshchilov and Hutter, arXiv:1711.05101), moments corrected
 * for their beginning at nought, epsilon added after the correction.
 */
export interface Optimizer {
  /** Running mean of the gradients, and of their squares; as long as the trained numbers. */
  readonly mean: Float32Array;
  readonly square: Float32Array;
  /** Changes `values` in place. `update` counts from 1: how often the moments were fed, this time included. */
  step(values: Float32Array, gradients: Float32Array, options: { learningRate: number; update: number }): void;
}

/** PyTorch's usual ones. */
const BETA_MEAN = 0.9;
const BETA_SQUARE = 0.999;
const EPSILON = 1e-8;

export function createOptimizer(length: number, weightDecay: number): Optimizer {
  const mean = new Float32Array(length);
  const square = new Float32Array(length);
  return {
    mean,
    square,
    step(values, gradients, { learningRate, update }) {
      const kept = 1 - learningRate * weightDecay;
      const rate = learningRate / (1 - BETA_MEAN ** update);
      const root = 1 / Math.sqrt(1 - BETA_SQUARE ** update);
      // One plain loop: it runs over millions of numbers at each step.
      for (let at = 0; at < length; at++) {
        const gradient = gradients[at] as number;
        const m = BETA_MEAN * (mean[at] as number) + (1 - BETA_MEAN) * gradient;
        const v = BETA_SQUARE * (square[at] as number) + (1 - BETA_SQUARE) * gradient * gradient;
        mean[at] = m;
        square[at] = v;
        values[at] = (values[at] as number) * kept - (rate * m) / (Math.sqrt(v) * root + EPSILON);
      }
    },
  };
}

/** Added to the norm before dividing by it, as torch.nn.utils.clip_grad_norm_ does. */
const CLIP_EPSILON = 1e-6;

/**
 * The global norm of the gradients, which are shortened to `clipNorm` when they are longer (0: never). Not a number, or infinite, when
 * one of them is.
 */
export function clipGradients(gradients: Float32Array, clipNorm: number): number {
  let sum = 0;
  for (const gradient of gradients) sum += gradient ** 2;
  const norm = Math.sqrt(sum);
  const factor = clipNorm / (norm + CLIP_EPSILON);
  if (clipNorm > 0 && factor < 1) {
    for (let at = 0; at < gradients.length; at++) gradients[at] = (gradients[at] as number) * factor;
  }
  return norm;
}
