import { chatContract } from "../chat/contract.ts";
import { documentsContract } from "../documents/contract.ts";
import { jobsContract } from "../jobs/contract.ts";
import { modelsContract } from "../models/contract.ts";
import { privacyContract } from "../privacy/contract.ts";
import { settingsContract } from "../settings/contract.ts";
import { trainingContract } from "../training/contract.ts";

/** The whole of what a page can ask of the app. One line a feature. */
export const contract = {
  chat: chatContract,
  documents: documentsContract,
  jobs: jobsContract,
  models: modelsContract,
  privacy: privacyContract,
  settings: settingsContract,
  training: trainingContract,
};
export type Contract = typeof contract;
