// Walks every page that somebody can reach by links: one of each kind, however many people or departures there are.

const ID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;

/** The kind of page behind an address: which person or departure it is, or which page of a list, does not matter. */
const kindOf = (href) => href.replace(/[?#].*/, '').replace(ID, ':id');

const isPage = (href) => href.startsWith('/') && !href.startsWith('/attachments/') && !/\.\w+$/.test(href);

/** Visits one page of each kind, beginning at the own first page; `see(path, kind, answer)` is called on each. */
export async function walk(page, see) {
  const known = new Set(['/']);
  const waiting = ['/'];
  while (waiting.length > 0) {
    const path = waiting.shift();
    const answer = await page.goto(path);
    await see(path, kindOf(path), answer);
    const links = await page.locator('a[href]:not([download])').evaluateAll((all) => all.map((one) => one.getAttribute('href')));
    for (const href of links.filter(isPage)) {
      if (known.has(kindOf(href))) continue;
      known.add(kindOf(href));
      waiting.push(href.replace(/#.*/, ''));
    }
  }
  return known.size;
}

/** What a page is made of: pages of one kind with the same sections, forms and fields fail or pass alike. */
export function partsOf(page) {
  return page.evaluate(() => {
    const parts = document.querySelectorAll('main section, main table, main form, main input, main select, main textarea');
    return [...new Set([...parts].map((one) => `${one.tagName}.${one.className}.${one.id.length < 20 ? one.id : ''}.${one.type ?? ''}`))].sort().join(' ');
  });
}
