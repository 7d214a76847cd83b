// Signals of what may not be real: found by rules, with the rows behind them, cleared by a reviewer who had no hand in
// them.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { launch, open, startDemo } from './support.mjs';

describe('signals', () => {
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

  it('lists them with their rows, and lets another reviewer clear one', async () => {
    const reviewer = await open(browser, demo, 'office_reviewer');
    const { page } = reviewer;
    await reviewer.go('/anomalies');
    await reviewer.sound('signals');
    await page.getByRole('navigation', { name: '规则' }).getByRole('button', { name: /^一个付款人付给多个项目/ }).click();
    await page.waitForURL(/rule=shared_payer/);
    await reviewer.settled();
    const first = page.locator('.signals > li').first();
    await first.getByText(/^明细/).click();
    await first.locator('a[href^="/funds/"]').first().waitFor();
    await reviewer.sound('the rows behind a signal');
    // This reviewer recognised them; the button says so and does nothing.
    const clear = first.getByRole('button', { name: /^核实/ });
    assert.equal(await clear.getAttribute('aria-disabled'), 'true');
    await reviewer.close();

    const second = await open(browser, { ...demo, accounts: demo.accounts.filter((one) => one.login === 'reviewer2') }, 'office_reviewer');
    await second.go('/anomalies?rule=shared_payer');
    const count = await second.page.locator('.signals > li').count();
    const one = second.page.locator('.signals > li').first();
    await one.getByRole('button', { name: /^核实/ }).click();
    const dialog = second.page.getByRole('dialog');
    await dialog.getByLabel('依据和结论').fill('集团统一付款，已逐笔核对合同');
    await dialog.getByRole('button', { name: /确\s*定/ }).click();
    await second.page.waitForFunction((n) => document.querySelectorAll('.signals > li').length < n, count);
    await second.go('/anomalies?rule=shared_payer&state=cleared');
    await second.page.getByText('集团统一付款，已逐笔核对合同').waitFor();
    await second.close();
  });

  it('shows the rules to a leader and lets the office change them', async () => {
    const leader = await open(browser, demo, 'district_leader', { width: 390, height: 844, lang: 'en' });
    await leader.go('/anomalies');
    await leader.sound('signals on a phone, in English');
    await leader.close();
    const clerk = await open(browser, demo, 'office_clerk');
    await clerk.go('/anomaly-rules');
    await clerk.sound('the rules of signals');
    await clerk.page.getByRole('button', { name: '修改规则' }).click();
    const text = clerk.page.getByLabel('规则全文');
    await text.fill((await text.inputValue()).replace('least_projects = 3', 'least_projects = 1'));
    await clerk.page.getByRole('button', { name: /施\s*行/ }).click();
    await clerk.page.getByText(/least_projects”应是 2 至 10000/).first().waitFor();
    await clerk.close();
  });
});
