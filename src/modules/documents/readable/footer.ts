import { Look } from './look';
import { margin, Sheet } from './sheet';

/** On each page: who stands behind the service, which bytes this is a picture of, and the number of the page. */
export function writeFooters(sheet: Sheet, look: Look, digest: string): void {
  const { start, count } = sheet.pdf.bufferedPageRange();
  const service = [look.displayName, look.supportEmail].filter(Boolean).join(' · ');
  const style = { size: 6.5, color: '#666666' };
  for (let page = 0; page < count; page++) {
    sheet.pdf.switchToPage(start + page);
    sheet.y = sheet.pdf.page.height - margin;
    sheet.rule();
    sheet.y += 5;
    sheet.put(
      `${service}\nReadable copy; the original has the SHA-256 ${digest}`,
      0,
      sheet.width * 0.8,
      style,
    );
    sheet.put(`${page + 1} / ${count}`, sheet.width * 0.9, sheet.width * 0.1, { ...style, align: 'right' });
  }
}
