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
  const sign = signOf({ network: "off", made: 0, vault: "none", connections: [] });
  expect(sign.online).toBe(false);
  expect(t(sign.key, sign.values)).toBe("Offline · 0 connections · No vault yet");
});

it("names the host and the reason of the latest connection that was let out", () => {
  const refused = { ...connection, at: 9, host: "example.org", allowed: false };
  const sign = signOf({ network: "on", made: 3, vault: "none", connections: [connection, refused] });
  expect(sign.online).toBe(true);
  expect(t(sign.key, sign.values)).toBe("Online for one download · huggingface.co · 3 connections");
});

it("says that it is online before anything is reached", () => {
  const sign = signOf({ network: "on", made: 0, vault: "open", connections: [] });
  expect(t(sign.key, sign.values)).toBe("Online · 0 connections");
});
