import { useText } from "#renderer/app/texts.ts";
import { Button } from "#renderer/ui/Button.tsx";
import { Dialog } from "#renderer/ui/Dialog.tsx";
import { toast } from "#renderer/ui/toasts.ts";
import { hostOf, openableAddress } from "./addresses.ts";

/** Shows where a link of an answer leads before anything is reached: the browser that opens it has a network of its own. */
export function AddressDialog({ address, onClose }: { address: string; onClose: () => void }) {
  const t = useText();
  const target = openableAddress(address);
  const copy = async () => {
    await navigator.clipboard.writeText(address);
    toast(t("chat.address.copied"));
    onClose();
  };
  const open = () => {
    if (target !== null) window.open(target, "_blank", "noopener,noreferrer");
    onClose();
  };
  return (
    <Dialog
      title={target === null ? t("chat.address.closed.title") : t("chat.address.title", { host: hostOf(target) })}
      onClose={onClose}
      actions={
        <>
          <Button safe onClick={onClose}>
            {t("chat.address.stay")}
          </Button>
          <Button onClick={() => void copy()}>{t("chat.address.copy")}</Button>
          {target !== null && (
            <Button kind="go" onClick={open}>
              {t("chat.address.open")}
            </Button>
          )}
        </>
      }
    >
      <p className="md-address-full">{target ?? address}</p>
      <p className="small t2">{target === null ? t("chat.address.closed.text") : t("chat.address.text")}</p>
    </Dialog>
  );
}
