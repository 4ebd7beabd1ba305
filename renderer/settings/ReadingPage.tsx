import { useText } from "#renderer/app/texts.ts";
import { Segmented } from "#renderer/ui/Segmented.tsx";
import { SettingRow } from "#renderer/ui/SettingRow.tsx";
import { Slider } from "#renderer/ui/Slider.tsx";
import { SettingsPage } from "./SettingsPage.tsx";
import "./ReadingPage.css";

const USUAL_PX = 17;

/** How answers and manuscripts are set, with a line to see it by. */
export function ReadingPage() {
  const t = useText();
  return (
    <SettingsPage>
      {(settings, save) => (
        <>
          <SettingRow first title={t("settings.readingFont")} help={t("settings.readingFont.help")}>
            {() => (
              <Segmented
                label={t("settings.readingFont")}
                value={settings.readingFont}
                options={[
                  { value: "serif", label: t("settings.readingFont.serif") },
                  { value: "sans", label: t("settings.readingFont.sans") },
                ]}
                onChange={(readingFont) => save({ readingFont })}
              />
            )}
          </SettingRow>
          <SettingRow title={t("settings.readingSize")} help={t("settings.readingSize.help")}>
            {() => (
              <div className="reading-size">
                <Slider
                  label={t("settings.readingSize")}
                  hideLabel
                  value={settings.readingSizePx}
                  min={15}
                  max={22}
                  step={1}
                  usual={USUAL_PX}
                  unit={t("settings.px")}
                  format={(px) => t("settings.readingSize.value", { px })}
                  onChange={(readingSizePx) => save({ readingSizePx })}
                />
              </div>
            )}
          </SettingRow>
          <SettingRow high title={t("settings.example")}>
            {() => <p className="reading-example">{t("settings.example.text")}</p>}
          </SettingRow>
        </>
      )}
    </SettingsPage>
  );
}
