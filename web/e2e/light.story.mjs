// A month is lit: why a project has its colour, another colour asked for and decided by somebody else.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { choose, launch, open, startDemo } from './support.mjs';

describe('the lights of a month', () => {
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

  it('are computed, explained, and set by hand only with somebody else’s approval', async () => {
    const clerk = await open(browser, demo, 'office_clerk');
    const { page } = clerk;
    await clerk.go('/lights');
    await page.getByText('2013-08，按 2013-08-31').waitFor();
    await page.getByRole('button', { name: '计算本月亮灯' }).click();
    await page.getByText('已计算').waitFor();
    await clerk.sound('the matrix of lights');
    await page.getByRole('list', { name: '各灯色项目数' }).getByRole('button').nth(1).click();
    await page.waitForURL(/colour=yellow/);
    await page.locator('a.name').first().click();
    const light = page.getByRole('region', { name: '亮灯' });
    await light.getByText('规则：').first().waitFor();
    await light.getByRole('button', { name: '申请调整灯色' }).click();
    const dialog = page.getByRole('dialog');
    await choose(page, dialog.getByLabel('灯色'), '绿灯 · 正常推进');
    await dialog.getByLabel('理由').fill('投资方总部决策中，已书面说明');
    await dialog.getByRole('button', { name: /确\s*定/ }).click();
    await light.getByText('待审定').waitFor();
    await clerk.sound('the light of a project');
    const address = new URL(page.url()).pathname;
    await clerk.close();

    const reviewer = await open(browser, demo, 'office_reviewer');
    await reviewer.go(address);
    const shown = reviewer.page.getByRole('region', { name: '亮灯' });
    await shown.getByRole('button', { name: '同意调整' }).click();
    await shown.getByText('按规则为黄灯').waitFor();
    await reviewer.close();
  });

  it('go by rules that everybody can read and the office changes', async () => {
    const clerk = await open(browser, demo, 'office_clerk');
    const { page } = clerk;
    await clerk.go('/light-rules');
    await page.getByRole('region', { name: '灯色与含义' }).getByText('严重滞后').waitFor();
    await page.getByRole('button', { name: '修改规则' }).click();
    const text = page.getByLabel('规则表的文字');
    await text.fill((await text.inputValue()).replace('at_least = 60', 'at_least = 100'));
    await page.getByRole('button', { name: /检\s*查/ }).click();
    await page.getByText('门槛颠倒').waitFor();
    await text.fill((await text.inputValue()).replace('at_least = 100', 'at_least = 70'));
    await page.getByRole('button', { name: /检\s*查/ }).click();
    await page.getByText('没有错误').waitFor();
    await page.getByRole('button', { name: /施\s*行/ }).click();
    await page.getByText('第 1 版').waitFor();
    await clerk.sound('the rules of the lights');
    assert.ok(await page.getByText('未见进展 70 天及以上').first().isVisible());
    await clerk.close();
  });
});
