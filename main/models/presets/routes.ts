import { implement } from "@orpc/server";
import { presetsContract } from "./contract.ts";
import type { Measuring } from "./measure.ts";
import type { PresetsService } from "./service.ts";
import type { PresetTools } from "./tools.ts";

export function presetsRoutes(service: PresetsService, tools: PresetTools, measuring: Measuring) {
  const os = implement(presetsContract);
  return os.router({
    watch: os.watch.handler(({ signal }) => service.watch(signal)),
    save: os.save.handler(({ input }) => service.save(input)),
    remove: os.remove.handler(({ input }) => {
      service.remove(input.id);
      return {};
    }),
    setUsual: os.setUsual.handler(({ input }) => {
      service.setUsual(input.modelId, input.presetId);
      return {};
    }),
    template: os.template.handler(async ({ input }) => ({ template: await tools.template(input.modelId) })),
    checkTemplate: os.checkTemplate.handler(({ input }) => tools.checkTemplate(input.modelId, input.template)),
    draftModels: os.draftModels.handler(({ input }) => tools.draftModels(input.modelId)),
    measure: os.measure.handler(({ input }) => measuring.start(input.modelId, input.presetId)),
    measurements: os.measurements.handler(({ input }) => service.measurements(input.modelId, input.presetId)),
  });
}
