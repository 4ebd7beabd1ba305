import { implement } from "@orpc/server";
import { trainingContract } from "./contract.ts";
import type { TrainingService } from "./service.ts";

export function trainingRoutes(service: TrainingService) {
  const os = implement(trainingContract);
  const done = {};
  return os.router({
    watchList: os.watchList.handler(({ signal }) => service.watchList(signal)),
    watch: os.watch.handler(({ input, signal }) => service.watch(input.trainingId, signal)),
    models: os.models.handler(() => service.models()),
    create: os.create.handler(({ input }) => service.create(input.name, input.modelId)),
    configure: os.configure.handler(({ input: { trainingId, ...changes } }) => {
      service.configure(trainingId, changes);
      return done;
    }),
    addSource: os.addSource.handler(async ({ input }) => {
      await service.addSource(input.trainingId, input.path);
      return done;
    }),
    setColumns: os.setColumns.handler(({ input }) => {
      service.setColumns(input.trainingId, input.path, input.columns);
      return done;
    }),
    removeSource: os.removeSource.handler(({ input }) => {
      service.removeSource(input.trainingId, input.path);
      return done;
    }),
    prepare: os.prepare.handler(({ input }) => {
      service.prepare(input.trainingId);
      return done;
    }),
    start: os.start.handler(async ({ input }) => {
      await service.start(input.trainingId);
      return done;
    }),
    stop: os.stop.handler(({ input }) => {
      service.stop(input.trainingId);
      return done;
    }),
    discard: os.discard.handler(async ({ input }) => {
      await service.discard(input.trainingId);
      return done;
    }),
    again: os.again.handler(({ input }) => service.again(input.trainingId)),
    remove: os.remove.handler(({ input }) => {
      service.remove(input.trainingId);
      return done;
    }),
    restore: os.restore.handler(({ input }) => {
      service.restore(input.trainingId);
      return done;
    }),
  });
}
