// An interaction: a visit is planned and told that another unit visits too, its record is written, the next step shows
// on the home page and is done; investors nobody has heard of are listed.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { choose, launch, open, startDemo } from './support.mjs';

describe('an interaction', () => {
  let demo;
  let browser;
  /** The demo as seen by one account only. */
  const as = (login) => ({ ...demo, accounts: demo.accounts.filter((one) => one.login === login) });
  before(async () => {
    demo = await startDemo();
    browser = await launch();
  });
  after(async () => {
    await browser?.close();
    await demo?.stop();
  });

  it('is entered, warns of another unit, and leaves a next step that is done', async () => {
    const yuhe = await open(browser, as('yuhe'), 'unit_filler');
    const { page } = yuhe;
    const mine = page.getByRole('region', { name: '我的下一步' });
    await mine.getByRole('listitem').first().waitFor();
    await page.getByRole('region', { name: '待补纪要的往来' }).waitFor();
    await yuhe.go('/interactions');
    const first = page.getByRole('link', { name: '拜访企业总部，介绍园区条件' });
    await first.waitFor();
    await yuhe.settled();
    await yuhe.sound('the interactions of a unit');
    const firm = (await page.getByRole('row').filter({ has: first }).getByRole('link').nth(1).textContent()).trim();

    await page.getByRole('button', { name: '登记往来' }).click();
    const form = page.getByRole('dialog');
    await choose(page, form.getByLabel('客商'), firm, firm);
    await form.getByText('其他单位在相近日期也走访这家客商，请先沟通').waitFor();
    await form.getByLabel('事由').fill('陪同区领导拜访');
    await form.getByLabel('纪要').fill('对方确认九月来区签约');
    await form.getByLabel('下一步', { exact: true }).fill('准备签约文本');
    await form.getByLabel('下一步时限').fill('2013-09-10');
    await form.getByLabel('下一步时限').press('Enter');
    await yuhe.settled();
    await yuhe.sound('an interaction to enter');
    await form.getByRole('button', { name: /保\s*存/ }).click();
    await page.getByRole('heading', { level: 1, name: '陪同区领导拜访' }).waitFor();
    await page.getByText('对方确认九月来区签约').waitFor();
    await yuhe.settled();
    await yuhe.sound('an interaction');
    await page.getByRole('button', { name: '完成下一步' }).click();
    const done = page.getByRole('dialog');
    await done.getByLabel('办理结果').fill('文本已送对方法务');
    await done.getByRole('button', { name: /确\s*定/ }).click();
    await page.getByText('文本已送对方法务').waitFor();
    await yuhe.close();

    const zone = await open(browser, as('zone'), 'unit_filler', { width: 390, height: 844 });
    await zone.go('/interactions?tab=quiet');
    await zone.page.getByText(/天内没有任何往来的/).waitFor();
    await zone.settled();
    await zone.sound('who was not heard of, on a phone');
    await zone.go('/interactions');
    await zone.page.getByText('企业董事长来访').waitFor();
    assert.equal(await zone.page.getByText('陪同区领导拜访').count(), 0);
    await zone.sound('interactions on a phone');
    await zone.close();
  });
});
