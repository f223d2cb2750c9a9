import { ownBrand, ShownBrand } from '../core/branding/branding.port';
import { escapeHtml } from './escape-html';

export interface AccountForm {
  title: string;
  /** Where it is sent to. */
  action: string;
  /** What is said when that went well. */
  done: string;
  /** HTML. */
  fields: string;
}

/** A page with one form, under the name and in the colour of whoever's host the visitor came to. */
export function accountPage({ title, action, done, fields }: AccountForm, brand: ShownBrand): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${title} · ${escapeHtml(brand.displayName)}</title><style>${styleOf(brand)}</style><script src="/account/form.js" defer></script></head>
<body><header>${header(brand)}</header><h1>${title}</h1><form action="${action}" data-done="${done}">${fields}
<button>${title}</button></form><p role="status"></p>${footer(brand)}</body></html>`;
}

function header({ displayName, logoUrl }: ShownBrand): string {
  const name = escapeHtml(displayName);
  return logoUrl ? `<img src="${escapeHtml(logoUrl)}" alt="${name}">` : name;
}

function footer({ supportEmail }: ShownBrand): string {
  if (!supportEmail) return '';
  const link = `mailto:${encodeURIComponent(supportEmail).replace('%40', '@')}`;
  return `<footer>Help: <a href="${link}">${escapeHtml(supportEmail)}</a></footer>`;
}

/** In a style sheet nothing could be escaped, so what is no colour is not written. */
function styleOf({ primaryColor }: ShownBrand): string {
  const color = /^#[0-9a-f]{6}$/i.test(primaryColor) ? primaryColor : ownBrand.primaryColor;
  return `body{font:16px/1.5 system-ui;margin:4rem auto;max-width:26rem;padding:0 1rem}
header{border-bottom:3px solid ${color};padding-bottom:.5rem;font-weight:600}header img{display:block;max-height:3rem;max-width:100%}
label,input,button{display:block;width:100%;box-sizing:border-box;font:inherit;margin:.3rem 0}input,button{padding:.5rem}
button{background:${color};color:${readableOn(color)};border:0}footer{margin-top:2rem;font-size:.9em}`;
}

/** Black or white, whichever stands out more: by the luminance of WCAG 2, to which green adds most and blue least. */
function readableOn(color: string): string {
  const shares = [0.2126, 0.7152, 0.0722];
  const luminance = shares.reduce((sum, share, at) => {
    const channel = parseInt(color.slice(1 + 2 * at, 3 + 2 * at), 16) / 255;
    return sum + share * channel ** 2.2;
  }, 0);
  return luminance > 0.179 ? '#000' : '#fff';
}
