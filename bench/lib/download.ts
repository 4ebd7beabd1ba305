import type { Job } from "#main/jobs/contract.ts";
import type { AppClient } from "./app-process.ts";

/** What a bench asks Cloister to bring. */
export const REPOSITORY = "bench/model-GGUF";

export interface Wanted {
  file: string;
  name: string;
}

/** Asks for a file as a person does who has agreed to it; its job. */
export async function startDownload(client: AppClient, { file, name }: Wanted): Promise<string> {
  const { jobId } = await client.models.hub.download({
    name,
    repository: REPOSITORY,
    file,
    quantisation: null,
    networkAllowed: true,
    acceptedLicence: null,
  });
  return jobId;
}

/** The job as it ended; rejects when the connection to Cloister breaks. */
export function downloadEnded(client: AppClient, jobId: string): Promise<Job> {
  return jobWhen(client, jobId, ({ endedAt }) => endedAt !== null);
}

/** Pauses it, and goes on with it once it stands still. Nothing when it has ended by then. */
export async function pauseAndResume(client: AppClient, jobId: string): Promise<void> {
  await client.jobs.pause({ jobId });
  const { state } = await jobWhen(client, jobId, (job) => job.endedAt !== null || job.state === "paused");
  if (state === "paused") await client.jobs.resume({ jobId });
}

async function jobWhen(client: AppClient, jobId: string, is: (job: Job) => boolean): Promise<Job> {
  for await (const event of await client.jobs.watch()) {
    const jobs = event.type === "snapshot" ? event.jobs : event.type === "changed" ? [event.job] : [];
    const job = jobs.find((one) => one.id === jobId && is(one));
    if (job !== undefined) return job;
  }
  throw new Error("Cloister no longer tells of its jobs");
}
