import { homedir } from "node:os";
import { join } from "node:path";
import type { Model } from "../contract.ts";

/** A folder where models may lie, and who keeps them there. */
export interface Place {
  path: string;
  keptIn: Model["keptIn"];
}

export interface PlacesSystem {
  platform: NodeJS.Platform;
  env: NodeJS.ProcessEnv;
  homeDir: string;
}

export function thisSystem(): PlacesSystem {
  return { platform: process.platform, env: process.env, homeDir: homedir() };
}

/**
 * Where other programs keep their models, by their own documentation and defaults. Ollama's folder is not among them: its
 * files have no names, see ollama.ts.
 */
export function knownPlaces({ platform, env, homeDir }: PlacesSystem): Place[] {
  const home = (...parts: string[]): string => join(homeDir, ...parts);
  const cacheHome = env["XDG_CACHE_HOME"] ?? home(".cache");
  const appData = env["APPDATA"] ?? home("AppData", "Roaming");
  const localAppData = env["LOCALAPPDATA"] ?? home("AppData", "Local");
  const support = home("Library", "Application Support");
  const places: Place[] = [
    { path: home(".lmstudio", "models"), keptIn: "lm-studio" },
    { path: home(".cache", "lm-studio", "models"), keptIn: "lm-studio" },
    { path: huggingFaceHub(env, cacheHome), keptIn: "hugging-face" },
    { path: env["LLAMA_CACHE"] ?? llamaCppCache(platform, homeDir, cacheHome, localAppData), keptIn: "llama-cpp" },
  ];
  if (platform === "darwin") {
    places.push(
      { path: join(support, "Jan", "data", "llamacpp", "models"), keptIn: "jan" },
      { path: join(support, "nomic.ai", "GPT4All"), keptIn: "gpt4all" },
    );
  } else if (platform === "win32") {
    places.push(
      { path: join(appData, "Jan", "data", "llamacpp", "models"), keptIn: "jan" },
      { path: join(localAppData, "nomic.ai", "GPT4All"), keptIn: "gpt4all" },
    );
  } else {
    const dataHome = env["XDG_DATA_HOME"] ?? home(".local", "share");
    const configHome = env["XDG_CONFIG_HOME"] ?? home(".config");
    places.push(
      { path: join(dataHome, "Jan", "data", "llamacpp", "models"), keptIn: "jan" },
      { path: join(configHome, "Jan", "data", "llamacpp", "models"), keptIn: "jan" },
      { path: join(dataHome, "nomic.ai", "GPT4All"), keptIn: "gpt4all" },
    );
  }
  places.push({ path: home("jan", "models"), keptIn: "jan" });
  return places;
}

/** Where Ollama keeps manifests and blobs. */
export function ollamaFolders({ platform, env, homeDir }: PlacesSystem): string[] {
  const own = env["OLLAMA_MODELS"];
  if (own !== undefined && own !== "") return [own];
  const folders = [join(homeDir, ".ollama", "models")];
  // Its service on Linux has a user of its own.
  if (platform === "linux") folders.push("/usr/share/ollama/.ollama/models", "/var/lib/ollama/.ollama/models");
  return folders;
}

function huggingFaceHub(env: NodeJS.ProcessEnv, cacheHome: string): string {
  const hub = env["HF_HUB_CACHE"] ?? env["HUGGINGFACE_HUB_CACHE"];
  if (hub !== undefined && hub !== "") return hub;
  return join(env["HF_HOME"] ?? join(cacheHome, "huggingface"), "hub");
}

function llamaCppCache(platform: NodeJS.Platform, homeDir: string, cacheHome: string, localAppData: string): string {
  if (platform === "darwin") return join(homeDir, "Library", "Caches", "llama.cpp");
  return join(platform === "win32" ? localAppData : cacheHome, "llama.cpp");
}
