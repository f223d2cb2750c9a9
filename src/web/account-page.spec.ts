import { accountPage } from './account-page';

const form = { title: 'Set a new password', action: '/x', done: 'Done.', fields: '' };
const brand = { displayName: 'ACME', primaryColor: '#0F62FE', supportEmail: null, logoUrl: null };

describe('accountPage', () => {
  it('lets nothing of a brand become markup or style, whatever its input lets through', () => {
    const evil = `"><script>alert('x')</script>`;
    const page = accountPage(form, {
      displayName: evil,
      supportEmail: `${evil}@example.com`,
      logoUrl: `/logo${evil}`,
      primaryColor: `red}</style>${evil}`,
    });
    expect(page.match(/<script[^>]*>/g)).toEqual(['<script src="/account/form.js" defer>']);
    expect(page.match(/<\/style>/g)).toHaveLength(1);
    expect(page).toContain('button{background:#1F4B99;color:#fff;');
  });

  it.each([
    ['#0F62FE', '#fff'],
    ['#FFD600', '#000'],
    ['#ffffff', '#000'],
    ['#00FF00', '#000'],
    ['#0000FF', '#fff'],
  ])('on a button of the colour %s writes in %s', (primaryColor, text) => {
    expect(accountPage(form, { ...brand, primaryColor })).toContain(
      `background:${primaryColor};color:${text};`,
    );
  });
});
