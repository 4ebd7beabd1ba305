/** Numbers as ggml stores them. Lengths of Q8_0 are multiples of 32, as a tensor's rows are. */
export type EncodedType = "F32" | "F16" | "Q8_0";

export function encodeTensor(type: EncodedType, values: Float32Array): Uint8Array {
  if (type === "F32") return encodeF32(values);
  return type === "F16" ? encodeF16(values) : encodeQ8(values);
}

function encodeF32(values: Float32Array): Uint8Array {
  return new Uint8Array(values.buffer.slice(values.byteOffset, values.byteOffset + values.byteLength));
}

function encodeF16(values: Float32Array): Uint8Array {
  const bytes = Buffer.alloc(values.length * 2);
  values.forEach((value, index) => bytes.writeUInt16LE(halfBits(value), index * 2));
  return bytes;
}

/** Blocks of 32: a half-precision scale (largest magnitude / 127), then 32 signed bytes (ggml's quantize_row_q8_0_ref). */
function encodeQ8(values: Float32Array): Uint8Array {
  const blocks = values.length / 32;
  const bytes = Buffer.alloc(blocks * 34);
  for (let block = 0; block < blocks; block++) {
    const items = values.subarray(block * 32, block * 32 + 32);
    const largest = items.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    const scale = largest / 127;
    bytes.writeUInt16LE(halfBits(scale), block * 34);
    items.forEach((value, index) =>
      bytes.writeInt8(scale === 0 ? 0 : Math.round(value / scale), block * 34 + 2 + index),
    );
  }
  return bytes;
}

const scratch = new DataView(new ArrayBuffer(4));

/** IEEE 754 half precision, rounded to nearest even; too large becomes infinity. */
export function halfBits(value: number): number {
  scratch.setFloat32(0, value);
  const bits = scratch.getUint32(0);
  const sign = (bits >>> 16) & 0x8000;
  const exponent = (bits >>> 23) & 0xff;
  const mantissa = bits & 0x7f_ffff;
  if (exponent === 0xff) return sign | 0x7c00 | (mantissa === 0 ? 0 : 0x200);
  const halfExponent = exponent - 112;
  if (halfExponent >= 0x1f) return sign | 0x7c00;
  if (halfExponent > 0) return sign | roundedShift((halfExponent << 23) | mantissa, 13);
  // Below 2^-14 the leading 1 is written out and shifted further; below 2^-25 nothing is left.
  if (halfExponent < -10) return sign;
  return sign | roundedShift(mantissa | 0x80_0000, 14 - halfExponent);
}

/** Rounding up may carry into the exponent, which is then the right one. */
function roundedShift(bits: number, shift: number): number {
  const kept = bits >>> shift;
  const rest = bits & ((1 << shift) - 1);
  const half = 1 << (shift - 1);
  const up = rest > half || (rest === half && (kept & 1) === 1);
  return up ? kept + 1 : kept;
}
