import { implement } from "@orpc/server";
import type { adaptersRoutes } from "./adapters/routes.ts";
import { modelsContract } from "./contract.ts";
import type { hubRoutes } from "./hub/routes.ts";
import { fitRoutes } from "./fit/routes.ts";
import { libraryRoutes } from "./library/routes.ts";
import type { presetsRoutes } from "./presets/routes.ts";
import type { outputsRoutes } from "./outputs/routes.ts";
import type { quantiseRoutes } from "./quantise/routes.ts";
import type { ModelsService } from "./service.ts";

/** Those of the parts of the room that app.ts builds. */
export interface PartRoutes {
  readonly adapters: ReturnType<typeof adaptersRoutes>;
  readonly hub: ReturnType<typeof hubRoutes>;
  readonly presets: ReturnType<typeof presetsRoutes>;
  readonly outputs: ReturnType<typeof outputsRoutes>;
  readonly quantise: ReturnType<typeof quantiseRoutes>;
}

export function modelsRoutes(service: ModelsService, parts: PartRoutes) {
  const os = implement(modelsContract);
  return os.router({
    fit: fitRoutes(service.fit),
    library: libraryRoutes(service),
    adapters: parts.adapters,
    hub: parts.hub,
    presets: parts.presets,
    outputs: parts.outputs,
    quantise: parts.quantise,
    get: os.get.handler(() => service.get()),
    watch: os.watch.handler(({ signal }) => service.watch(signal)),
    scan: os.scan.handler(() => service.scan()),
    addFolder: os.addFolder.handler(({ input }) => service.addFolder(input.path)),
    removeFolder: os.removeFolder.handler(({ input }) => {
      service.removeFolder(input.path);
      return {};
    }),
    addFile: os.addFile.handler(({ input }) => service.addFile(input.path)),
    locate: os.locate.handler(({ input }) => service.locate(input.modelId, input.path)),
    forget: os.forget.handler(async ({ input }) => {
      await service.forget(input.modelId);
      return {};
    }),
    rename: os.rename.handler(({ input }) => service.rename(input.modelId, input.name)),
    setLoadOptions: os.setLoadOptions.handler(({ input }) => service.setLoadOptions(input.modelId, input.loadOptions)),
    load: os.load.handler(({ input }) => service.load(input.modelId, input.anyway)),
    unload: os.unload.handler(async ({ input }) => {
      await service.unload(input.modelId);
      return {};
    }),
    installSample: os.installSample.handler(({ input }) => service.installSample(input.networkAllowed)),
  });
}
