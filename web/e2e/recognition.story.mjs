// A draft's rules are tried on a receipt and over the book, a round is decided by a meeting, a month is closed, and what
// was frozen stands against a second closing.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { launch, open, press, startDemo } from './support.mjs';

describe('recognition and closing', () => {
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

  it('tries the rules of a draft over the book and at the desk', async () => {
    const office = await open(browser, demo, 'office_reviewer');
    const { page } = office;
    await office.go('/book');
    // In force: claimed, verified, recognised and credited, step by step.
    const totals = page.getByRole('region', { name: '合计' });
    await totals.getByText('各单位计分合计').waitFor();
    await office.sound('the book by the rules in force');
    await page.locator('table.book tbody a').first().click();
    await page.getByRole('region', { name: '按考核办法认定' }).getByText('计算口径').waitFor();
    await office.sound('a receipt by the rules in force');
    await office.go('/book');
    await page.getByLabel('按哪份办法').click();
    await page.locator('.ant-select-item-option').filter({ hasText: '认定规则讨论稿' }).click();
    await page.waitForURL(/scheme=/);
    await totals.getByText('全区认定').waitFor();
    await office.sound('the book by a draft');
    await page.getByLabel('结果').click();
    await page.locator('.ant-select-item-option').filter({ hasText: '不予认定' }).click();
    await page.getByText('3亿元以下房地产项目不计入').first().waitFor();
    await office.close();
  });

  it('decides a round by a meeting and shows it to the units', async () => {
    const office = await open(browser, demo, 'office_reviewer');
    const { page } = office;
    await office.go('/rounds');
    await office.sound('the rounds');
    await page.getByRole('link', { name: '八月份认定会议' }).first().click();
    await page.getByText('付款用途写的是货款，请补充说明').first().waitFor();
    await office.sound('a round that waits');
    const meet = page.getByRole('button', { name: '记录会议决定' });
    assert.equal(await meet.getAttribute('aria-disabled'), 'true', 'the department has not answered');
    await office.close();
  });

  it('closes August, and a unit reads what is published', async () => {
    const clerk = await open(browser, demo, 'office_clerk');
    const { page } = clerk;
    await clerk.go('/closings');
    await clerk.sound('the closed months');
    await page.getByRole('link', { name: '2013-07' }).click();
    await page.getByText('结果与关账时逐字节一致').waitFor();
    await clerk.sound('a published month');
    await page.getByRole('button', { name: /答\s*复/ }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('内容').fill('聘用合同在 8 月签订，计入 8 月');
    await dialog.getByLabel('会议纪要编号').fill('招商会〔2013〕10号');
    await dialog.getByRole('button', { name: /答\s*复/ }).click();
    await page.getByText('不成立').first().waitFor();
    await clerk.go('/closings');
    await page.getByRole('button', { name: /关\s*账/ }).click();
    await press(page.getByRole('dialog').getByRole('button', { name: /关\s*账/ }));
    await page.getByRole('heading', { level: 1, name: '凤栖区2013年1至8月招商引资考核结果' }).waitFor();
    await page.getByText('结果与关账时逐字节一致').waitFor();
    await clerk.sound('a month that was just closed');
    await clerk.close();

    const unit = await open(browser, demo, 'unit_filler', { width: 390, height: 844 });
    await unit.go('/closings');
    await unit.page.getByRole('link', { name: '2013-07' }).click();
    await unit.page.getByRole('button', { name: '提出异议' }).waitFor();
    await unit.sound('a published month on a phone');
    await unit.close();
  });

  it('starts a scheme from a published method, changes it in the form and tries it', async () => {
    const clerk = await open(browser, demo, 'office_clerk');
    const { page } = clerk;
    await clerk.go('/schemes');
    await page.getByRole('button', { name: '从内置办法开始' }).click();
    await clerk.settled();
    await clerk.sound('the built-in methods');
    await press(page.getByRole('dialog').getByRole('listitem').filter({ hasText: '三招三引' }).first().getByRole('button'));
    await page.getByRole('tab', { name: '表单' }).click();
    const item = page.locator('.scheme-form details').filter({ hasText: '到位资金完成率' }).first();
    await item.evaluate((node) => { node.open = true; });
    await item.getByLabel('封顶').fill('33');
    assert.match(await page.getByLabel('考核办法正文').inputValue(), /cap = 33 {2,}# 超额/);
    await clerk.sound('the form of a scheme');
    await page.getByRole('tab', { name: '试算' }).click();
    await page.locator('.trial table').first().waitFor();
    await clerk.sound('a trial');
    await clerk.close();
  });
});
