// The rates of a cohort open the projects that they were made of; a project goes on one page.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { launch, open, startDemo } from './support.mjs';

describe('rates and sheets', () => {
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

  it('opens a rate down to its projects, and one of them on one page', async () => {
    const leader = await open(browser, demo, 'district_leader');
    const { page } = leader;
    await leader.go('/rates');
    await page.getByRole('region', { name: '五率' }).getByRole('button', { name: /^注册率/ }).click();
    const drawer = page.getByRole('dialog');
    await drawer.getByText('计入的项目', { exact: true }).waitFor();
    await leader.settled();
    await leader.sound('the projects of a rate');
    await drawer.getByRole('link').first().click();
    await page.getByRole('button', { name: '一页纸' }).click();
    await page.getByRole('document', { name: '项目一页纸' }).getByText('存在问题').waitFor();
    await leader.sound('a project on one page');
    const saved = page.waitForEvent('download');
    await page.getByRole('link', { name: '下载 Word' }).click();
    assert.match((await saved).suggestedFilename(), /一页纸.*\.docx$/);
    await leader.close();
  });

  it('reads on a phone', async () => {
    const clerk = await open(browser, demo, 'office_clerk', { width: 390, height: 844 });
    await clerk.go('/rates');
    await clerk.page.getByRole('region', { name: '项目漏斗' }).getByText('签约', { exact: true }).waitFor();
    await clerk.sound('rates on a phone');
    await clerk.close();
  });
});
