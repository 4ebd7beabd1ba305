import { useEffect, useState } from "react";
import type { Chat } from "#main/chat/contract.ts";
import type { Collection } from "#main/documents/contract.ts";
import type { Model } from "#main/models/contract.ts";
import type { TrainingSummary } from "#main/training/contract.ts";
import { client } from "#renderer/rpc/client.ts";
import type { FitState } from "#renderer/ui/Badge.tsx";
import type { IconName } from "#renderer/ui/Icon.tsx";
import { useActions } from "../actions/registry.ts";
import { rooms } from "../rooms.ts";
import { settingsPages } from "../settings-pages.ts";
import { listedName } from "../tell-apart.ts";
import { useCollections } from "../state/collections.ts";
import { useModelsView } from "../state/models.ts";
import { useTrainings } from "../state/trainings.ts";
import { useText } from "../texts.ts";
import type { TextKey } from "../texts.ts";
import { useGoTo } from "../use-go-to.ts";
import { matching } from "./match.ts";

export interface PaletteItem {
  id: string;
  name: string;
  sub?: string | undefined;
  icon: IconName;
  /** The action whose key is shown. */
  action?: string | undefined;
  fit?: FitState | undefined;
  run: () => void;
}

export interface PaletteGroup {
  id: string;
  label: TextKey;
  items: readonly PaletteItem[];
}

const MOST = 6;
const noModels: readonly Model[] = [];
const noCollections: readonly Collection[] = [];
const noTrainings: readonly TrainingSummary[] = [];

/** What can be gone to, opened or done, for what was typed. Groups without an answer are left out. */
export function usePaletteGroups(typed: string): PaletteGroup[] {
  const t = useText();
  const goTo = useGoTo();
  const chats = useChats(typed);
  const models = useModelsView((view) => view.models) ?? noModels;
  const collections = useCollections((all) => all) ?? noCollections;
  const trainings = useTrainings((all) => all) ?? noTrainings;
  const inUse = useModelsView((view) => view.engines.map((engine) => engine.modelId).join(" ")) ?? "";
  const actions = useActions((state) => state.actions);

  const roomItems = rooms.map((room) => ({
    id: room.path,
    name: t(room.label),
    icon: room.icon,
    action: room.action,
    run: () => goTo(room.path),
  }));
  const pageItems = settingsPages.map((page) => ({
    id: page.path,
    name: t(page.label),
    sub: t("app.settings"),
    icon: "gear" as const,
    run: () => goTo(page.path),
  }));
  const chatItems = chats.map((chat) => ({
    id: chat.id,
    name: chat.title === "" ? t("app.newChat") : chat.title,
    icon: "chat" as const,
    run: () => goTo(`/chat/${chat.id}`),
  }));
  const writers = models.filter((model) => model.kind === "chat" || model.kind === "base");
  const modelItems = writers.map((model) => ({
    id: model.id,
    name: listedName(model, writers, t),
    sub: inUse.includes(model.id) ? t("app.inUse") : model.quantisation,
    icon: "box" as const,
    fit: model.fit.state,
    run: () => goTo(`/models/${model.id}`),
  }));
  const collectionItems = collections.map((collection) => ({
    id: collection.id,
    name: collection.name,
    sub: t("documents.count", { count: collection.documents }),
    icon: "docs" as const,
    run: () => goTo(`/documents/collection/${collection.id}`),
  }));
  const trainingItems = trainings.map((training) => ({
    id: training.id,
    name: training.name,
    sub: training.modelName,
    icon: "curve" as const,
    run: () => goTo(`/training/${training.id}`),
  }));
  // Of two actions with one id the room's, registered later, counts.
  const latest = [...new Map(actions.map((action) => [action.id, action])).values()];
  const actionItems = latest
    .filter((action) => action.keyOnly !== true)
    .map((action) => ({
      id: action.id,
      name: action.label,
      sub: action.sub,
      icon: action.icon ?? "right",
      action: action.id,
      run: action.run,
    }));

  const groups: PaletteGroup[] = [
    {
      id: "rooms",
      label: "app.rooms",
      items: matching(typed === "" ? roomItems : [...roomItems, ...pageItems], typed, MOST),
    },
    { id: "chats", label: "app.palette.chats", items: matching(chatItems, typed, MOST) },
    {
      id: "collections",
      label: "app.palette.collections",
      items: matching(collectionItems, typed, typed === "" ? 3 : MOST),
    },
    { id: "models", label: "app.models", items: matching(modelItems, typed, typed === "" ? 3 : MOST) },
    { id: "trainings", label: "app.palette.trainings", items: matching(trainingItems, typed, typed === "" ? 2 : MOST) },
    { id: "actions", label: "app.palette.actions", items: matching(actionItems, typed, typed === "" ? 8 : MOST) },
  ];
  return groups.filter((group) => group.items.length > 0);
}

const noChats: readonly Chat[] = [];

/** The latest chats, or those whose title holds what was typed. */
function useChats(typed: string): readonly Chat[] {
  const [chats, setChats] = useState(noChats);
  const word = typed.trim();
  useEffect(() => {
    const stop = new AbortController();
    client.chat.list({ titleContains: word, limit: word === "" ? 4 : MOST }, { signal: stop.signal }).then(
      (page) => {
        if (!stop.signal.aborted) setChats(page.chats);
      },
      // The palette works without them; the list of chats shows what is wrong.
      () => setChats(noChats),
    );
    return () => stop.abort();
  }, [word]);
  return chats;
}
