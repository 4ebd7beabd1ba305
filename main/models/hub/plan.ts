import { existsSync } from "node:fs";
import { join } from "node:path";
import { AppError } from "#main/rpc/errors.ts";
import { choicesOf, findChoice } from "./choices.ts";
import type { WantedFile } from "./download/fetch-file.ts";
import { fileChanged } from "./download/reply.ts";
import type { HubRepository } from "./hub-client.ts";

/** What was asked for, by whatever is known of it before the hub is asked. */
export interface Wanted {
  name: string;
  repository: string;
  file: string | null;
  quantisation: string | null;
  acceptedLicence: string | null;
  address: string;
  folder: string;
}

/** What will be fetched: kept with the job, so that it goes on with the very same files after days. */
export interface DownloadPlan {
  repository: string;
  /** The page of the model at the hub. */
  url: string;
  files: WantedFile[];
}

/**
 * Throws HUB_FILE_CHANGED when the repository has no such model, CONFLICT when its licence has not been agreed to.
 * `accepted`: the licence of this repository that was agreed to before.
 */
export function planDownload(wanted: Wanted, found: HubRepository, accepted: string | null): DownloadPlan {
  const { address, folder } = wanted;
  const { repository, revision, licence, files } = found;
  const choice = findChoice(choicesOf(files), wanted.file, wanted.quantisation);
  if (choice === undefined) {
    throw fileChanged(new URL(address).host, `${repository} ${wanted.file ?? wanted.quantisation ?? ""}`.trim());
  }
  const terms = licence.id ?? licence.name;
  if (!licence.isOpen && wanted.acceptedLicence !== terms && accepted !== terms) {
    const problem = `Its licence (${licence.name === "" ? "not named" : licence.name}) has to be agreed to first.`;
    throw new AppError("CONFLICT", `${repository} cannot be downloaded yet. ${problem}`, { problem });
  }
  const [owner = "", name = ""] = repository.split("/");
  const usual = join(folder, owner, name);
  const [first] = choice.files;
  // The name may be taken by what the repository had before: that stays, chats refer to it.
  const isTaken = choice.files.some((file) => existsSync(join(usual, ...file.path.split("/"))));
  const own = isTaken && first !== undefined ? join(usual, first.sha256.slice(0, 8)) : usual;
  return {
    repository,
    url: `${address}/${repository}`,
    files: choice.files.map(({ path, sizeBytes, sha256 }) => ({
      url: `${address}/${repository}/resolve/${revision}/${path.split("/").map(encodeURIComponent).join("/")}`,
      repository,
      name: path,
      path: join(own, ...path.split("/")),
      sizeBytes,
      sha256,
    })),
  };
}
