// Who is in charge of an investor, how it goes to somebody else, and that nobody leaves with it.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { choose, launch, open, press, startDemo } from './support.mjs';

describe('whoever has an investor', () => {
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

  it('is found by the list, and gives it to another unit', async () => {
    const unit = await open(browser, demo, 'unit_filler');
    const { page } = unit;
    await unit.go('/investors?charge=mine');
    await page.locator('.ledger a.name').first().waitFor();
    await unit.sound('the investors that are mine');
    await page.locator('.ledger a.name').first().click();
    const charge = page.getByRole('region', { name: '负责单位' });
    await charge.getByText('于河街道').first().waitFor();
    await unit.sound('an investor with who is in charge');
    await charge.getByRole('button', { name: /转\s*介/ }).click();
    const dialog = page.getByRole('dialog');
    await unit.settled();
    await unit.sound('an offer of an investor');
    await dialog.getByRole('button', { name: /取\s*消/ }).click();
    await unit.close();
  });

  it('takes an investor that was referred, on a phone', async () => {
    const unit = await open(browser, demo, 'unit_filler', { width: 390, height: 844 });
    const { page } = unit;
    await unit.go('/');
    const waiting = page.getByRole('region', { name: '待我答复的转介' });
    await waiting.locator('li a').first().click();
    await page.getByRole('button', { name: /^接\s*收$/ }).click();
    await unit.settled();
    await press(page.getByRole('dialog').getByRole('button', { name: /确\s*定/ }));
    await page.locator('.tag', { hasText: '已接收' }).first().waitFor();
    await unit.sound('a referral that was taken, on a phone');
    await unit.close();
  });

  it('hands over before leaving, and the other side takes it over', async () => {
    const unit = await open(browser, demo, 'unit_filler');
    const { page } = unit;
    const me = demo.accounts.find((account) => account.role === 'unit_filler');
    const session = await page.request.get(`${demo.url}/api/v1/session`);
    const { account } = await session.json();
    assert.equal(account.login, me.login);
    await unit.go(`/handover?person=${account.id}`);
    const lines = page.getByRole('region', { name: '交接事项' });
    await lines.getByText('负责的客商').first().waitFor();
    await unit.sound('what somebody holds');
    const all = page.getByRole('region', { name: '接手人' });
    await choose(page, all.getByLabel('接收单位'), '于河街道', '于河');
    await choose(page, all.getByLabel('接手人'), '叶知秋', '叶知秋');
    await all.getByRole('button', { name: '应用到全部' }).click();
    await page.getByRole('textbox', { name: '交接原因' }).fill('岗位调整');
    await page.getByRole('button', { name: '提交交接' }).click();
    await page.getByText(/^J2013-/).first().waitFor();
    await unit.sound('a hand-over that waits');
    const address = new URL(page.url()).pathname;
    await unit.close();

    const office = await open(browser, demo, 'office_clerk');
    await office.go('/');
    const box = office.page.getByRole('region', { name: '待我接收的交接' });
    await box.locator('li').first().waitFor();
    await office.go(address);
    await office.page.getByRole('button', { name: /^接收 \d+ 项$/ }).click();
    await office.settled();
    await press(office.page.getByRole('dialog').getByRole('button', { name: /确\s*定/ }));
    await office.page.locator('.tag', { hasText: '已办结' }).first().waitFor();
    await office.sound('a hand-over that was taken over');
    await office.go('/handovers');
    await office.page.locator('.ledger a.name').first().waitFor();
    await office.sound('the list of hand-overs');
    await office.go('/referrals');
    await office.page.locator('.ledger a.name').first().waitFor();
    await office.sound('the list of referrals');
    await office.close();
  });

  it('cannot be disabled with open things, and the message leads to the hand-over', async () => {
    const system = await open(browser, demo, 'system_administrator');
    const { page } = system;
    await system.go('/people');
    const row = page.locator('li.person', { hasText: '田守仁' });
    await row.getByRole('button', { name: /停\s*用/ }).click();
    await page.getByText(/还有 \d+ 项在其名下没有交接/).first().waitFor();
    const link = page.getByRole('link', { name: '办理交接' });
    assert.match(await link.getAttribute('href'), /^\/handover\?person=/);
    await system.sound('an account that cannot be disabled yet');
    await system.close();
  });
});
