import { useState } from "react";
import { capsOf } from "#renderer/app/keys/chord.ts";
import { useKeyChoices } from "#renderer/app/keys/Keyboard.tsx";
import { fixedKeys, keyMap } from "#renderer/app/keys/map.ts";
import type { ActionId } from "#renderer/app/keys/map.ts";
import { useText } from "#renderer/app/texts.ts";
import { KeyCapRow } from "#renderer/ui/Kbd.tsx";
import { SettingRow } from "#renderer/ui/SettingRow.tsx";
import { Switch } from "#renderer/ui/Switch.tsx";
import { KeyRow } from "./KeyRow.tsx";
import { SettingsPage } from "./SettingsPage.tsx";
import "./KeysPage.css";

/** All keys, each of which can be changed or switched off. */
export function KeysPage() {
  const t = useText();
  const { mac } = useKeyChoices();
  const [recording, setRecording] = useState<ActionId | null>(null);
  return (
    <SettingsPage>
      {(settings, save) => (
        <>
          <p className="small t2">{t("settings.keys.help")}</p>
          <table className="grid keys-table">
            <thead>
              <tr>
                <th scope="col">{t("settings.keys.do")}</th>
                <th scope="col">{t("settings.keys.key")}</th>
                <th scope="col" className="end">
                  <span className="sr">{t("settings.keys.change")}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {keyMap.map((entry) => (
                <KeyRow
                  key={entry.id}
                  id={entry.id}
                  label={t(entry.label)}
                  choices={settings.keys}
                  recording={recording === entry.id}
                  onRecord={setRecording}
                  onChoose={(keys) => save({ keys })}
                />
              ))}
              {fixedKeys.map((entry) => (
                <tr key={entry.label}>
                  <td>{t(entry.label)}</td>
                  <td>
                    <span className="key-words">{capsOf(entry.chord, mac).join(" ")}</span>
                    <KeyCapRow caps={capsOf(entry.chord, mac)} />
                  </td>
                  <td className="end t3">{t("settings.keys.fixed")}</td>
                </tr>
              ))}
            </tbody>
          </table>
          <SettingRow title={t("settings.singleKeys")} help={t("settings.singleKeys.help")}>
            {(ids) => <Switch {...ids} checked={settings.singleKeys} onChange={(singleKeys) => save({ singleKeys })} />}
          </SettingRow>
        </>
      )}
    </SettingsPage>
  );
}
