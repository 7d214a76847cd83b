// The library kept honest: a grade with its reason, a loss with reason, winner and lesson that adds up on a page of
// its own, and a code name that hides a project from whoever does not need to know it.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { choose, launch, open, startDemo } from './support.mjs';

describe('grades, losses and code names', () => {
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

  it('grades a project and says why', async () => {
    const clerk = await open(browser, demo, 'office_clerk');
    const { page } = clerk;
    await clerk.go('/projects?q=富盈国际城');
    await page.getByRole('link', { name: '富盈国际城' }).first().click();
    const panel = page.getByRole('region', { name: '分级与在库' });
    await panel.getByRole('button', { name: /评\s*级/ }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('理由').fill('合作协议基本商定');
    await dialog.getByRole('button', { name: /确\s*定/ }).click();
    await panel.getByText('合作协议基本商定').waitFor();
    await clerk.go('/projects?grade=a');
    await page.getByRole('link', { name: '富盈国际城' }).first().waitFor();
    await clerk.go('/keeping');
    await clerk.sound('what stands still');
    await clerk.go('/keeping-rules');
    await clerk.sound('the rules of the library');
    await clerk.close();
  });

  it('asks why a project was lost, and adds it up', async () => {
    const clerk = await open(browser, demo, 'office_clerk');
    const { page } = clerk;
    await clerk.go('/projects?stage=negotiation&status=ongoing&sort=code');
    await page.locator('#main a[href^="/projects/"]').first().click();
    await page.getByRole('button', { name: '变更状态' }).click();
    const dialog = page.getByRole('dialog');
    await choose(page, dialog.getByLabel('变更为'), '流失');
    await choose(page, dialog.getByLabel('原因', { exact: true }), '市场');
    await dialog.getByLabel('教训与改进').fill('先看市场');
    await dialog.getByLabel('理由').fill('产品滞销');
    await dialog.getByRole('button', { name: /确\s*定/ }).click();
    await page.getByRole('region', { name: '流失与恢复' }).getByText('先看市场').waitFor();
    await clerk.go('/losses?from=2013-01-01');
    await clerk.sound('losses');
    await page.getByRole('button', { name: /^用地 / }).click();
    await page.getByText('近期无法提供成片工业用地').waitFor();
    await clerk.sound('the projects behind a figure');
    await clerk.close();
  });

  it('shows a leader the cover of a code-named project and nothing else', async () => {
    const clerk = await open(browser, demo, 'office_clerk');
    await clerk.go('/projects?q=金凤一号');
    const link = clerk.page.locator('#main a[href^="/projects/"]').first();
    const name = await link.innerText();
    await link.click();
    await clerk.page.getByRole('region', { name: '代号与知悉范围' }).getByText('金凤一号').waitFor();
    await clerk.sound('a code-named project, by the office');
    await clerk.close();

    const leader = await open(browser, demo, 'district_leader');
    await leader.go(`/projects?q=${encodeURIComponent(name)}`);
    await leader.settled();
    assert.equal(await leader.page.locator('#main').getByText(name, { exact: true }).count(), 0);
    await leader.go('/projects?q=金凤一号');
    await leader.page.locator('#main a[href^="/projects/"]').first().click();
    await leader.page.getByText('电子信息类制造项目').waitFor();
    assert.doesNotMatch(await leader.page.locator('#main').innerText(), new RegExp(name));
    await leader.sound('the cover of a code-named project');
    await leader.close();
  });
});
