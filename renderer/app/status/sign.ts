import type { PrivacyStatus } from "#main/privacy/contract.ts";
import type { TextKey, TextValues } from "../texts.ts";

export interface Sign {
  online: boolean;
  key: TextKey;
  values: TextValues;
}

/** What the sign says. When the network is on, it names the host and the reason. */
export function signOf(status: Pick<PrivacyStatus, "network" | "made" | "vault" | "reasons" | "connections">): Sign {
  const values = { count: status.made, vault: status.vault };
  if (status.network === "off") return { online: false, key: "app.sign.offline", values };
  const reason = status.reasons.at(-1);
  if (reason !== undefined) {
    const downloads = status.reasons.filter(({ kind }) => kind === "download").length;
    const host = reason.host;
    if (downloads > 0) return { online: true, key: "app.sign.downloads", values: { ...values, host, downloads } };
    return { online: true, key: "app.sign.hub", values: { ...values, host } };
  }
  const latest = status.connections.filter((connection) => connection.allowed).toSorted((a, b) => b.at - a.at)[0];
  if (latest === undefined) return { online: true, key: "app.sign.online", values };
  return { online: true, key: "app.sign.onlineFor", values: { ...values, host: latest.host, purpose: latest.purpose } };
}
