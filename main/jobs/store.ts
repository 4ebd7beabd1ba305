import type { Store } from "#main/store/open.ts";
import type { Job } from "./contract.ts";

/** A job as it is stored: what pages see, and what its worker needs to go on after a restart. */
export interface StoredJob {
  readonly job: Omit<Job, "aboutId" | "canPause" | "remainingMs">;
  readonly payload: unknown;
  readonly checkpoint: unknown;
  /** Starts since it last came forward. */
  readonly attempts: number;
}

interface Row {
  id: string;
  kind: string;
  subject: string;
  state: string;
  payload: string;
  checkpoint: string | null;
  progress: number | null;
  step: string | null;
  error: string | null;
  attempts: number;
  created_at: number;
  ended_at: number | null;
}

export interface JobsStore {
  /** Oldest first. A row that cannot be read is left out, and erased with the next `eraseEndedBefore`. */
  all(): StoredJob[];
  save(stored: StoredJob): void;
  erase(jobId: string): void;
  eraseEndedBefore(time: number): void;
}

export function createJobsStore(store: Store): JobsStore {
  const all = store.db.prepare<[], Row>("SELECT * FROM jobs ORDER BY created_at, id");
  const save = store.db.prepare<[Row]>(
    `INSERT INTO jobs (id, kind, subject, state, payload, checkpoint, progress, step, error, attempts, created_at, ended_at)
     VALUES (@id, @kind, @subject, @state, @payload, @checkpoint, @progress, @step, @error, @attempts, @created_at, @ended_at)
     ON CONFLICT (id) DO UPDATE SET state = excluded.state, checkpoint = excluded.checkpoint, progress = excluded.progress,
       step = excluded.step, error = excluded.error, attempts = excluded.attempts, ended_at = excluded.ended_at`,
  );
  const erase = store.db.prepare<[string]>("DELETE FROM jobs WHERE id = ?");
  const eraseEndedBefore = store.db.prepare<[number]>("DELETE FROM jobs WHERE ended_at < ?");
  return {
    all: () => all.all().flatMap((row) => read(row) ?? []),
    save: (stored) => void store.write(() => save.run(toRow(stored))),
    erase: (jobId) => void store.write(() => erase.run(jobId)),
    eraseEndedBefore: (time) => void store.write(() => eraseEndedBefore.run(time)),
  };
}

function toRow({ job, payload, checkpoint, attempts }: StoredJob): Row {
  return {
    id: job.id,
    kind: job.kind,
    subject: job.subject,
    state: job.state,
    payload: JSON.stringify(payload ?? null),
    checkpoint: toJson(checkpoint),
    progress: job.progress,
    step: toJson(job.step),
    error: toJson(job.error),
    attempts,
    created_at: job.createdAt,
    ended_at: job.endedAt,
  };
}

function read(row: Row): StoredJob | null {
  try {
    return {
      job: {
        id: row.id,
        kind: row.kind as Job["kind"],
        subject: row.subject,
        state: row.state as Job["state"],
        progress: row.progress,
        step: fromJson(row.step) as Job["step"],
        error: fromJson(row.error) as Job["error"],
        createdAt: row.created_at,
        endedAt: row.ended_at,
      },
      payload: fromJson(row.payload),
      checkpoint: fromJson(row.checkpoint),
      attempts: row.attempts,
    };
  } catch {
    return null;
  }
}

function toJson(value: unknown): string | null {
  return value === null || value === undefined ? null : JSON.stringify(value);
}

function fromJson(text: string | null): unknown {
  return text === null ? null : JSON.parse(text);
}
