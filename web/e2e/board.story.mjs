// The board and the gates: a card goes on by keyboard, a drop that skips is refused in words, a date is put right,
// a document taken away leaves its mark.
import { after, before, describe, it } from 'node:test';
import assert from 'node:assert/strict';
import { choose, launch, open, startDemo } from './support.mjs';

describe('the board and the gates', () => {
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

  it('refuses a drop that skips stages, in words', async () => {
    const window = await open(browser, demo, 'office_clerk');
    const { page } = window;
    await window.go('/board');
    const from = page.getByRole('region', { name: '在谈', exact: true }).getByRole('listitem').first();
    await from.waitFor();
    // Days are those of the office's year, and a card has its light.
    await page.getByText('截至 2013-08-31').waitFor();
    await page.locator('.board-card .light').first().waitFor();
    await from.dragTo(page.getByRole('region', { name: '签约', exact: true }).getByRole('heading'));
    await page.getByText('阶段不能跳过').waitFor();
    await window.close();
  });

  it('opens the gate by keyboard and says what is missing and who can supply it', async () => {
    const window = await open(browser, demo, 'office_clerk');
    const { page } = window;
    await window.go('/board');
    const button = page.getByRole('region', { name: '签约', exact: true }).getByRole('button', { name: /^推进 / }).first();
    await button.focus();
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog');
    await dialog.getByText('须上传：营业执照。').waitFor();
    await window.settled();
    await window.sound('the gate on the board');
    await window.shot('board-gate');
    await dialog.getByRole('button', { name: '确定' }).click();
    await page.locator('.ant-notification').getByText('须上传：营业执照。').waitFor();
    await window.close();
  });

  it('keeps a document that was taken away, and marks its stage', async () => {
    const window = await open(browser, demo, 'office_clerk');
    const { page } = window;
    await window.go('/board');
    await page.getByRole('region', { name: '签约', exact: true }).getByRole('link').first().click();
    const documents = page.getByRole('region', { name: '项目文件' });
    await documents.getByRole('button', { name: '添加文件' }).click();
    const dialog = page.getByRole('dialog', { name: '添加文件' });
    await choose(page, dialog.getByLabel('文件种类'), '正式合同');
    await dialog.locator('input[type=file]').setInputFiles({ name: '合同.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.4 contract') });
    await dialog.getByRole('button', { name: '确定' }).click();
    await documents.getByRole('link', { name: '合同.pdf' }).waitFor();
    await documents.getByRole('button', { name: '移除 合同.pdf' }).click();
    const gone = page.getByRole('dialog', { name: '移除 合同.pdf' });
    await gone.getByLabel('理由').fill('扫描件缺页');
    await gone.getByRole('button', { name: '确定' }).click();
    await documents.getByText('已移除', { exact: true }).waitFor();
    await page.getByRole('region', { name: '项目阶段' }).getByText('文件缺失').waitFor();
    await window.settled();
    await window.sound('a document taken away');
    await window.shot('document-gone');
    assert.ok(await documents.getByText('扫描件缺页').isVisible());
    await window.close();
  });

  it('puts a date right, and the story goes by the new one', async () => {
    const window = await open(browser, demo, 'office_clerk');
    const { page } = window;
    await window.go('/projects?q=379901-2013-0001');
    await page.locator('tr.ant-table-row').first().getByRole('link').first().click();
    await page.waitForURL('**/projects/*-*');
    const story = page.getByRole('region', { name: '时间线' });
    await story.getByRole('button', { name: '阶段', exact: true }).click();
    await story.getByRole('button', { name: '更正“签约”的日期' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('更正为').fill('2013-06-20');
    await dialog.getByLabel('更正为').press('Enter');
    await dialog.getByLabel(/理由/).fill('合同实为20日签订');
    await window.settled();
    await window.sound('the correction of a date');
    await window.shot('date-correction');
    await dialog.getByRole('button', { name: /确\s*定/ }).click();
    await story.getByText('2013-06-18 更正为 2013-06-20').waitFor();
    await window.close();
  });
});
