import { basename, join } from "node:path";
import { AppError } from "#main/rpc/errors.ts";
import { findCardLibraries } from "./card-libraries.ts";
import { startGgml } from "./ggml.ts";
import { openLibraries, type Pointer } from "./library.ts";

/** A graphics card, as ggml knows it. */
export interface Card {
  /** ggml's name: "CUDA0", "Vulkan0". */
  readonly name: string;
  /** The maker's: "NVIDIA GeForce RTX 4070". */
  readonly description: string;
  readonly device: Pointer;
}

/** `enum ggml_backend_dev_type`: cards with memory of their own, and those that share the computer's. */
const CARD_TYPES = [1, 2];

let found: readonly Card[] | null = null;

/** All that the shipped backends find; those with memory of their own first. Looks for them once, some tenths of a second. */
export function listCards(): readonly Card[] {
  found ??= findCards();
  return found;
}

/**
 * "auto": the first card there is, or none. "cpu": none. Else the card of that name.
 * Throws INVALID_INPUT, with the list of those that were found.
 */
export function chooseCard(device: string): Card | null {
  if (device === "cpu") return null;
  const cards = listCards();
  if (device === "auto") return cards[0] ?? null;
  const card = cards.find(({ name }) => name.toLowerCase() === device.toLowerCase());
  if (card !== undefined) return card;
  const list = cards.map(({ name, description }) => `${name} (${description})`).join(", ");
  const problem = `There is no device called ${device} here. ${list === "" ? "No card was found: leave the choice out, or say cpu" : `There are: ${list}, and cpu`}.`;
  throw new AppError("INVALID_INPUT", problem, { problem });
}

/** Bytes of a card's memory. Zero where its driver does not tell. */
export function memoryOf({ device }: Pick<Card, "device">): { free: number; total: number } {
  const [free, total] = [new BigUint64Array(1), new BigUint64Array(1)];
  startGgml().deviceMemory(device, free, total);
  return { free: Number(free[0]), total: Number(total[0]) };
}

function findCards(): Card[] {
  const ggml = startGgml();
  const { folder, bind } = openLibraries();
  // null: what it needs of the system is not there, most often the card's driver.
  const load = bind<(path: string) => Pointer | null>("ggml", "void* ggml_backend_load(const char*)");
  const isLoaded = new Set<string>();
  for (const path of findCardLibraries(join(folder, "../.."))) {
    const kind = basename(path);
    if (!isLoaded.has(kind) && load(path) !== null) isLoaded.add(kind);
  }
  const devices = Array.from({ length: ggml.deviceCount() }, (_, index) => ggml.device(index));
  return devices
    .filter((device) => CARD_TYPES.includes(ggml.deviceType(device)))
    .toSorted((a, b) => ggml.deviceType(a) - ggml.deviceType(b))
    .map((device) => ({ name: ggml.deviceName(device), description: ggml.deviceDescription(device), device }));
}
