/** `npm run notices`: writes THIRD-PARTY-NOTICES. A test fails when it is not current. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { formatNotices } from "./notices/format.ts";
import { shippedPackages } from "./notices/shipped.ts";
import { root } from "./test/command.ts";

writeFileSync(join(root, "THIRD-PARTY-NOTICES"), formatNotices(root, shippedPackages(root)));
