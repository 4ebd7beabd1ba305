import koffi from "koffi";
import { tensorType, tensorTypeId } from "#main/lib/gguf/tensor-types.ts";
import { openLibraries, type Pointer } from "./library.ts";
import { typeTraits } from "./structs.ts";

interface Traits {
  type_name: string;
  blck_size: number;
  type_size: number;
  to_float: Pointer | null;
}

type Decode = (from: Uint8Array, into: Float32Array, numbers: number) => void;

const toFloat = koffi.proto("void cloister_to_float(const void* from, _Out_ void* into, int64 numbers)");
const decoders = new Map<string, Decode>();

const functions = {
  traits: lazily(() => openLibraries().bind<(type: number) => Pointer>("base", "void* ggml_get_type_traits(int)")),
  quantize: lazily(() =>
    openLibraries().bind<
      (
        type: number,
        from: Float32Array,
        into: Uint8Array,
        start: number,
        rows: number,
        columns: number,
        i: null,
      ) => number
    >("base", "size_t ggml_quantize_chunk(int, const void*, _Out_ void*, int64, int64, int64, const void*)"),
  ),
};

/** Bytes of `numbers` numbers (a row, or several) of a type. */
export function bytesOf(type: string, numbers: number): number {
  const known = tensorType(tensorTypeId(type));
  if (known === undefined) throw new Error(`No tensor type is called ${type}`);
  return (numbers / known.blockItems) * known.blockBytes;
}

/** Numbers of a block: a row holds whole blocks. */
export function blockOf(type: string): number {
  return tensorType(tensorTypeId(type))?.blockItems ?? 1;
}

export function dequantise(type: string, bytes: Uint8Array, numbers: number): Float32Array {
  if (bytes.byteLength < bytesOf(type, numbers)) throw new Error(`${numbers} numbers of ${type} in too few bytes`);
  const values = new Float32Array(numbers);
  if (type === "F32") new Uint8Array(values.buffer).set(bytes.subarray(0, numbers * 4));
  else decoder(type)(bytes, values, numbers);
  return values;
}

/** Without an importance matrix; `values` are whole rows of `columns` numbers. */
export function quantise(type: string, values: Float32Array, columns: number): Uint8Array {
  if (type === "F32") return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  const bytes = new Uint8Array(bytesOf(type, values.length));
  functions.quantize()(tensorTypeId(type), values, bytes, 0, values.length / columns, columns, null);
  return bytes;
}

/** Compares what the library says of a well-known type with what is known of it here. Throws: another version. */
export function checkTypeTraits(): void {
  for (const type of ["F32", "Q8_0", "Q6_K", "BF16"]) {
    const { type_name: name, blck_size: items, type_size: bytes } = traits(type);
    const known = tensorType(tensorTypeId(type));
    const is = `${name.toUpperCase()} ${String(items)} ${String(bytes)}`;
    const expected = `${type} ${String(known?.blockItems)} ${String(known?.blockBytes)}`;
    if (is !== expected) throw new Error(`Another ggml than these bindings are for: a type is ${is}, not ${expected}`);
  }
}

function decoder(type: string): Decode {
  const known = decoders.get(type);
  if (known) return known;
  const { to_float: address } = traits(type);
  if (address === null) throw new Error(`ggml cannot read ${type}`);
  const decode = koffi.decode(address, toFloat) as Decode;
  decoders.set(type, decode);
  return decode;
}

function traits(type: string): Traits {
  return koffi.decode(functions.traits()(tensorTypeId(type)), typeTraits) as Traits;
}

function lazily<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}
