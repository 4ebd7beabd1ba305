const names: Record<string, string> = {
  "apache-2.0": "Apache 2.0",
  mit: "MIT",
  gemma: "Gemma",
  llama3: "Llama 3",
  "llama3.1": "Llama 3.1",
  "llama3.2": "Llama 3.2",
  "llama3.3": "Llama 3.3",
  "cc-by-4.0": "CC BY 4.0",
  "cc-by-nc-4.0": "CC BY-NC 4.0",
};

/** A licence as people write it; what is not known stays as the file says it. */
export function licenceText(licence: string | null): string | null {
  if (licence === null || licence.trim() === "") return null;
  return names[licence.toLowerCase()] ?? licence;
}
