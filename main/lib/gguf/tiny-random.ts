/** Numbers evenly spread over ±scale·√3 (so their standard deviation is `scale`), the same for the same seed (mulberry32). */
export function randomValues(seed: number): (count: number, scale: number) => Float32Array {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 0x1_0000_0000;
  };
  return (count, scale) => Float32Array.from({ length: count }, () => (next() * 2 - 1) * Math.sqrt(3) * scale);
}
