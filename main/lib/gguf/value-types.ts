/** `enum gguf_type`: the types of metadata values. */
export const VALUE_TYPE = {
  u8: 0,
  i8: 1,
  u16: 2,
  i16: 3,
  u32: 4,
  i32: 5,
  f32: 6,
  bool: 7,
  string: 8,
  array: 9,
  u64: 10,
  i64: 11,
  f64: 12,
} as const;
export type ValueTypeName = keyof typeof VALUE_TYPE;
export type ScalarTypeName = Exclude<ValueTypeName, "array" | "string">;

const names = new Map<number, ValueTypeName>(
  Object.entries(VALUE_TYPE).map(([name, id]) => [id, name as ValueTypeName]),
);

export function valueTypeName(id: number): ValueTypeName | undefined {
  return names.get(id);
}

/** Bytes of one value of a type with a fixed size. */
export const SCALAR_BYTES: Record<ScalarTypeName, number> = {
  u8: 1,
  i8: 1,
  u16: 2,
  i16: 2,
  u32: 4,
  i32: 4,
  f32: 4,
  bool: 1,
  u64: 8,
  i64: 8,
  f64: 8,
};
