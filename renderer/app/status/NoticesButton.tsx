import { useId, useRef, useState } from "react";
import { Button } from "#renderer/ui/Button.tsx";
import { Icon } from "#renderer/ui/Icon.tsx";
import { noticesSeen, undoNotice, useToasts } from "#renderer/ui/toasts.ts";
import { timeText } from "../formats.ts";
import { useText } from "../texts.ts";

/** What the toasts said, kept until the window closes. */
export function NoticesButton() {
  const t = useText();
  const { notices, unseen } = useToasts();
  const [open, setOpen] = useState(false);
  const panel = useRef<HTMLElement>(null);
  const id = useId();
  if (notices.length === 0) return null;
  return (
    <>
      <button type="button" className="statusb" aria-expanded={open} aria-controls={id} popoverTarget={id}>
        <Icon name="bell" size="s" />
        <span>{t("app.notices.count", { count: unseen })}</span>
      </button>
      <section
        ref={panel}
        id={id}
        className="over-status"
        popover="auto"
        aria-label={t("app.notices")}
        onToggle={(event) => {
          setOpen(event.newState === "open");
          noticesSeen();
        }}
      >
        <div className="top">
          <h2 className="grow">{t("app.notices")}</h2>
          <Button kind="quiet" size="sm" icon="x" label={t("ui.close")} onClick={() => panel.current?.hidePopover()} />
        </div>
        <ul>
          {notices.map((notice) => (
            <li key={notice.id} className="notice">
              <span>{notice.text}</span>
              {notice.undo !== null && (
                <Button kind="text" size="sm" onClick={() => undoNotice(notice.id)}>
                  {t("ui.undo")}
                </Button>
              )}
              <span className="sub n">{timeText(notice.at)}</span>
            </li>
          ))}
        </ul>
        <p className="note">{t("app.notices.kept")}</p>
      </section>
    </>
  );
}
