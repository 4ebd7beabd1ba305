/** A PDF of one page that holds a JPEG and nothing else, as scanners make them: 150 dots an inch. */
export function pictureOfPdf(jpeg: Buffer, widthPx: number, heightPx: number): Buffer {
  const [width, height] = [(widthPx / 150) * 72, (heightPx / 150) * 72].map((points) => points.toFixed(2));
  const contents = `q ${String(width)} 0 0 ${String(height)} 0 0 cm /P Do Q`;
  const head =
    `%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n2 0 obj\n<< /Type /Pages /Kids [3 0 R] /Count 1 >>\nendobj\n` +
    `3 0 obj\n<< /Type /Page /Parent 2 0 R /MediaBox [0 0 ${String(width)} ${String(height)}] /Resources << /XObject << /P 5 0 R >> >> /Contents 4 0 R >>\nendobj\n` +
    `4 0 obj\n<< /Length ${String(contents.length)} >>\nstream\n${contents}\nendstream\nendobj\n` +
    `5 0 obj\n<< /Type /XObject /Subtype /Image /Width ${String(widthPx)} /Height ${String(heightPx)} /ColorSpace /DeviceRGB /BitsPerComponent 8 /Filter /DCTDecode /Length ${String(jpeg.length)} >>\nstream\n`;
  // Without a table of its objects: every reader finds them anyway, and so must ours.
  return Buffer.concat([
    Buffer.from(head, "latin1"),
    jpeg,
    Buffer.from("\nendstream\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n"),
  ]);
}
