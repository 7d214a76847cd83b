// Before the dispatch meeting: a leader's cases, the lists and their versions, the pack in one click.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { launch, open, press, startDemo } from './support.mjs';

describe('a dispatch meeting', () => {
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

  it('is prepared in one click from the cases of a leader', async () => {
    const leader = await open(browser, demo, 'district_leader');
    const { page } = leader;
    await leader.go('/leaders');
    await leader.sound('leaders');
    await page.getByRole('region', { name: '领导包联' }).getByRole('link').first().click();
    await page.getByRole('button', { name: '生成调度会材料' }).waitFor();
    await leader.settled();
    await leader.sound('the cases of a leader');
    await page.getByRole('button', { name: '生成调度会材料' }).click();
    await page.getByRole('document', { name: '调度会材料' }).getByText('调度项目一览表').waitFor();
    await leader.sound('the pack of a meeting');
    const saved = page.waitForEvent('download');
    await page.getByRole('link', { name: '下载 Word' }).click();
    assert.match((await saved).suggestedFilename(), /调度会材料\.docx$/);
    await leader.close();
  });

  it('compares a frozen list with what it became', async () => {
    const clerk = await open(browser, demo, 'office_clerk', { width: 390, height: 844 });
    const { page } = clerk;
    await clerk.go('/lists?list=pursued');
    await clerk.sound('lists on a phone');
    await page.getByRole('region', { name: '三张清单' }).getByRole('link').first().click();
    await page.getByRole('button', { name: /^对照/ }).first().click();
    await page.getByText('新增', { exact: true }).first().waitFor();
    await clerk.settled();
    await clerk.sound('a list compared on a phone');
    await page.getByRole('button', { name: /定\s*版/ }).first().click();
    await page.getByLabel('版本名称').fill('9月调度会');
    await press(page.getByRole('dialog').getByRole('button', { name: /确\s*定/ }));
    await page.getByText('9月调度会').first().waitFor();
    await clerk.close();
  });
});
