import { useEffect, useState } from "react";
import type { SchemaRemark } from "#main/chat/structured/contract.ts";
import { useClient } from "#renderer/rpc/client.ts";

export interface SchemaCheck {
  readonly problems: readonly SchemaRemark[];
  readonly notes: readonly SchemaRemark[];
}

/** Who types on is not asked after every letter. */
const AFTER_MS = 200;

/** What the app says of a schema; null: nothing to ask of, or not known yet. */
export function useSchemaCheck(schema: string | null): SchemaCheck | null {
  const client = useClient();
  const [check, setCheck] = useState<{ of: string; is: SchemaCheck } | null>(null);
  useEffect(() => {
    if (schema === null || schema === "") return undefined;
    let isCurrent = true;
    const timer = setTimeout(() => {
      client.chat.structured.check({ schema }).then(
        (is) => {
          if (isCurrent) setCheck({ of: schema, is });
        },
        // The app is away: the answer to "Use it" says so.
        () => undefined,
      );
    }, AFTER_MS);
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [client, schema]);
  return check?.of === schema ? check.is : null;
}
