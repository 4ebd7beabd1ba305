import { useState } from "react";
import type { HubState } from "#main/models/hub/contract.ts";
import { useText } from "#renderer/app/texts.ts";
import { useClient } from "#renderer/rpc/client.ts";
import { Badge } from "#renderer/ui/Badge.tsx";
import { Button } from "#renderer/ui/Button.tsx";
import { Fault } from "#renderer/ui/Fault.tsx";
import { TextField } from "#renderer/ui/Field.tsx";
import type { Search } from "./use-search.ts";

/** One field for a name, an address and a short name; and whether it is online to look. */
export function HubField({ hub, search }: { hub: HubState; search: Search }) {
  const t = useText();
  const client = useClient();
  const [text, setText] = useState("");
  return (
    <div className="hub-find">
      <form
        className="row"
        role="search"
        onSubmit={(event) => {
          event.preventDefault();
          search.look(text);
        }}
      >
        <div className="grow">
          <TextField
            type="search"
            icon="search"
            label={t("hub.find")}
            hideLabel
            placeholder={t("hub.find.placeholder")}
            value={text}
            onChange={(value) => {
              setText(value);
              if (value === "") search.look("");
            }}
          />
        </div>
        <Button submit>{t("hub.find.do")}</Button>
      </form>
      <div className="row">
        <p className="tiny t3 grow" role="status">
          {search.isAsking ? t("hub.find.asking", { host: hub.host }) : t("hub.find.help", { host: hub.host })}
        </p>
        {hub.isOnline && (
          <>
            <Badge tone="warn" icon="globe">
              {t("hub.online")}
            </Badge>
            <Button kind="text" size="sm" onClick={() => void client.models.hub.disallow()}>
              {t("hub.online.off")}
            </Button>
          </>
        )}
      </div>
      {search.isElsewhere && (
        <Fault tone="warn">
          <p>{t("hub.find.elsewhere", { host: hub.host })}</p>
        </Fault>
      )}
      {search.fault !== null && <Fault error={search.fault} />}
    </div>
  );
}
