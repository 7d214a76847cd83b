// A week at a unit: its projects are reported one after the other without a mouse, a problem goes
// to the department that is to solve it, and whoever raised it closes it.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { choose, launch, open, press, startDemo } from './support.mjs';

describe('a week', () => {
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

  it('is reported by keyboard alone, and the project tells of it', async () => {
    const window = await open(browser, demo, 'unit_filler');
    const { page } = window;
    await window.go('/progress?state=waiting');
    const waiting = () => page.locator('.week-sums dd').last().innerText().then(Number);
    const before = await waiting();
    assert.ok(before > 2, `the demo leaves ${before} projects to report`);
    const desk = page.locator('.desk-one');
    const happened = page.getByLabel('本周发生了什么');
    await happened.fill('投资方来区实地考察，看了两个地块');
    await page.keyboard.press('Tab');
    await page.keyboard.type('商定用地意向');
    const first = await desk.locator('h2').innerText();
    const address = await desk.locator('h2 a').getAttribute('href');
    await page.keyboard.press('Control+Enter');
    await page.waitForFunction((name) => document.querySelector('.desk-one h2')?.textContent !== name, first);
    await page.waitForFunction((n) => Number([...document.querySelectorAll('.week-sums dd')].at(-1).textContent) === n, before - 1);
    await page.locator('.desk-one textarea').first().focus();
    await page.keyboard.press('Alt+n');
    await page.waitForFunction((n) => Number([...document.querySelectorAll('.week-sums dd')].at(-1).textContent) === n, before - 2);
    // A tap that went wrong is taken back, and the project waits again.
    await page.locator('.ant-message').getByRole('button', { name: /撤\s*回/ }).last().click();
    await page.waitForFunction((n) => Number([...document.querySelectorAll('.week-sums dd')].at(-1).textContent) === n, before - 1);
    await page.getByRole('button', { name: '本周无变化' }).waitFor();
    await window.sound('weekly progress');
    await window.go(address);
    const story = page.getByRole('region', { name: '时间线' });
    await story.getByText('投资方来区实地考察').first().waitFor();
    await page.getByRole('region', { name: '基本情况' }).getByText('商定用地意向').waitFor();
    await story.getByRole('button', { name: '阶段', exact: true }).click();
    await story.getByRole('list', { name: '阶段记录' }).waitFor();
    assert.equal(await story.locator('.of-progress').count(), 0);
    await window.sound('the story of a project');
    await window.close();
  });

  it('is reported on a phone, and corrected with the old text kept', async () => {
    const window = await open(browser, demo, 'unit_filler', { width: 390, height: 844 });
    const { page } = window;
    await window.go('/progress');
    await page.getByRole('button', { name: '本周无变化' }).click();
    await page.getByText('已报：本周无变化').first().waitFor();
    const back = page.getByRole('button', { name: /上\s*一\s*个/ });
    await back.waitFor();
    await window.go('/progress');
    await page.getByLabel('应报项目').click();
    await page.locator('.ant-select-item-option').filter({ hasText: '无变化' }).first().click();
    await page.getByRole('button', { name: /更\s*正/ }).click();
    await page.getByLabel('本周发生了什么').fill('签订了意向书');
    await page.getByLabel('更正原因').fill('补充本周签约');
    await page.getByRole('button', { name: '保存更正' }).click();
    await page.getByText('更正记录').waitFor();
    await window.sound('a corrected report on a phone');
    await window.close();
  });

  it('raises a problem, has it answered, and closes it', async () => {
    const filler = await open(browser, demo, 'unit_filler');
    const { page } = filler;
    await filler.go('/progress');
    await page.locator('.desk-one h2 a').click();
    await page.getByRole('region', { name: '问题清单' }).getByRole('button', { name: '提出问题' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('问题', { exact: true }).fill('临时用电还没有接通');
    await choose(page, dialog.getByLabel('责任单位'), '区国土分局', '国土');
    await dialog.getByLabel('办理时限').fill('2013-09-20');
    await dialog.getByLabel('办理时限').press('Enter');
    await dialog.getByRole('button', { name: /确\s*定/ }).click();
    await page.getByRole('link', { name: '临时用电还没有接通' }).first().waitFor();

    const department = await open(browser, demo, 'factor_department');
    await department.go('/problems?hand=answer');
    await department.page.getByRole('link', { name: '临时用电还没有接通' }).click();
    await department.page.getByRole('button', { name: /答\s*复/ }).click();
    await department.page.getByLabel('办理情况').fill('已协调，本周接通');
    await press(department.page.getByRole('dialog').getByRole('button', { name: /确\s*定/ }));
    await department.page.getByText('待确认').first().waitFor();
    await department.sound('an answered problem');
    await department.close();

    await filler.go('/problems?hand=confirm');
    await page.getByRole('link', { name: '临时用电还没有接通' }).click();
    await page.getByRole('button', { name: '确认销号' }).click();
    await press(page.getByRole('dialog').getByRole('button', { name: /确\s*定/ }));
    await page.getByText('已销号').first().waitFor();
    await filler.sound('a closed problem');
    await filler.close();
  });
});
