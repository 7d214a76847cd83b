import { launch, open } from './support.mjs';
const url = 'http://127.0.0.1:8104';
import { readFileSync } from 'node:fs';
const told = readFileSync('/tmp/report-demo.log', 'utf8').split('\n').map((l) => { try { return JSON.parse(l); } catch { return {}; } }).reduce((a, b) => ({ ...a, ...b }), {});
const demo = { url, accounts: told.accounts };
const browser = await launch();
const looks = [['w', { width: 1440 }], ['n', { width: 390, height: 844 }]];
for (const [role, pages] of [['office_reviewer', ['/anomalies', '/anomalies?rule=shared_payer&state=all']], ['office_clerk', ['/circular?month=2013-08', '/anomaly-rules', '/scores']], ['district_leader', ['/circular']]]) {
  for (const [name, look] of looks) for (const lang of ['zh-CN', 'en']) {
    if (role === 'district_leader' && !(name === 'n' && lang === 'en')) continue;
    const w = await open(browser, demo, role, { ...look, lang });
    for (const p of pages) {
      await w.go(p);
      await w.page.waitForTimeout(300);
      for (const d of await w.page.locator('details').all()) { await d.evaluate((e) => { e.open = true; }); break; }
      try { await w.sound(p); } catch (e) { console.log(role, name, lang, p, String(e.message).slice(0, 400)); }
      await w.page.screenshot({ path: `/tmp/report-shots/${role}-${p.replace(/\W/g, '')}-${name}-${lang}.png`, fullPage: true });
    }
    await w.close();
  }
}
await browser.close();
