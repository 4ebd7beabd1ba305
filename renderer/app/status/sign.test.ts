import { expect, it } from "vitest";
import { t } from "../texts.ts";
import { signOf } from "./sign.ts";

const connection = {
  at: 5,
  host: "huggingface.co",
  purpose: "one download",
  allowed: true,
  sentBytes: 0,
  receivedBytes: 0,
};

it("says that nothing left while the network is off", () => {
  const sign = signOf({ network: "off", made: 0, vault: "none", reasons: [], connections: [] });
  expect(sign.online).toBe(false);
  expect(t(sign.key, sign.values)).toBe("Offline · 0 connections · No vault yet");
});

it("names the host and the reason of the latest connection that was let out", () => {
  const refused = { ...connection, at: 9, host: "example.org", allowed: false };
  const sign = signOf({ network: "on", made: 3, vault: "none", reasons: [], connections: [connection, refused] });
  expect(sign.online).toBe(true);
  expect(t(sign.key, sign.values)).toBe("Online for one download · huggingface.co · 3 connections");
});

it("says that it is online before anything is reached", () => {
  const sign = signOf({ network: "on", made: 0, vault: "open", reasons: [], connections: [] });
  expect(t(sign.key, sign.values)).toBe("Online · 0 connections");
});

it("names what it is on for as long as that lasts, downloads first", () => {
  const hub = { kind: "hub", host: "huggingface.co" } as const;
  const download = { kind: "download", host: "mirror.example" } as const;
  const words = (reasons: (typeof hub | typeof download)[]) => {
    const sign = signOf({ network: "on", made: 3, vault: "open", reasons, connections: [connection] });
    return t(sign.key, sign.values);
  };
  expect(words([hub])).toBe("Online to look for models · huggingface.co · 3 connections");
  expect(words([hub, download])).toBe("Online for one download · mirror.example · 3 connections");
  expect(words([download, download])).toBe("Online for 2 downloads · mirror.example · 3 connections");
});
