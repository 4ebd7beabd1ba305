/** A text on a page of a test, in points from the lower left corner. */
export interface Drawn {
  readonly at: readonly [left: number, base: number];
  readonly size?: number;
  readonly text: string;
}

/** A PDF of letter-size pages in Helvetica, as small as one can be that every reader takes. */
export function tinyPdf(pages: readonly (readonly Drawn[])[]): Buffer {
  const objects: string[] = [];
  const add = (body: string): number => objects.push(body);
  const kids = pages.map((_, index) => `${String(4 + index * 2)} 0 R`).join(" ");
  add("<< /Type /Catalog /Pages 2 0 R >>");
  add(`<< /Type /Pages /Kids [${kids}] /Count ${String(pages.length)} >>`);
  add("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>");
  for (const texts of pages) {
    const contents = String(objects.length + 2);
    add(
      `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Resources << /Font << /F 3 0 R >> >> /Contents ${contents} 0 R >>`,
    );
    const stream = texts.map(draw).join("\n");
    add(`<< /Length ${String(Buffer.byteLength(stream, "latin1"))} >>\nstream\n${stream}\nendstream`);
  }
  let file = "%PDF-1.4\n";
  const offsets = objects.map((body, index) => {
    const offset = Buffer.byteLength(file, "latin1");
    file += `${String(index + 1)} 0 obj\n${body}\nendobj\n`;
    return offset;
  });
  const table = Buffer.byteLength(file, "latin1");
  file += `xref\n0 ${String(objects.length + 1)}\n0000000000 65535 f \n`;
  for (const offset of offsets) file += `${String(offset).padStart(10, "0")} 00000 n \n`;
  file += `trailer\n<< /Size ${String(objects.length + 1)} /Root 1 0 R >>\nstartxref\n${String(table)}\n%%EOF\n`;
  return Buffer.from(file, "latin1");
}

function draw({ at: [left, base], size = 11, text }: Drawn): string {
  const escaped = text.replace(/[\\()]/g, "\\$&");
  return `BT /F ${String(size)} Tf ${String(left)} ${String(base)} Td (${escaped}) Tj ET`;
}
