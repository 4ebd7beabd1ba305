/** What two models think of one place in a text: sums over all places. */
export interface Divergence {
  add(original: Float32Array, copy: Float32Array, next: number): void;
  readonly places: number;
  result(): {
    originalPerplexity: number;
    copyPerplexity: number;
    klDivergence: number;
    klError: number;
    sameChoice: number;
  };
}

export function createDivergence(): Divergence {
  let places = 0;
  let originalLoss = 0;
  let copyLoss = 0;
  let kl = 0;
  let klSquares = 0;
  let same = 0;
  return {
    get places() {
      return places;
    },
    add(original, copy, next) {
      const at = compareLogits(original, copy, next);
      places += 1;
      originalLoss += at.originalLoss;
      copyLoss += at.copyLoss;
      kl += at.kl;
      klSquares += at.kl * at.kl;
      if (at.isSame) same += 1;
    },
    result() {
      const mean = kl / places;
      const variance = Math.max(0, klSquares / places - mean * mean);
      return {
        originalPerplexity: Math.exp(originalLoss / places),
        copyPerplexity: Math.exp(copyLoss / places),
        klDivergence: mean,
        klError: Math.sqrt(variance / Math.max(1, places - 1)),
        sameChoice: same / places,
      };
    },
  };
}

/** Losses in nats of the token that came next, and the divergence sum(p (log p - log q)), from unnormalised logits. */
export function compareLogits(original: Float32Array, copy: Float32Array, next: number) {
  let top = 0;
  let copyTop = 0;
  for (let word = 1; word < original.length; word += 1) {
    if (at(original, word) > at(original, top)) top = word;
    if (at(copy, word) > at(copy, copyTop)) copyTop = word;
  }
  const most = at(original, top);
  const copyMost = at(copy, copyTop);
  let sum = 0;
  let copySum = 0;
  let difference = 0;
  for (let word = 0; word < original.length; word += 1) {
    const logit = at(original, word);
    const copyLogit = at(copy, word);
    const weight = Math.exp(logit - most);
    sum += weight;
    copySum += Math.exp(copyLogit - copyMost);
    difference += weight * (logit - copyLogit);
  }
  const all = most + Math.log(sum);
  const copyAll = copyMost + Math.log(copySum);
  return {
    originalLoss: all - at(original, next),
    copyLoss: copyAll - at(copy, next),
    // Rounding may take it a hair below zero.
    kl: Math.max(0, difference / sum - (all - copyAll)),
    isSame: top === copyTop,
  };
}

function at(values: Float32Array, index: number): number {
  return values[index] ?? Number.NaN;
}
