import type { Jobs } from "#main/jobs/worker.ts";
import { AppError } from "#main/rpc/errors.ts";
import type { Runs } from "../runs.ts";
import type { Sending, Started } from "../sending.ts";
import type { ChatStore } from "../store.ts";
import { conflict, missing } from "../requests.ts";

interface Payload {
  readonly chatId: string;
  readonly messageId: string;
}

export interface EverythingDeps {
  readonly jobs: Jobs;
  readonly store: ChatStore;
  readonly runs: Runs;
  readonly sending: Pick<Sending, "resume" | "readEverything">;
}

/** Reading every passage for a question takes minutes to hours: it is a job, which goes on after a restart. */
export function createEverythingJobs({ jobs, store, runs, sending }: EverythingDeps): (messageId: string) => Started {
  jobs.register<Payload, never>({
    kind: "read-everything",
    canPause: true,
    afterRestart: "resume",
    // Each has the model for itself for as long as it takes.
    atOnce: 1,
    aboutId: ({ chatId }) => chatId,
    async run({ jobId, payload: { messageId }, signal, progress }) {
      const message = store.messages.find(messageId);
      if (message === null || message.grounding?.everything?.isDone === true) return;
      const runId = runs.runOf(messageId) ?? sending.resume({ messageId }).runId;
      const stop = () => runs.stop(runId);
      signal.addEventListener("abort", stop, { once: true });
      try {
        await runs.follow(messageId, signal, (state) => {
          if (state.phase !== "everything") return;
          const { read, total, leftMs } = state;
          progress(total === 0 ? null : read / total, { key: "reading-everything", values: { read, total } }, leftMs);
        });
      } finally {
        signal.removeEventListener("abort", stop);
      }
      signal.throwIfAborted();
      const ended = store.messages.find(messageId);
      // Stopped in the chat itself: given up there, it does not go on by itself.
      if (ended?.status === "stopped") jobs.cancel(jobId);
      const error = ended?.error ?? null;
      if (error !== null) throw new AppError(error.code, error.message, error.data);
    },
  });

  return (messageId) => {
    const message = store.messages.find(messageId);
    if (message === null) throw missing("message");
    const chat = store.chats.find(message.chatId);
    if (chat === null) throw missing("chat");
    if (chat.answersFrom.sources.length === 0)
      throw conflict("This chat answers from no documents. Attach some first.");
    const started = sending.readEverything({ messageId });
    jobs.start<Payload>("read-everything", chat.title, { chatId: chat.id, messageId: started.messageId });
    return started;
  };
}
