// What would the scores be: a receipt and a target are supposed, a draft is set beside the scheme in force; all of it in
// the address, nothing of it in the ledger.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { launch, open, startDemo } from './support.mjs';

describe('what if', () => {
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

  it('supposes a receipt, shows what it changes, and takes it back', async () => {
    const clerk = await open(browser, demo, 'office_clerk');
    const { page } = clerk;
    await clerk.go('/scores');
    await page.getByRole('button', { name: /试\s*算/ }).click();
    await page.getByRole('heading', { level: 1, name: '试算' }).waitFor();
    await page.getByText('增分 0 个').waitFor();
    await page.getByRole('combobox', { name: '单位', exact: true }).click();
    await page.keyboard.type('于河');
    await page.keyboard.press('Enter');
    await page.getByLabel('到位金额').fill('5000');
    // The scheme in force has rules of its own: money is supposed of a project, and passes them.
    await page.getByRole('combobox', { name: '项目', exact: true }).click();
    await page.keyboard.type('凌云建材');
    await page.locator('.ant-select-item-option').filter({ hasText: '凌云建材家居广场' }).first().click();
    await page.getByRole('button', { name: '加入假设' }).click();
    await page.getByText(/假设于河街道申报的“凌云建材家居广场”.*5,?000\.00万元/).waitFor();
    await page.getByText(/认定 = 到账资金 5,?000\.00万元/).waitFor();
    await page.getByText('增分 1 个').waitFor();
    assert.match(page.url(), /if=receipt/);
    await page.getByRole('button', { name: /项变动/ }).first().click();
    await page.getByText(/得分 = 完成数/).first().waitFor();
    await clerk.sound('a supposed receipt');
    // The address alone brings it back; the ledger knows nothing of it.
    await page.reload();
    await page.getByText('增分 1 个').waitFor();
    await page.getByRole('button', { name: /^去掉：/ }).click();
    await page.getByText('增分 0 个').waitFor();
    assert.doesNotMatch(page.url(), /if=/);
    await page.goBack();
    await page.getByText('增分 1 个').waitFor();
    await clerk.close();
  });

  it('sets a draft beside the scheme in force over all units', async () => {
    const clerk = await open(browser, demo, 'office_clerk');
    const { page } = clerk;
    await clerk.go('/schemes');
    await page.getByRole('link', { name: /认定规则讨论稿/ }).click();
    await page.getByRole('button', { name: '与施行办法对照' }).click();
    await page.waitForURL(/against=/);
    await page.getByText(/改按“三招三引考核办法（认定规则讨论稿）/).waitFor();
    await page.getByText(/^减分 [1-9]/).waitFor();
    await clerk.sound('two schemes side by side');
    await clerk.close();
  });

  it('lets a unit try its own on a phone', async () => {
    const unit = await open(browser, demo, 'unit_filler', { width: 390, height: 844 });
    await unit.go('/scores/what-if');
    await unit.page.getByText('不变 1 个').waitFor();
    await unit.sound('a what-if on a phone');
    await unit.close();
  });
});
