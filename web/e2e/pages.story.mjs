// Every page, in both languages, light and dark, wide and narrow: it draws itself, axe finds
// nothing, nothing leaves the host, nothing is wider than the screen.
import { after, before, describe, it } from 'node:test';
import assert from 'node:assert/strict';
import { launch, open, startDemo } from './support.mjs';

// Two looks show every language, width and colour once; YINFENG_LOOKS=all crosses them further.
const looks = [
  { width: 1440, lang: 'zh-CN', mode: 'light' },
  { width: 390, height: 844, lang: 'en', mode: 'dark' },
  ...(process.env.YINFENG_LOOKS === 'all'
    ? [
        { width: 390, height: 844, lang: 'zh-CN', mode: 'dark' },
        { width: 1440, lang: 'en', mode: 'light' },
      ]
    : []),
];
const rounds = [
  { role: 'office_clerk', pages: ['/', '/projects', '/stages', '/board', '/investors', '/events', '/units', '/rights', '/account'] },
  { role: 'office_clerk', pages: ['/funds', '/imports', '/dashboard', '/scores', '/targets', '/schemes', '/summary', '/circular-check', '/circular', '/anomalies', '/anomaly-rules'] },
  { role: 'office_clerk', pages: ['/progress?view=units', '/problems', '/admissions', '/admission-rules', '/commitments', '/supports', '/supervisions', '/instructions'] },
  { role: 'office_clerk', pages: ['/transfers', '/dispatch', '/lights', '/light-rules', '/lists', '/leaders', '/rates', '/nowhere'] },
  { role: 'unit_filler', pages: ['/', '/progress', '/projects', '/board', '/supervisions', '/dashboard'] },
  { role: 'district_leader', pages: ['/', '/progress', '/problems', '/leaders'] },
  { role: 'office_reviewer', pages: ['/', '/review'] },
  { role: 'system_administrator', pages: ['/people'] },
  { role: 'audit_administrator', pages: ['/audit'] },
];

describe('every page', () => {
  let demo;
  let browser;
  before(async () => {
    demo = await startDemo();
    browser = await launch();
  });
  after(async () => {
    await browser?.close();
    await demo?.stop();
  });

  for (const look of looks) {
    const name = `${look.width}-${look.lang}-${look.mode}`;
    for (const { role, pages } of rounds) {
      it(`${role} at ${name}`, async () => {
        const window = await open(browser, demo, role, look);
        for (const path of pages) {
          await window.go(path);
          await window.sound(`${path} ${name}`);
          await window.shot(`${role}-${path.replaceAll(/\W/g, '') || 'home'}-${name}`);
        }
        await window.close();
      });
    }
    it(`one of everything at ${name}`, async () => {
      const window = await open(browser, demo, 'office_clerk', look);
      const first = (list) =>
        window.page.evaluate(async (address) => {
          const { items, groups } = await fetch(address).then((answer) => answer.json());
          const [one] = items ?? groups[0].units;
          return one.id ?? one.unit?.id ?? one.leader;
        }, list);
      for (const [list, to] of [
        ['/api/v1/problems', '/problems'],
        ['/api/v1/admissions', '/admissions'],
        ['/api/v1/commitments', '/commitments'],
        ['/api/v1/supports', '/supports'],
        ['/api/v1/supervisions', '/supervisions'],
        ['/api/v1/instructions', '/instructions'],
        ['/api/v1/transfers', '/transfers'],
        ['/api/v1/shortlists', '/lists'],
        ['/api/v1/leaders', '/leaders'],
        ['/api/v1/funds', '/funds'],
        ['/api/v1/units', '/units'],
        ['/api/v1/scores?year=2013&as_of=2013-08-31', '/scores'],
      ]) {
        await window.go(`${to}/${encodeURIComponent(await first(list))}`);
        await window.sound(`one of ${to} ${name}`);
        await window.shot(`one-of-${to.slice(1)}-${name}`);
      }
      await window.go(`/projects/${await first('/api/v1/projects?q=379901-2013-0001')}/sheet`);
      await window.page.locator('.paper').first().waitFor();
      await window.sound(`the sheet of a project ${name}`);
      await window.close();
    });
    it(`a project, an investor and an event at ${name}`, async () => {
      const window = await open(browser, demo, 'office_clerk', look);
      for (const list of ['/projects', '/investors', '/events']) {
        await window.go(list);
        const link = window.page.locator(`#main a[href^="${list}/"]`).first();
        const href = await link.getAttribute('href');
        await link.click();
        await window.page.waitForURL(`**${href}`);
        await window.settled();
        await window.sound(`${href} ${name}`);
        await window.shot(`one-${list.slice(1)}-${name}`);
        await window.go(`${href}?edit=1`);
        await window.page.getByRole('dialog').waitFor();
        await window.settled();
        await window.sound(`${href} form ${name}`);
        await window.shot(`form-${list.slice(1)}-${name}`);
      }
      await window.close();
    });
  }

  it('keeps its state in the address', async () => {
    const window = await open(browser, demo, 'office_clerk');
    const { page } = window;
    await window.go('/projects');
    await page.getByRole('textbox', { name: '名称、编号或拼音首字母' }).fill('379901-2013-0001');
    await page.waitForURL('**/projects?q=379901-2013-0001');
    await window.settled();
    const rows = page.locator('tr.ant-table-row');
    assert.equal(await rows.count(), 1);
    await rows.first().focus();
    await page.keyboard.press('Enter');
    await page.waitForURL('**/projects/*-*');
    await page.goBack();
    await page.waitForURL('**/projects?q=379901-2013-0001');
    await window.settled();
    assert.equal(await rows.count(), 1);
    await window.close();
  });

  it('finds by two characters, by keyboard alone', async () => {
    const window = await open(browser, demo, 'office_clerk');
    const { page } = window;
    await window.go('/');
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox').fill('慢城');
    await page.getByRole('option').first().waitFor();
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/(projects|investors)\/.+/);
    await window.close();
  });

  it('sends whoever has no session to the login page and back', async () => {
    const window = await open(browser, demo, 'office_clerk');
    const { page } = window;
    await window.context.clearCookies();
    await page.goto(`${demo.url}/projects?stage=signed`);
    await page.waitForURL(/\/login\?next=/);
    assert.equal(new URL(page.url()).searchParams.get('next'), '/projects?stage=signed');
    await window.close();
  });
});
