import { useText } from "#renderer/app/texts.ts";

/** In place of a picture that an answer names: loading it would tell its server who reads. */
export function PictureNote({ src, alt = "" }: { src?: string | Blob | undefined; alt?: string | undefined }) {
  const t = useText();
  const address = typeof src === "string" ? src : "";
  return (
    <span className="md-picture">
      {t("chat.picture.note", { alt: alt.trim() === "" ? "none" : alt })}{" "}
      <span className="md-address">{shorten(address)}</span>
    </span>
  );
}

/** A picture written into the text itself (`data:`) can be megabytes long. */
function shorten(address: string): string {
  return address.length <= 200 ? address : address.slice(0, 200) + "…";
}
