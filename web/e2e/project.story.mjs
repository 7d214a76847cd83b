// A clerk registers an investor, enters a project, moves it on; then two people change the
// same project, and the later one decides which words stay.
import { after, before, describe, it } from 'node:test';
import assert from 'node:assert/strict';
import { choose, launch, open, startDemo } from './support.mjs';

describe('a project', () => {
  let demo;
  let browser;
  let address;
  before(async () => {
    demo = await startDemo();
    browser = await launch();
  });
  after(async () => {
    await browser?.close();
    await demo?.stop();
  });

  it('has an investor whose credit code is checked while it is typed', async () => {
    const window = await open(browser, demo, 'office_clerk');
    const { page } = window;
    await window.go('/investors?new=1');
    const form = page.getByRole('dialog');
    await form.getByLabel('名称').fill('晋工重型机械股份有限公司');
    const code = form.getByLabel('统一社会信用代码');
    await code.fill('91350100M000100Y4');
    await form.getByText('还差 1 位').waitFor();
    await code.fill('91350100M000100Y44');
    await form.getByText('校验码不符').waitFor();
    await code.fill('91350100M000100Y43');
    await form.getByText('校验通过').waitFor();
    await window.settled();
    await window.sound('investor form');
    await form.getByRole('button', { name: '保存' }).click();
    await page.getByRole('heading', { level: 1, name: '晋工重型机械股份有限公司' }).waitFor();
    await window.close();
  });

  it('is entered, with every amount under its own name', async () => {
    const window = await open(browser, demo, 'office_clerk');
    const { page } = window;
    await window.go('/projects?new=1');
    const form = page.getByRole('dialog');
    await form.getByLabel('项目名称').fill('晋工重型机械装备制造基地');
    await form.getByRole('textbox', { name: '金额', exact: true }).fill('1.3');
    await choose(page, form.locator('.boxed').getByRole('combobox', { name: '单位' }), '亿元');
    await choose(page, form.getByRole('combobox', { name: '客商' }), '晋工重型机械股份有限公司', '晋工重型');
    await choose(page, form.locator('fieldset', { hasText: '增加单位' }).getByRole('combobox', { name: '单位' }), '于河街道', '于河');
    await form.getByRole('button', { name: '保存' }).click();
    await page.waitForURL(/\/projects\/[0-9a-f-]{36}$/);
    await page.getByRole('heading', { level: 1, name: '晋工重型机械装备制造基地' }).waitFor();
    address = new URL(page.url()).pathname;
    const amounts = page.getByRole('region', { name: '各项金额' });
    await amounts.getByText('13,000.00', { exact: true }).waitFor();
    await amounts.getByText('1.3 亿元').waitFor();
    await window.settled();
    await window.sound('new project');
    await window.shot('story-new-project');
    await window.close();
  });

  it('refuses shares that do not sum to the whole, at the field', async () => {
    const window = await open(browser, demo, 'office_clerk');
    const { page } = window;
    await window.go(`${address}?edit=1`);
    const form = page.getByRole('dialog');
    const shares = form.locator('fieldset', { hasText: '增加单位' });
    await shares.getByRole('textbox', { name: '份额' }).fill('99');
    await form.getByRole('button', { name: '保存' }).click();
    await shares.getByText('各单位份额合计须为 100%').waitFor();
    await window.settled();
    await window.sound('shares refused');
    await window.close();
  });

  it('is changed by two people: what only one of them changed is merged, what both changed is asked', async () => {
    const first = await open(browser, demo, 'office_clerk');
    const second = await open(browser, demo, 'office_clerk');
    const write = async ({ page }, fields) => {
      const form = page.getByRole('dialog');
      for (const [label, words] of Object.entries(fields)) await form.getByLabel(label, { exact: true }).fill(words);
      await form.getByRole('button', { name: '保存' }).click();
    };
    const facts = ({ page }) => page.getByRole('region', { name: '基本情况' });
    await first.go(`${address}?edit=1`);
    await second.go(`${address}?edit=1`);
    await write(first, { 进展: '已完成征地' });
    await facts(first).getByText('已完成征地').waitFor();
    await write(second, { 下一步: '办理施工许可' });
    await second.page.getByText('其间别人改过进展，已一并保留').waitFor();
    await facts(second).getByText('已完成征地').waitFor();
    await facts(second).getByText('办理施工许可').waitFor();

    await first.go(`${address}?edit=1`);
    await second.go(`${address}?edit=1`);
    await write(first, { 进展: '已开工', 存在问题: '用电容量不足' });
    await facts(first).getByText('已开工').waitFor();
    await write(second, { 进展: '正在打桩', 下一步: '主体施工' });
    const conflict = second.page.getByRole('dialog', { name: '别人刚刚改过这条记录' });
    await conflict.getByRole('group', { name: '进展' }).getByText('已开工').waitFor();
    await conflict.getByText('别人还改了：存在问题。').waitFor();
    assert.equal(await conflict.getByRole('group').count(), 1);
    await second.settled();
    await second.sound('conflict');
    await second.shot('story-conflict');
    await conflict.getByRole('radio', { name: '您填写的 正在打桩' }).check();
    await conflict.getByRole('button', { name: '按所选保存' }).click();
    for (const words of ['正在打桩', '主体施工', '用电容量不足']) await facts(second).getByText(words).waitFor();
    await first.close();
    await second.close();
  });

  it('moves on to the next stage', async () => {
    const window = await open(browser, demo, 'office_clerk');
    const { page } = window;
    await window.go(address);
    await page.getByRole('button', { name: '推进阶段' }).click();
    const dialog = page.getByRole('dialog', { name: '推进阶段' });
    await dialog.getByLabel('理由').fill('研判通过');
    await window.settled();
    await window.sound('advance');
    await dialog.getByRole('button', { name: '确定' }).click();
    await page.getByRole('region', { name: '时间线' }).getByRole('button', { name: '阶段', exact: true }).click();
    await page.waitForURL(/story=stage/);
    await page.getByRole('list', { name: '阶段记录' }).getByText('有效线索').waitFor();
    await window.close();
  });

  it('exports the ledger that is shown, and keeps a view of it', async () => {
    const window = await open(browser, demo, 'office_clerk');
    const { page } = window;
    await window.go('/projects?track=talent');
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: '导出 Excel' }).click()]);
    assert.match(download.suggestedFilename(), /\.xlsx$/);
    await page.getByRole('button', { name: '视图' }).click();
    await page.getByRole('textbox', { name: '视图名称' }).fill('人才项目');
    await page.getByRole('textbox', { name: '视图名称' }).press('Enter');
    await page.getByRole('button', { name: '人才项目', exact: true }).waitFor();
    await window.go('/projects');
    await page.getByRole('button', { name: '视图' }).click();
    await page.getByRole('button', { name: '人才项目', exact: true }).click();
    await page.waitForURL('**/projects?track=talent');
    await window.close();
  });
});
