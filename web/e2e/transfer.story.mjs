// A unit offers a project to another; that one accepts, the office confirms, and the one that gave
// it away still finds it.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { choose, launch, open, press, startDemo } from './support.mjs';

describe('a transfer', () => {
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

  it('is accepted by the unit it was offered to, and confirmed by the office', async () => {
    const unit = await open(browser, demo, 'unit_filler', { width: 390, height: 844 });
    await unit.go('/');
    const waiting = unit.page.getByRole('region', { name: '待我答复的流转' });
    const name = await waiting.locator('li a').first().innerText();
    await waiting.locator('li a').first().click();
    await unit.page.getByRole('button', { name: '同意接收' }).click();
    await press(unit.page.getByRole('dialog').getByRole('button', { name: /确\s*定/ }));
    await unit.page.getByText('待招商办确认').first().waitFor();
    await unit.sound('an accepted transfer on a phone');
    const address = new URL(unit.page.url()).pathname;
    await unit.close();

    const office = await open(browser, demo, 'office_reviewer');
    await office.go('/transfers?hand=confirm');
    await office.page.getByRole('link', { name }).first().click();
    await office.page.getByRole('button', { name: '确认流转' }).click();
    await press(office.page.getByRole('dialog').getByRole('button', { name: /确\s*定/ }));
    await office.page.getByText('已流转').first().waitFor();
    assert.equal(new URL(office.page.url()).pathname, address);
    await office.sound('a confirmed transfer');
    await office.page.getByRole('link', { name }).first().click();
    const section = office.page.getByRole('region', { name: '流转与分成' });
    await section.getByText('现行分成').waitFor();
    await office.sound('a project that was transferred');
    await office.close();
  });

  it('is offered from the page of a project, and taken back', async () => {
    const window = await open(browser, demo, 'unit_filler');
    const { page } = window;
    await window.go('/transfers?hand=given');
    await page.locator('.ledger a.name, .card a').first().waitFor();
    await window.sound('what was given away');
    await window.go('/projects?sort=-total_fen');
    await page.getByRole('link', { name: '众新新能源汽车' }).first().click();
    const section = page.getByRole('region', { name: '流转与分成' });
    await section.getByRole('button', { name: '发起流转' }).click();
    const dialog = page.getByRole('dialog');
    await window.settled();
    await window.sound('an offer');
    await choose(page, dialog.getByLabel('接收单位'), '创新科技产业园', '创新');
    await dialog.getByLabel('流转理由').fill('整车项目更适合进入科技产业园');
    await dialog.getByLabel('答复期限').fill('2013-09-20');
    await dialog.getByLabel('答复期限').press('Enter');
    await dialog.getByRole('button', { name: /确\s*定/ }).click();
    await section.getByText('待接收单位答复').waitFor();
    await section.getByRole('link', { name: /创新科技产业园/ }).click();
    await page.getByRole('button', { name: /撤\s*回/ }).click();
    await page.getByRole('dialog').getByLabel('理由').fill('投资方仍要求留在于河');
    await press(page.getByRole('dialog').getByRole('button', { name: /确\s*定/ }));
    await page.getByText('已撤回').first().waitFor();
    await window.close();
  });
});
