/**
 * Where the system's own functions find what is shipped: they cannot look into the product's archive, beside which libraries and models
 * lie unpacked (electron-builder.config.ts). The same path where nothing is packed.
 */
export function unpacked(path: string): string {
  return path.replace(/([\\/]app\.asar)(?=[\\/])/, "$1.unpacked");
}
