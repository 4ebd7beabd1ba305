/** Small enough for several in each sector of a disk, large enough to cost next to nothing. */
const STEP = 64;
const FNV_PRIME = 16_777_619;

/** Before the first byte of a stretch. */
export const NO_SAMPLES = 2_166_136_261 | 0;

/**
 * What a stretch of a file is recognised by: FNV-1a over every 64th byte of the file. A power cut takes whole sectors, of which each has
 * eight of these; a CRC of all bytes would find no more of it and takes as long as half of their SHA-256, which judges the whole at the end.
 * `at`: where in the file `part` begins. Parts that follow one another give what the whole would.
 */
export function addSamples(sum: number, part: Uint8Array, at: number): number {
  let samples = sum;
  for (let index = (STEP - (at % STEP)) % STEP; index < part.length; index += STEP) {
    samples = Math.imul(samples ^ (part[index] ?? 0), FNV_PRIME);
  }
  return samples;
}
