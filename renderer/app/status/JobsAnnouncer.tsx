import { useState } from "react";
import type { Job } from "#main/jobs/contract.ts";
import { useText } from "../texts.ts";
import { jobLine, jobName } from "./job-words.ts";
import { newsOf } from "./job-news.ts";

/** Tells a screen reader of jobs at each quarter and at their end, nothing in between. */
export function JobsAnnouncer({ jobs }: { jobs: readonly Job[] }) {
  const t = useText();
  const [told, setTold] = useState<{ jobs: readonly Job[]; text: string }>({ jobs, text: "" });
  if (told.jobs !== jobs) {
    const news = newsOf(told.jobs, jobs);
    const text = news.map((job) => `${jobName(t, job)}: ${jobLine(t, job)}`).join(" ");
    setTold({ jobs, text: text === "" ? told.text : text });
  }
  return (
    <span className="sr" role="status">
      {told.text}
    </span>
  );
}
